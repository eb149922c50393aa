package dev.breakwater.core.report;

import dev.breakwater.core.Severity;
import java.util.ArrayList;
import java.util.List;

/**
 * A terminal, and how text gets on it: measured in columns, cut or wrapped to its width, coloured
 * only if asked. Names come from hostile images, so whatever could move the cursor, change colours
 * or turn the direction of writing is shown as an escape instead of being sent.
 *
 * @param width columns
 * @param colour whether to colour, with the sixteen ANSI colours
 * @param unicode whether more than ASCII can be shown
 */
public record Screen(int width, boolean colour, boolean unicode) {
  /** Names longer than this are cut before anything else looks at them. */
  private static final int LONGEST = 4096;

  /** Ink for a piece of text; the colours follow the terminal's own scheme. */
  public enum Ink {
    PLAIN(""),
    BOLD("1"),
    DIM("2"),
    RED("31"),
    BOLD_RED("1;31"),
    ALARM("1;37;41"),
    GREEN("32"),
    YELLOW("33"),
    CYAN("36");

    private final String code;

    Ink(String code) {
      this.code = code;
    }

    static Ink of(Severity severity) {
      return switch (severity) {
        case CRITICAL -> ALARM;
        case HIGH -> BOLD_RED;
        case MEDIUM -> YELLOW;
        case LOW -> CYAN;
        case NEGLIGIBLE, UNKNOWN -> DIM;
      };
    }
  }

  /** The text in a colour, where there are colours. */
  public String paint(String text, Ink ink) {
    return !colour || ink == Ink.PLAIN || text.isEmpty()
        ? text
        : "\u001b[" + ink.code + 'm' + text + "\u001b[0m";
  }

  String arrow() {
    return unicode ? "→" : "->";
  }

  /** What stands between two things on a line. */
  public String dot() {
    return unicode ? " · " : " - ";
  }

  /** What stands between the number of a line and the line. */
  String rule() {
    return unicode ? " │ " : " | ";
  }

  /** What stands for the rest of a text. */
  public String ellipsis() {
    return unicode ? "…" : "...";
  }

  /** The text with nothing in it that a terminal would act on. */
  public String clean(String text) {
    int end = Math.min(text.length(), LONGEST);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c < ' ' || c >= 0x7f) {
        return cleaned(text, end);
      }
    }
    return end == text.length() ? text : text.substring(0, end) + ellipsis();
  }

  private String cleaned(String text, int end) {
    StringBuilder out = new StringBuilder(end + 16);
    for (int i = 0; i < end; ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      if (point == '\n' || point == '\t' || point == '\r') {
        out.append(' ');
      } else if (isUnsafe(point)) {
        out.append("\\u{").append(Integer.toHexString(point)).append('}');
      } else if (point >= 0x7f && !unicode) {
        out.append('?');
      } else {
        out.appendCodePoint(point);
      }
    }
    return end == text.length() ? out.toString() : out.append(ellipsis()).toString();
  }

  /** Controls, invisible and direction marks, line separators, halves of pairs, private use. */
  public static boolean isUnsafe(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /** How many columns a clean text takes. */
  static int columns(String text) {
    int columns = 0;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      columns += columns(point);
    }
    return columns;
  }

  /** Unicode Standard Annex 11: wide East Asian characters and pictures take two columns. */
  private static int columns(int point) {
    if (point < 0x300) {
      return 1;
    }
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    boolean wide =
        (point >= 0x1100 && point <= 0x115f)
            || (point >= 0x2e80 && point <= 0x303e)
            || (point >= 0x3041 && point <= 0xa4cf)
            || (point >= 0xa960 && point <= 0xa97f)
            || (point >= 0xac00 && point <= 0xd7a3)
            || (point >= 0xf900 && point <= 0xfaff)
            || (point >= 0xfe30 && point <= 0xfe6f)
            || (point >= 0xff00 && point <= 0xff60)
            || (point >= 0xffe0 && point <= 0xffe6)
            || (point >= 0x1f300 && point <= 0x1f64f)
            || (point >= 0x1f680 && point <= 0x1f6ff)
            || (point >= 0x1f900 && point <= 0x1faff)
            || (point >= 0x20000 && point <= 0x3fffd);
    return wide ? 2 : 1;
  }

  /** The text if it fits, or its beginning and an ellipsis; no wider than {@code room} columns. */
  public String fit(String text, int room) {
    if (columns(text) <= room) {
      return text;
    }
    String mark = ellipsis();
    return room <= mark.length() ? head(text, room) : head(text, room - mark.length()) + mark;
  }

  private static String head(String text, int room) {
    return text.substring(0, indexAfter(text, 0, Math.max(room, 0)));
  }

  /** Where the piece ends that begins at {@code from} and takes at most {@code room} columns. */
  private static int indexAfter(String text, int from, int room) {
    int columns = 0;
    int i = from;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      columns += columns(point);
      if (columns > room) {
        break;
      }
      i += Character.charCount(point);
    }
    return i;
  }

  /** The text and blanks up to {@code room} columns. */
  public static String pad(String text, int room) {
    int missing = room - columns(text);
    return missing <= 0 ? text : text + " ".repeat(missing);
  }

  /** Lines of at most {@code room} columns, broken at blanks, and within a word only if need be. */
  public List<String> wrap(String text, int room) {
    int atLeastOneWideCharacter = Math.max(room, 2);
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    int used = 0;
    for (String word : text.split(" ")) {
      if (word.isEmpty()) {
        continue;
      }
      int wide = columns(word);
      if (used > 0 && used + 1 + wide > atLeastOneWideCharacter) {
        lines.add(line.toString());
        line.setLength(0);
        used = 0;
      }
      if (used > 0) {
        line.append(' ');
        used++;
      }
      int from = 0;
      while (wide > atLeastOneWideCharacter) {
        int end = indexAfter(word, from, atLeastOneWideCharacter);
        lines.add(word.substring(from, end));
        from = end;
        wide = columns(word.substring(from));
      }
      line.append(word, from, word.length());
      used += wide;
    }
    if (used > 0 || lines.isEmpty()) {
      lines.add(line.toString());
    }
    return lines;
  }

  /** The same, at most so many lines, the last of them cut where there would be more. */
  List<String> wrap(String text, int room, int most) {
    List<String> lines = wrap(text, room);
    if (lines.size() <= most) {
      return lines;
    }
    List<String> first = new ArrayList<>(lines.subList(0, most - 1));
    first.add(fit(lines.get(most - 1) + " " + lines.get(most), room));
    return first;
  }
}
