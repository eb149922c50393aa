package dev.breakwater.posture.mutation;

import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Applies JSON patches as an API server does, which is laxer than the standard: {@code replace}
 * adds what is not there, {@code copy} of what is not there gives null, and an index below zero
 * counts from the end. Only a path without a slash in front, of which an API server drops the first
 * segment in silence, is refused here.
 *
 * <p>Nothing is changed in place: what a patch does not touch is shared with the document it came
 * from, so copying costs no memory. What a document would be if it were written out is bounded all
 * the same.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6901">RFC 6901, JSON pointers</a>
 */
public final class JsonPatch {
  /** How many operations one patch may have. */
  static final int MAX_OPERATIONS = 10_000;

  private static final int MAX_SHOWN = 200;

  private final Growth growth = new Growth();

  private JsonPatch() {}

  /** What is to be done, as the standard names it. */
  public enum Verb {
    ADD("add"),
    REMOVE("remove"),
    REPLACE("replace"),
    MOVE("move"),
    COPY("copy"),
    TEST("test");

    private final String word;

    Verb(String word) {
      this.word = word;
    }

    /** The word that patches have. */
    public String word() {
      return word;
    }

    /** The verb of a word; null where there is none. */
    public static @Nullable Verb of(String word) {
      for (Verb verb : values()) {
        if (verb.word.equals(word)) {
          return verb;
        }
      }
      return null;
    }
  }

  /**
   * One operation.
   *
   * @param path a JSON pointer
   * @param from a JSON pointer, for {@code move} and {@code copy}; null where none is given
   * @param value for {@code add}, {@code replace} and {@code test}; null where none is given, which
   *     counts as JSON's null except in a test, where it means that nothing is there
   */
  public record Operation(Verb verb, String path, @Nullable String from, @Nullable Value value) {}

  /**
   * What came out.
   *
   * @param document as it was where a test failed
   * @param failedTest the path of the test that failed; null where none did
   */
  public record Outcome(Value document, @Nullable String failedTest) {}

  /**
   * Applies a patch, all of it or nothing.
   *
   * @throws FaultyMutationException where an operation does not apply, or the document would become
   *     too deep or too large
   */
  public static Outcome apply(Value document, List<Operation> operations)
      throws FaultyMutationException {
    if (operations.size() > MAX_OPERATIONS) {
      throw new FaultyMutationException(
          "the patch has " + operations.size() + " operations, more than " + MAX_OPERATIONS);
    }
    JsonPatch patch = new JsonPatch();
    Value changed = document;
    for (Operation operation : operations) {
      if (operation.verb == Verb.TEST) {
        if (!patch.holds(changed, operation)) {
          return new Outcome(document, operation.path);
        }
      } else {
        changed = patch.apply(changed, operation);
      }
    }
    return new Outcome(changed, null);
  }

  private Value apply(Value document, Operation operation) throws FaultyMutationException {
    Pointer path = new Pointer(operation, operation.path);
    return switch (operation.verb) {
      case ADD -> add(document, path, given(document, operation));
      case REPLACE -> replace(document, path, given(document, operation));
      case REMOVE -> changed(document, path, new Removal());
      case MOVE -> {
        Pointer from = new Pointer(operation, operation.from);
        Value moved = Completion.kept(orNull(found(document, from), document));
        Value without = changed(document, from, new Removal());
        Value changed = changed(without, path, new Insertion(moved));
        Growth.checkDepth(moved, path.depth());
        yield changed;
      }
      case COPY -> {
        Pointer from = new Pointer(operation, operation.from);
        yield add(document, path, Completion.kept(orNull(found(document, from), document)));
      }
      case TEST -> document;
    };
  }

  private boolean holds(Value document, Operation operation) throws FaultyMutationException {
    Pointer path = new Pointer(operation, operation.path);
    if (path.isWhole()) {
      return operation.value != null && Equality.same(document, operation.value);
    }
    Value found = found(document, path);
    if (found == null || found instanceof Value.Nothing) {
      return operation.value == null;
    }
    return operation.value != null && Equality.same(found, operation.value);
  }

  private static Value given(Value document, Operation operation) {
    return orNull(operation.value, document);
  }

  private static Value orNull(@Nullable Value value, Value document) {
    return value == null ? new Value.Nothing(document.origin()) : value;
  }

  /** What a pointer leads to; null where an object that is there has no such member. */
  private static @Nullable Value found(Value document, Pointer pointer)
      throws FaultyMutationException {
    if (pointer.isWhole()) {
      throw pointer.doesNotApply("the whole document can be replaced and tested, nothing else");
    }
    Value here = document;
    while (true) {
      String segment = pointer.next();
      Value below =
          switch (here) {
            case Value.Fields fields -> fields.members().get(segment);
            case Value.Items items ->
                items.items().get(pointer.index(segment, items.items().size(), 0));
            case Value.Nothing _, Value.Flag _, Value.Whole _, Value.Real _, Value.Text _ ->
                throw pointer.isMissing();
          };
      if (pointer.isAtEnd()) {
        return below;
      }
      if (below == null) {
        throw pointer.isMissing();
      }
      here = below;
    }
  }

  private Value add(Value document, Pointer path, Value value) throws FaultyMutationException {
    Value changed = changed(document, path, new Insertion(value));
    growth.grow(value, path.depth());
    return changed;
  }

  private Value replace(Value document, Pointer path, Value value) throws FaultyMutationException {
    growth.grow(value, path.depth());
    if (path.isWhole()) {
      if (!(value instanceof Value.Fields) && !(value instanceof Value.Items)) {
        throw path.doesNotApply("the whole document can only become an object or a list");
      }
      return value;
    }
    return changed(document, path, new Replacement(value));
  }

