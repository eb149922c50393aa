package dev.breakwater.posture.source;

import dev.breakwater.core.FileLine;
import dev.breakwater.core.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads YAML as Kubernetes does, event by event, with the place of everything. Documents are cut
 * apart before they are parsed, so that a fault in one of them leaves the others.
 *
 * <p>What is merged into a mapping gives way to what the mapping says itself, and the later of a
 * list to the earlier. So says the specification; but Kubernetes lets it take the place of what
 * stands before the merge key, and to follow the specification there would let a manifest say one
 * thing here and another to the cluster. What an alias stands for has the lines where it is
 * written, and the path where it is used. A name that is there twice is refused, although
 * Kubernetes takes the last.
 *
 * @see <a href="https://yaml.org/spec/1.2.2/">YAML 1.2</a>
 * @see <a href="https://yaml.org/type/merge.html">Merge keys</a>
 */
final class YamlReader {
  private static final int MAX_BUFFER = 1 << 20;
  private static final int SMALL_BUFFER = 4096;

  private static final Map<String, Value> NONE = Map.of();

  /** For most files; to make settings takes longer than to read a small file. */
  private static final LoadSettings SMALL = settings(SMALL_BUFFER, SMALL_BUFFER);

  private final String file;
  private final String text;
  private final int firstLine;
  private final Manner manner;
  private final Allowance allowance;
  private final Iterator<Event> events;

  /** What anchors stand for; null for one that has only begun. */
  private final Map<Anchor, @Nullable Value> anchors = new HashMap<>();

  private final List<Value> documents = new ArrayList<>();
  private boolean unambiguous = true;

  /** How many brackets and braces are open. */
  private int flow;

  /** How a file is read. */
  enum Manner {
    /** As Kubernetes reads it. */
    KUBERNETES,

    /** As others do: names are what is written, and merges follow their specification. */
    AS_WRITTEN,

    /** As Kubernetes reads it, from a program, so that faults in its lines tell nobody anything. */
    RENDERED
  }

  private YamlReader(String file, String text, int firstLine, Manner manner, Allowance allowance) {
    this.file = file;
    this.text = text;
    this.firstLine = firstLine;
    this.manner = manner;
    this.allowance = allowance;
    // The library's reader takes a text apart again with every buffer that it needs.
    LoadSettings settings =
        text.length() <= SMALL_BUFFER
            ? SMALL
            : settings(text.length(), Math.min(text.length(), MAX_BUFFER));
    this.events = new Parse(settings).parseString(text).iterator();
  }

  private static LoadSettings settings(int limit, int buffer) {
    return LoadSettings.builder().setCodePointLimit(limit).setBufferSize(buffer).build();
  }

  /** Reads all documents of a file. */
  static Documents read(String file, String text, Manner manner) {
    List<Value> documents = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    boolean unambiguous = true;
    Allowance allowance = new Allowance();
    YamlParts parts = new YamlParts(text);
    while (parts.next()) {
      if (allowance.isSpent() || problems.size() == Documents.MAX_PROBLEMS) {
        int line = manner == Manner.RENDERED ? 0 : parts.firstLine() + 1;
        problems.add(new Problem(new FileLine(file, line), "not read from here on"));
        break;
      }
      YamlReader reader = new YamlReader(file, parts.text(), parts.firstLine(), manner, allowance);
      try {
        reader.read();
      } catch (FaultyDocumentException e) {
        problems.add(manner == Manner.RENDERED ? e.about(file) : e.in(file));
      }
      documents.addAll(reader.documents);
      unambiguous &= reader.unambiguous;
    }
    return new Documents(documents, problems, unambiguous);
  }

  private void read() throws FaultyDocumentException {
    for (Event event = next(); event.getEventId() != Event.ID.StreamEnd; event = next()) {
      if (event instanceof NodeEvent root) {
        anchors.clear();
        Value value = value(root, origin(root, ""), 1);
        if (!(value instanceof Value.Nothing)) {
          documents.add(value);
        }
      }
    }
  }

