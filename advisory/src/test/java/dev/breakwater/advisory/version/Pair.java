package dev.breakwater.advisory.version;

/** Two versions to compare. */
record Pair(String left, String right) {
  Pair swapped() {
    return new Pair(right, left);
  }

  @Override
  public String toString() {
    return "\"" + left + "\" and \"" + right + "\"";
  }

  /** The sign of a comparison, {@code !} where a version cannot be read. */
  char compare(VersionOrder order) {
    try {
      int result = order.compare(left, right);
      return result < 0 ? '<' : result > 0 ? '>' : '=';
    } catch (UnreadableVersionException e) {
      return '!';
    }
  }
}
