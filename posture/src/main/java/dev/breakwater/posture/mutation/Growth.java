package dev.breakwater.posture.mutation;

import dev.breakwater.posture.source.Value;

/**
 * How much a patch adds to a document, if that were written out. A value that is shared counts as
 * often as it is there, so that doubling by copies ends early. For one thread.
 */
final class Growth {
  /** How deep a document may become. */
  static final int MAX_DEPTH = 200;

  /** How much a patch may add, in bytes of JSON or a little less; what an API server allows. */
  static final long MAX_BYTES = 3 * 1024 * 1024;

  private long left = MAX_BYTES;

  /**
   * Counts a value.
   *
   * @param depth at which it is added
   * @throws FaultyMutationException where it is too much or too deep
   */
  void grow(Value value, int depth) throws FaultyMutationException {
    checkDepth(depth);
    spend(2);
    switch (value) {
      case Value.Text text -> spend(text.value().length());
      case Value.Whole _, Value.Real _, Value.Flag _, Value.Nothing _ -> spend(2);
      case Value.Items items -> {
        for (Value item : items.items()) {
          grow(item, depth + 1);
        }
      }
      case Value.Fields fields -> {
        for (var member : fields.members().entrySet()) {
          spend(3 + (long) member.getKey().length());
          grow(member.getValue(), depth + 1);
        }
      }
    }
  }

  /** The same for a value that only moves. */
  static void checkDepth(Value value, int depth) throws FaultyMutationException {
    checkDepth(depth);
    for (Value item : value.items()) {
      checkDepth(item, depth + 1);
    }
    for (Value member : value.members().values()) {
      checkDepth(member, depth + 1);
    }
  }

  private static void checkDepth(int depth) throws FaultyMutationException {
    if (depth > MAX_DEPTH) {
      throw new FaultyMutationException(
          "the object would be nested more than " + MAX_DEPTH + " deep");
    }
  }

  private void spend(long bytes) throws FaultyMutationException {
    left -= bytes;
    if (left < 0) {
      throw new FaultyMutationException(
          "the patch adds more than " + MAX_BYTES + " bytes to the object");
    }
  }
}
