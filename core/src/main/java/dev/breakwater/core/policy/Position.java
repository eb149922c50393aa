package dev.breakwater.core.policy;

/**
 * A place in a policy file.
 *
 * @param line the first is 1
 * @param column in characters, the first is 1
 */
record Position(int line, int column) {
  @Override
  public String toString() {
    return "line " + line + ", column " + column;
  }
}
