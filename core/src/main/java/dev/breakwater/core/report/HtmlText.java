package dev.breakwater.core.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * HTML as it is being written. Names come from hostile images: what is given as text stays text,
 * and characters that nobody can see are shown as escapes. Not safe to share between threads.
 */
final class HtmlText {
  /** Shows invisible characters and cuts what is too long; the width has no meaning here. */
  private static final Screen SCREEN = new Screen(80, false, true);

  private final StringBuilder out = new StringBuilder(16 * 1024);

  /** Markup of ours. */
  HtmlText markup(String markup) {
    out.append(markup);
    return this;
  }

  /** A number in markup. */
  HtmlText number(long number) {
    out.append(number);
    return this;
  }

  /** Text, between tags or in a quoted attribute. */
  HtmlText text(String text) {
    String clean = clean(text);
    for (int i = 0; i < clean.length(); i++) {
      char c = clean.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
    return this;
  }

  /** An element that holds only text. */
  HtmlText element(String name, String text) {
    return markup("<").markup(name).markup(">").text(text).markup("</").markup(name).markup(">");
  }

  /** The text with nothing in it that hides, or that turns the direction of writing. */
  static String clean(String text) {
    return SCREEN.clean(text);
  }

  /** Hands on what was written so far. */
  void flush(OutputStream to) throws IOException {
    to.write(out.toString().getBytes(StandardCharsets.UTF_8));
    out.setLength(0);
  }
}
