package dev.breakwater.posture.load;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which names and items a text of YAML has, each with its line and what stands below it. Found line
 * by line from the indentation alone, so that a template of Helm, which is no YAML before it is
 * rendered, has an outline as well. What it cannot tell it leaves out.
 *
 * @see <a href="https://helm.sh/docs/chart_template_guide/control_structures/">Flow control in
 *     templates</a>
 */
final class Outline {
  /** Stands for what a template has between its braces. */
  static final char ACTION = '\uE000';

  /** The name of what a template makes where its author wrote none. */
  static final String ANY = String.valueOf(ACTION);

  static final String ITEM = "-";
  static final String DOCUMENT = "---";
  private static final int MAX_DEPTH = 100;

  /**
   * A name, an item, a document, or an action that makes some of them.
   *
   * @param line the first is 1
   * @param column of the name or the dash, the first is 1
   * @param name {@link #ITEM}, {@link #DOCUMENT}, {@link #ANY}, or the name itself
   * @param rest what follows the name in its line
   * @param blocks how many conditions and loops it stands in
   * @param values the one value of the chart that its line asks for; null where it is not one
   * @param entries what stands below
   */
  record Entry(
      int line,
      int column,
      String name,
      String rest,
      int blocks,
      @Nullable String values,
      List<Entry> entries) {
    boolean isAny() {
      return name.equals(ANY);
    }

    /** Whether an action decides what follows the name. */
    boolean isOpen() {
      return rest.indexOf(ACTION) >= 0;
    }

    /** Whether it is there whenever what it stands in is. */
    boolean isCertainIn(Entry parent) {
      return blocks <= parent.blocks;
    }
  }

  /** What may still get entries: the entry, and the column in which it begins, from 0. */
  private record Level(Entry entry, int indent) {}

  private final Entry root = new Entry(0, 0, "", "", 0, null, new ArrayList<>());
  private final Deque<Level> levels = new ArrayDeque<>();
  private final TemplateActions actions;
  private int line;

  /** The indentation of what has a text of several lines, in which we are; -1 for none. */
  private int scalar = -1;

  private Outline(TemplateActions actions) {
    this.actions = actions;
  }

  /** The documents of a text, as the entries of what is returned. */
  static Entry of(String text) {
    return new Outline(new TemplateActions(List.of())).read(text.replace(ACTION, '?'));
  }

  /** The documents of a template. */
  static Entry ofTemplate(String text) {
    List<String> found = new ArrayList<>();
    String marked = TemplateActions.mark(text, found);
    return new Outline(new TemplateActions(found)).read(marked);
  }

