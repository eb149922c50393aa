package dev.breakwater.core.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes one XML 1.0 document as it goes, every element on a line of its own. Texts may come from
 * hostile files: characters that XML 1.0 cannot hold even as references become U+FFFD. Not safe to
 * share between threads.
 *
 * @see <a href="https://www.w3.org/TR/xml/#charsets">XML 1.0, characters</a>
 */
public final class XmlPrinter {
  private final Writer out;
  private final Deque<String> open = new ArrayDeque<>();

  /** Whether the tag of the innermost element still takes attributes. */
  private boolean inTag;

  /** Whether the innermost element holds a text, so that white space would be part of it. */
  private boolean inText;

  /** A document on a stream, which is not closed. */
  public XmlPrinter(OutputStream out) throws IOException {
    this.out = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    this.out.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
  }

  /** Begins an element. */
  public XmlPrinter element(String name) throws IOException {
    endTag();
    newLine(open.size());
    out.write('<');
    out.write(name);
    open.push(name);
    inTag = true;
    return this;
  }

  /** An attribute of the element that was begun last. */
  public XmlPrinter attribute(String name, String value) throws IOException {
    out.write(' ');
    out.write(name);
    out.write("=\"");
    escape(value, true);
    out.write('"');
    return this;
  }

  /** An attribute of the element that was begun last. */
  public XmlPrinter attribute(String name, long value) throws IOException {
    return attribute(name, Long.toString(value));
  }

  /** A text in the element. */
  public XmlPrinter text(String text) throws IOException {
    endTag();
    escape(text, false);
    inText = true;
    return this;
  }

  /** Ends the innermost element. */
  public XmlPrinter end() throws IOException {
    String name = open.pop();
    if (inTag) {
      out.write("/>");
      inTag = false;
    } else {
      if (!inText) {
        newLine(open.size());
      }
      out.write("</");
      out.write(name);
      out.write('>');
    }
    inText = false;
    return this;
  }

  /** Flushes, without closing. */
  public void flush() throws IOException {
    out.write('\n');
    out.flush();
  }

  private void endTag() throws IOException {
    if (inTag) {
      out.write('>');
      inTag = false;
    }
  }

  private void newLine(int depth) throws IOException {
    out.write('\n');
    for (int i = 0; i < depth; i++) {
      out.write("  ");
    }
  }

  private void escape(String text, boolean attribute) throws IOException {
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      switch (point) {
        case '&' -> out.write("&amp;");
        case '<' -> out.write("&lt;");
        case '>' -> out.write("&gt;");
        case '"' -> out.write("&quot;");
        case '\r' -> out.write("&#13;");
        case '\n' -> out.write(attribute ? "&#10;" : "\n");
        case '\t' -> out.write(attribute ? "&#9;" : "\t");
        default -> character(point);
      }
    }
  }

  private void character(int point) throws IOException {
    boolean allowed =
        (point >= ' ' && point <= 0xD7FF)
            || (point >= 0xE000 && point <= 0xFFFD)
            || point >= Character.MIN_SUPPLEMENTARY_CODE_POINT;
    if (!allowed) {
      out.write(0xFFFD);
    } else if (point <= 0xFFFF) {
      out.write(point);
    } else {
      out.write(Character.toChars(point));
    }
  }
}
