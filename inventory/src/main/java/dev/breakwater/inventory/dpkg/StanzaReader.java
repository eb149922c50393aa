package dev.breakwater.inventory.dpkg;

import dev.breakwater.inventory.detection.Complaints;
import dev.breakwater.inventory.detection.TextLines;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the stanzas of a control file, and of each only the fields that are asked for: a database
 * of 200 MB needs no more memory than its longest line.
 *
 * <p>Field names are compared without regard to case. A wanted field is one line long; lines that
 * fold it further are passed over. A line that is no field is complained of, and the other fields
 * of its stanza still count.
 *
 * @see <a href="https://manpages.debian.org/deb822.5">deb822(5)</a>
 */
final class StanzaReader {
  private final TextLines lines;
  private final Complaints complaints;
  private final String[] wanted;
  private final @Nullable String[] values;
  private int firstLine;

  /**
   * @param wanted field names in lower case
   */
  StanzaReader(InputStream in, Complaints complaints, String... wanted) {
    this.lines = new TextLines(in);
    this.complaints = complaints;
    this.wanted = wanted;
    this.values = new @Nullable String[wanted.length];
  }

  /**
   * Goes to the next stanza.
   *
   * @return false where there is none
   */
  boolean next() throws IOException {
    Arrays.fill(values, null);
    firstLine = 0;
    boolean inField = false;
    while (lines.next()) {
      if (lines.isBlank()) {
        if (firstLine > 0) {
          return true;
        }
        continue;
      }
      if (firstLine == 0) {
        firstLine = lines.number();
      }
      byte first = lines.at(0);
      if (first == ' ' || first == '\t') {
        if (!inField) {
          complaints.add(lines.number(), "a continuation line without a field before it");
        }
      } else {
        inField = readField();
      }
    }
    return firstLine > 0;
  }

  private boolean readField() {
    int colon = lines.indexOf(':', 0);
    if (colon <= 0 || !isFieldName(colon)) {
      complaints.addLine(lines, "neither a field nor a continuation");
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (lines.startsIgnoringCase(wanted[i], colon)) {
        keep(i, colon);
        break;
      }
    }
    return true;
  }

  private void keep(int field, int colon) {
    if (lines.cut()) {
      complaints.add(lines.number(), "field " + wanted[field] + " is too long to be real");
    } else if (values[field] != null) {
      complaints.add(
          lines.number(), "field " + wanted[field] + " a second time; the first one counts");
    } else {
      values[field] = lines.text(colon + 1).strip();
    }
  }

  /** Names are printable ASCII without blanks, and start with neither {@code #} nor {@code -}. */
  private boolean isFieldName(int end) {
    if (lines.at(0) == '#' || lines.at(0) == '-') {
      return false;
    }
    for (int i = 0; i < end; i++) {
      if (lines.at(i) <= ' ' || lines.at(i) > '~') {
        return false;
      }
    }
    return true;
  }

  /** The line where the current stanza starts, from 1. */
  int line() {
    return firstLine;
  }

  /**
   * The value of a field of the current stanza, without blanks around it.
   *
   * @param index in the order in which the fields were asked for
   * @return null where the stanza has no such field, or an empty one
   */
  @Nullable String value(int index) {
    String value = values[index];
    return value == null || value.isEmpty() ? null : value;
  }
}
