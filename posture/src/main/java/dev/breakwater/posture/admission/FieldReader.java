package dev.breakwater.posture.admission;

import dev.breakwater.core.FileLine;
import dev.breakwater.core.Problem;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of an object of the API as strictly as an API server does, and takes down every
 * fault with its place, so that the author of a policy hears of all of them at once.
 *
 * <p>A field that is not known is a fault that stops nothing: a server drops it with a warning, and
 * so does this, because the rest of the policy still says something.
 */
public final class FieldReader {
  private final Value fields;
  private final Faults faults;

  /** A reader of a mapping. */
  public FieldReader(Value fields, Faults faults) {
    this.fields = fields;
    this.faults = faults;
  }

  /** What is wrong with one object. */
  public static final class Faults {
    /** As many as anybody reads. */
    private static final int MOST = 50;

    private final String about;
    private final List<Problem> problems = new ArrayList<>();
    private boolean fatal;

    /**
     * @param about what was tried to be read, for example {@code the policy "limits"}
     */
    public Faults(String about) {
      this.about = about;
    }

    /** Takes down a fault for which the object cannot be used. */
    public void add(Origin at, String path, String what) {
      fatal = true;
      note(at.place(), path, what);
    }

    /** Takes down a fault that leaves the object of use. */
    public void note(FileLine at, String path, String what) {
      if (problems.size() < MOST) {
        problems.add(new Problem(at, "Tried to read " + about + ", but " + path + ": " + what));
      }
    }

    /** Whether no more are taken down. */
    boolean areMany() {
      return problems.size() >= MOST;
    }

    /** Whether the object cannot be used. */
    public boolean areFatal() {
      return fatal;
    }

    /** The faults, in the order they were found; of very many the first. */
    public List<Problem> problems() {
      return problems;
    }
  }

  /** What is read. */
  public Value value() {
    return fields;
  }

  /** What is wrong so far. */
  public Faults faults() {
    return faults;
  }

  /** The names of all members. */
  public Set<String> names() {
    return fields.members().keySet();
  }

  /** Takes down what else is there. */
  public void knows(String... names) {
    Set<String> known = Set.of(names);
    for (Map.Entry<String, Value> member : fields.members().entrySet()) {
      if (!known.contains(member.getKey())) {
        faults.note(
            member.getValue().origin().place(),
            fields.origin().pathTo(member.getKey()),
            "there is no such field, and an API server ignores it");
      }
    }
  }

  /** Takes down a fault of a member, at the member or, where it is missing, at what misses it. */
  public void fault(String name, String what) {
    Value member = fields.get(name);
    faults.add(
        member == null ? fields.origin() : member.origin(), fields.origin().pathTo(name), what);
  }

  /** Takes down a fault of a member, if there is one. */
  public void check(String name, @Nullable String fault) {
    if (fault != null) {
      fault(name, fault);
    }
  }

  /** A text; null where there is none or it is something else, which is a fault. */
  public @Nullable String text(String name) {
    Value member = fields.get(name);
    if (member == null) {
      return null;
    }
    String text = member.text();
    if (text == null) {
      fault(name, "must be a string");
    }
    return text;
  }

  /** A text that has to be there, and not be empty. */
  public @Nullable String required(String name) {
    String text = text(name);
    if (fields.get(name) == null || (text != null && text.isEmpty())) {
      fault(name, "is required");
      return null;
    }
    return text;
  }

  /** One of some words, or {@code otherwise} where there is none. */
  public String oneOf(String name, String otherwise, String... words) {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    for (String word : words) {
      if (word.equals(text)) {
        return text;
      }
    }
    fault(name, Syntax.quote(text) + " is not supported; it is one of " + String.join(", ", words));
    return otherwise;
  }

  /** The members of a mapping; null where there is none. */
  public @Nullable FieldReader fields(String name) {
    Value member = fields.get(name);
    if (member == null) {
      return null;
    }
    if (!(member instanceof Value.Fields)) {
      fault(name, "must be an object");
      return null;
    }
    return new FieldReader(member, faults);
  }

  /** The mappings in a list. */
  public List<FieldReader> each(String name) {
    List<FieldReader> readers = new ArrayList<>();
    for (Value item : list(name)) {
      if (item instanceof Value.Fields) {
        readers.add(new FieldReader(item, faults));
      } else {
        faults.add(item.origin(), item.origin().path(), "must be an object");
      }
    }
    return readers;
  }

  /** The texts in a list. */
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Value item : list(name)) {
      String text = item.text();
      if (text != null) {
        texts.add(text);
      } else {
        faults.add(item.origin(), item.origin().path(), "must be a string");
      }
    }
    return texts;
  }

  private List<Value> list(String name) {
    Value member = fields.get(name);
    if (member != null && !(member instanceof Value.Items)) {
      fault(name, "must be a list");
    }
    return member == null ? List.of() : member.items();
  }
}