  private Value value(Event event, Origin origin, int depth) throws FaultyDocumentException {
    if (event instanceof AliasEvent alias) {
      return copy(target(alias), origin, depth, alias);
    }
    Anchor anchor = event instanceof NodeEvent node ? node.getAnchor().orElse(null) : null;
    if (anchor != null) {
      anchors.put(anchor, null);
    }
    take(origin, depth, event);
    Value value =
        switch (event) {
          case ScalarEvent scalar -> {
            checkMeaning(scalar);
            yield YamlScalar.read(scalar, origin);
          }
          case CollectionStartEvent start -> {
            flow += start.isFlow() ? 1 : 0;
            Value inside =
                start.getEventId() == Event.ID.SequenceStart
                    ? items(origin, depth)
                    : members(origin, depth);
            flow -= start.isFlow() ? 1 : 0;
            yield inside;
          }
          default -> throw fault(event, "a value is missing");
        };
    if (anchor != null) {
      anchors.put(anchor, value);
    }
    return value;
  }

  /** Kubernetes takes a question mark there for a sign, YAML 1.2 for a letter. */
  private void checkMeaning(ScalarEvent scalar) throws FaultyDocumentException {
    if (flow > 0 && scalar.isPlain() && scalar.getValue().startsWith("?")) {
      throw fault(scalar, "what begins with ? between brackets has two meanings; quote it");
    }
  }

  private Value items(Origin origin, int depth) throws FaultyDocumentException {
    List<Value> items = new ArrayList<>();
    for (Event item = next(); item.getEventId() != Event.ID.SequenceEnd; item = next()) {
      items.add(value(item, origin(item, origin.pathTo(items.size())), depth + 1));
    }
    return new Value.Items(origin, items);
  }

  private Value members(Origin origin, int depth) throws FaultyDocumentException {
    Map<String, Value> members = new LinkedHashMap<>();
    Map<String, Value> merged = null;
    Set<String> before = Set.of();
    for (Event key = next(); key.getEventId() != Event.ID.MappingEnd; key = next()) {
      if (isMerge(key)) {
        if (merged != null) {
          throw fault(key, "a second << stands in one mapping; one << takes a list");
        }
        merged = merged(origin, depth);
        before = Set.copyOf(members.keySet());
        continue;
      }
      String name = name(key);
      Value earlier = members.get(name);
      if (earlier != null) {
        int first = manner == Manner.RENDERED ? 0 : earlier.origin().line();
        throw fault(key, FaultyDocumentException.twice(name, first));
      }
      members.put(name, value(next(), origin(key, origin.pathTo(name)), depth + 1));
    }
    for (Map.Entry<String, Value> each : (merged == null ? NONE : merged).entrySet()) {
      boolean replaces = before.contains(each.getKey());
      unambiguous &= !replaces;
      if (replaces && manner != Manner.AS_WRITTEN) {
        members.put(each.getKey(), each.getValue());
      } else {
        members.putIfAbsent(each.getKey(), each.getValue());
      }
    }
    return new Value.Fields(origin, members);
  }

  private static boolean isMerge(Event key) {
    return key instanceof ScalarEvent scalar
        && scalar.getValue().equals("<<")
        && (scalar.getTag().isPresent()
            ? scalar.getTag().get().equals("tag:yaml.org,2002:merge")
            : scalar.isPlain());
  }

  /** What stands after a merge key, with the paths of the mapping that it is merged into. */
  private Map<String, Value> merged(Origin into, int depth) throws FaultyDocumentException {
    Map<String, Value> merged = new LinkedHashMap<>();
    Event source = next();
    if (source instanceof SequenceStartEvent) {
      for (Event item = next(); item.getEventId() != Event.ID.SequenceEnd; item = next()) {
        merge(item, into, depth, merged);
      }
    } else {
      merge(source, into, depth, merged);
    }
    return merged;
  }

  private void merge(Event source, Origin into, int depth, Map<String, Value> merged)
      throws FaultyDocumentException {
    if (!(value(source, origin(source, into.path()), depth) instanceof Value.Fields fields)) {
      throw fault(source, "after << stands what is no mapping");
    }
    fields.members().forEach(merged::putIfAbsent);
  }

  private String name(Event key) throws FaultyDocumentException {
    Origin origin = origin(key, "");
    if (key instanceof AliasEvent alias) {
      String written = target(alias).written();
      if (written != null) {
        return written;
      }
    }
    if (!(key instanceof ScalarEvent scalar)) {
      throw fault(key, "the name of a member is a list or a mapping; only texts can be names");
    }
    checkMeaning(scalar);
    String name = YamlScalar.readName(scalar, origin);
    unambiguous &= name.equals(scalar.getValue());
    return manner == Manner.AS_WRITTEN ? scalar.getValue() : name;
  }

