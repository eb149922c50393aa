package dev.breakwater.image.registry;

import dev.breakwater.core.report.Screen;

/** Text from outside, made fit for a message that a terminal shows. */
final class UntrustedText {
  private UntrustedText() {}

  /**
   * Runs of control, format and unassigned characters become one blank, so that a registry can
   * neither move the cursor nor turn the reading direction.
   *
   * @param limit at most this many characters are kept, then an ellipsis follows
   */
  static String clean(String text, int limit) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      boolean blank = c == ' ' || Screen.isUnsafe(c);
      if (blank && (out.isEmpty() || out.charAt(out.length() - 1) == ' ')) {
        continue;
      }
      if (out.length() >= limit) {
        return out.append('…').toString();
      }
      out.appendCodePoint(blank ? ' ' : c);
    }
    return out.toString().stripTrailing();
  }
}