  /** What becomes of the object or the list at the end of a path. */
  private interface Change {
    void in(Map<String, Value> members, String name, Pointer path) throws FaultyMutationException;

    void in(List<Value> items, String segment, Pointer path) throws FaultyMutationException;
  }

  private record Insertion(Value value) implements Change {
    @Override
    public void in(Map<String, Value> members, String name, Pointer path) {
      members.put(name, value);
    }

    @Override
    public void in(List<Value> items, String segment, Pointer path) throws FaultyMutationException {
      items.add(segment.equals("-") ? items.size() : path.index(segment, items.size(), 1), value);
    }
  }

  private record Replacement(Value value) implements Change {
    @Override
    public void in(Map<String, Value> members, String name, Pointer path) {
      members.put(name, value);
    }

    @Override
    public void in(List<Value> items, String segment, Pointer path) throws FaultyMutationException {
      items.set(path.index(segment, items.size(), 0), value);
    }
  }

  private record Removal() implements Change {
    @Override
    public void in(Map<String, Value> members, String name, Pointer path)
        throws FaultyMutationException {
      if (members.remove(name) == null) {
        throw path.isMissing();
      }
    }

    @Override
    public void in(List<Value> items, String segment, Pointer path) throws FaultyMutationException {
      items.remove(path.index(segment, items.size(), 0));
    }
  }

  /** The document with another container at the end of a path, and new ones on the way there. */
  private static Value changed(Value document, Pointer path, Change change)
      throws FaultyMutationException {
    if (path.isWhole()) {
      throw path.doesNotApply("the whole document can be replaced and tested, nothing else");
    }
    path.rewind();
    return changedBelow(document, path, change);
  }

  /** Recursive, and no deeper than the document is. */
  private static Value changedBelow(Value here, Pointer path, Change change)
      throws FaultyMutationException {
    String segment = path.next();
    boolean isLast = path.isAtEnd();
    return switch (here) {
      case Value.Fields fields -> {
        Map<String, Value> members = new LinkedHashMap<>(fields.members());
        Value below = members.get(segment);
        if (isLast) {
          change.in(members, segment, path);
        } else if (below == null) {
          throw path.isMissing();
        } else {
          members.put(segment, changedBelow(below, path, change));
        }
        yield new Value.Fields(fields.origin(), members);
      }
      case Value.Items items -> {
        List<Value> list = new ArrayList<>(items.items());
        if (isLast) {
          change.in(list, segment, path);
        } else {
          int index = path.index(segment, list.size(), 0);
          list.set(index, changedBelow(list.get(index), path, change));
        }
        yield new Value.Items(items.origin(), list);
      }
      case Value.Nothing _, Value.Flag _, Value.Whole _, Value.Real _, Value.Text _ ->
          throw path.isMissing();
    };
  }

  /** A JSON pointer that is walked segment by segment, so that its length costs nothing. */
  private static final class Pointer {
    private final Operation operation;
    private final String path;
    private int at;

    Pointer(Operation operation, @Nullable String path) throws FaultyMutationException {
      this.operation = operation;
      if (path == null) {
        throw new FaultyMutationException(
            "the operation "
                + operation.verb.word
                + " of "
                + shown(operation.path)
                + " has no from");
      }
      this.path = path;
      if (!path.isEmpty() && path.charAt(0) != '/') {
        throw doesNotApply("a path begins with a slash");
      }
    }

    boolean isWhole() {
      return path.isEmpty();
    }

    void rewind() {
      at = 0;
    }

    boolean isAtEnd() {
      return at >= path.length();
    }

    String next() {
      int end = path.indexOf('/', at + 1);
      if (end < 0) {
        end = path.length();
      }
      String segment = path.substring(at + 1, end);
      at = end;
      return segment.indexOf('~') < 0 ? segment : segment.replace("~1", "/").replace("~0", "~");
    }

    /** How many segments there are, or a few more than any document is deep. */
    int depth() {
      int depth = 0;
      for (int i = path.indexOf('/'); i >= 0 && depth <= Growth.MAX_DEPTH; depth++) {
        i = path.indexOf('/', i + 1);
      }
      return depth;
    }

    /**
     * The index that a segment names.
     *
     * @param size of the list
     * @param beyond 1 where the place behind the last item counts as one
     */
    int index(String segment, int size, int beyond) throws FaultyMutationException {
      int places = size + beyond;
      int index;
      try {
        index = Integer.parseInt(isNumber(segment) ? segment : "");
      } catch (NumberFormatException e) {
        throw doesNotApply("the list there has no item " + shown(segment));
      }
      if (index < 0) {
        index += places;
      }
      if (index < 0 || index >= places) {
        throw doesNotApply("the list there has " + size + " items, so none is " + shown(segment));
      }
      return index;
    }

    /** The digits of other scripts are numbers to Java alone. */
    private static boolean isNumber(String segment) {
      for (int i = 0; i < segment.length(); i++) {
        if (segment.charAt(i) > '9') {
          return false;
        }
      }
      return true;
    }

    FaultyMutationException isMissing() {
      return doesNotApply("the object has no such place");
    }

    FaultyMutationException doesNotApply(String why) {
      return new FaultyMutationException(
          "the operation "
              + operation.verb.word
              + " of "
              + shown(path)
              + " does not apply: "
              + why);
    }
  }

  /** A text from outside, short enough for a message. */
  static String shown(String text) {
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
  }
}