  private Value target(AliasEvent alias) throws FaultyDocumentException {
    Value target = anchors.get(alias.getAlias());
    if (target == null) {
      String name = FaultyDocumentException.shown(alias.getAlias().getValue());
      throw fault(
          alias,
          anchors.containsKey(alias.getAlias())
              ? "the alias " + name + " stands within what it stands for"
              : "there is no anchor for the alias " + name);
    }
    return target;
  }

  /** The same value in another place; its parts keep their lines. */
  private Value copy(Value value, Origin origin, int depth, AliasEvent alias)
      throws FaultyDocumentException {
    take(origin, depth, alias);
    return switch (value) {
      case Value.Nothing _ -> new Value.Nothing(origin);
      case Value.Flag(Origin _, boolean flag, String written) ->
          new Value.Flag(origin, flag, written);
      case Value.Whole(Origin _, long number, String written) ->
          new Value.Whole(origin, number, written);
      case Value.Real(Origin _, double number, String written) ->
          new Value.Real(origin, number, written);
      case Value.Text(Origin _, String words) -> new Value.Text(origin, words);
      case Value.Items list -> {
        List<Value> items = new ArrayList<>(list.items().size());
        for (Value item : list.items()) {
          Origin place = item.origin().at(origin.pathTo(items.size()));
          items.add(copy(item, place, depth + 1, alias));
        }
        yield new Value.Items(origin, items);
      }
      case Value.Fields fields -> {
        Map<String, Value> members = LinkedHashMap.newLinkedHashMap(fields.members().size());
        for (Map.Entry<String, Value> member : fields.members().entrySet()) {
          Origin place = member.getValue().origin().at(origin.pathTo(member.getKey()));
          members.put(member.getKey(), copy(member.getValue(), place, depth + 1, alias));
        }
        yield new Value.Fields(origin, members);
      }
    };
  }

  private void take(Origin origin, int depth, Event where) throws FaultyDocumentException {
    String why = allowance.take(origin, depth);
    if (why != null) {
      throw fault(where, why);
    }
  }

  private Origin origin(Event event, String path) {
    Mark mark = event.getStartMark().orElse(null);
    return mark == null
        ? new Origin(file, 0, 0, path, null)
        : new Origin(file, firstLine + mark.getLine() + 1, mark.getColumn() + 1, path, null);
  }

  private FaultyDocumentException fault(Event event, String why) {
    Origin origin = origin(event, "");
    return new FaultyDocumentException(origin.line(), origin.column(), why);
  }

  private Event next() throws FaultyDocumentException {
    try {
      return events.next();
    } catch (MarkedYamlEngineException e) {
      Mark mark = e.getProblemMark().or(e::getContextMark).orElse(null);
      throw fault(
          mark == null ? 0 : mark.getLine(),
          mark == null ? 0 : mark.getColumn(),
          "it is not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw unprintable();
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      // The library lets them out where an escape breaks off.
      throw fault(0, 0, "it is not YAML");
    }
  }

  /** The library says in which text, not in which line, a character stands that it refuses. */
  private FaultyDocumentException unprintable() {
    int line = 0;
    int column = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int character = text.codePointAt(i);
      if (!StreamReader.isPrintable(character)) {
        return fault(
            line,
            column,
            "it is not YAML: the character U+" + hex(character) + " is not allowed in it");
      }
      boolean ends = character == '\n' || (character == '\r' && !text.startsWith("\n", i + 1));
      line += ends ? 1 : 0;
      column = ends ? 0 : column + 1;
    }
    return fault(0, 0, "it is not YAML");
  }

  /** A fault in a line and column of this part, where the first is 0. */
  private FaultyDocumentException fault(int line, int column, String why) {
    return new FaultyDocumentException(firstLine + line + 1, column + 1, why);
  }

  private static String hex(int character) {
    String hex = Integer.toHexString(character).toUpperCase(Locale.ROOT);
    return "0".repeat(Math.max(0, 4 - hex.length())) + hex;
  }
}