  private Entry read(String text) {
    int start = 0;
    while (start < text.length()) {
      int end = start;
      while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
        end++;
      }
      line++;
      read(text, start, end);
      start = end + (text.startsWith("\r\n", end) ? 2 : 1);
    }
    return root;
  }

  private void read(String text, int start, int end) {
    String words = text.substring(start, end);
    int at = skip(words, 0);
    if (at == words.length()) {
      return;
    }
    if (words.charAt(at) != '#' && !actions.isInDefinition() && !isInScalar(words, at)) {
      if (words.startsWith(DOCUMENT)) {
        levels.clear();
        document();
      } else {
        content(words, at);
      }
    }
    actions.pass(words, at);
  }

  /** Goes on to what is written, or made by an action; what only decides is taken notice of. */
  private int skip(String words, int from) {
    int at = from;
    while (at < words.length()) {
      char c = words.charAt(at);
      if (c == ACTION && actions.isNextSilent()) {
        actions.next();
      } else if (c != ' ' && c != '\t') {
        return at;
      }
      at++;
    }
    return at;
  }

  private boolean isInScalar(String words, int at) {
    boolean inside = scalar >= 0 && indent(words, at) > scalar;
    scalar = inside ? scalar : -1;
    return inside;
  }

  private int indent(String words, int at) {
    return isMade(words, at) ? actions.nextIndent(at) : at;
  }

  /** Whether nothing but actions follows. */
  private static boolean isMade(String words, int from) {
    for (int at = from; at < words.length(); at++) {
      if (words.charAt(at) != ACTION && words.charAt(at) != ' ') {
        return false;
      }
    }
    return true;
  }

  private void document() {
    Entry document = new Entry(line, 1, DOCUMENT, "", 0, null, new ArrayList<>());
    root.entries.add(document);
    levels.push(new Level(document, -1));
  }

  private void content(String words, int from) {
    if (levels.isEmpty()) {
      document();
    }
    if (isMade(words, from)) {
      made(words, from);
      return;
    }
    int at = from;
    while (isDash(words, at)) {
      int next = skipBlanks(words, at + 1);
      int colon = isDash(words, next) ? -1 : colon(words, next);
      boolean ends = colon < 0 && !isDash(words, next);
      add(words, at, ITEM, ends ? words.substring(next).strip() : "");
      if (ends) {
        return;
      }
      at = next;
    }
    int colon = colon(words, at);
    if (colon >= 0) {
      String name = unquoted(words.substring(at, colon).strip());
      add(words, at, name.indexOf(ACTION) < 0 ? name : ANY, words.substring(colon + 1).strip());
    }
  }

  private static boolean isDash(String words, int at) {
    return at < words.length()
        && words.charAt(at) == '-'
        && (at + 1 == words.length() || words.charAt(at + 1) == ' ');
  }

  private static int skipBlanks(String words, int from) {
    int at = from;
    while (at < words.length() && words.charAt(at) == ' ') {
      at++;
    }
    return at;
  }

  /** Where the colon stands that ends a name; -1 where no name begins. */
  private static int colon(String words, int from) {
    if (from >= words.length() || "{[|>&*!#%@`".indexOf(words.charAt(from)) >= 0) {
      return -1;
    }
    char quote = words.charAt(from);
    int start = quote == '"' || quote == '\'' ? words.indexOf(quote, from + 1) : from;
    for (int at = start < 0 ? words.length() : start; at < words.length(); at++) {
      if (words.startsWith(" #", at)) {
        return -1;
      }
      if (words.charAt(at) == ':' && (at + 1 == words.length() || words.charAt(at + 1) == ' ')) {
        return at;
      }
    }
    return -1;
  }

  private static String unquoted(String name) {
    boolean quoted = name.length() > 1 && (name.startsWith("\"") || name.startsWith("'"));
    return quoted ? name.substring(1, name.length() - 1) : name;
  }

  private void add(String words, int indent, String name, String rest) {
    boolean item = name.equals(ITEM);
    while (ends(indent, item)) {
      levels.pop();
    }
    if (levels.size() < MAX_DEPTH) {
      Entry entry = entry(words, indent, name, rest);
      levels.element().entry.entries.add(entry);
      levels.push(new Level(entry, indent));
      if (isMade(rest, 0) && !rest.isEmpty()) {
        entry.entries.add(entry(words, indent, ANY, ""));
      }
      scalar = rest.startsWith("|") || rest.startsWith(">") ? indent : -1;
    }
  }

  /** Whether nothing that begins in this column stands below the last entry. */
  private boolean ends(int indent, boolean item) {
    Level last = levels.element();
    boolean list = item && !last.entry.name.equals(ITEM);
    return last.indent > indent || (last.indent == indent && !list);
  }

  /** What an action makes stands where the action says, or where it stands itself. */
  private void made(String words, int at) {
    int indent = actions.nextIndent(at);
    while (levels.element().indent > indent
        || (levels.element().indent == indent && !isUnfinished(levels.element().entry))) {
      levels.pop();
    }
    levels.element().entry.entries.add(entry(words, at, ANY, ""));
  }

  private static boolean isUnfinished(Entry entry) {
    return !entry.name.equals(ITEM) && entry.rest.isEmpty();
  }

  private Entry entry(String words, int at, String name, String rest) {
    return new Entry(
        line, at + 1, name, rest, actions.blocks(), actions.values(words, at), new ArrayList<>());
  }
}
