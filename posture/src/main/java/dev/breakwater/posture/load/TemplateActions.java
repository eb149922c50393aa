package dev.breakwater.posture.load;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands between the braces of a template, in its order, as somebody reads it line by line.
 *
 * @see <a href="https://pkg.go.dev/text/template">The language of templates</a>
 */
final class TemplateActions {
  private static final Set<String> BLOCKS = Set.of("if", "range", "with", "define", "block");
  private static final Set<String> SILENT =
      Set.of("if", "range", "with", "define", "block", "else", "end", "break", "continue", "fail");
  private static final String VALUES = ".Values.";

  private final List<String> actions;

  /** Those that are open, the innermost first. */
  private final Deque<String> open = new ArrayDeque<>();

  private int next;

  TemplateActions(List<String> actions) {
    this.actions = actions;
  }

  /**
   * Puts a mark in the place of each action; those of several lines leave their line ends.
   *
   * @param found gets the actions, without braces
   */
  static String mark(String template, List<String> found) {
    String text = template.replace(Outline.ACTION, '?');
    StringBuilder marked = new StringBuilder(text.length());
    int at = 0;
    for (int start = text.indexOf("{{"); start >= 0; start = text.indexOf("{{", at)) {
      marked.append(text, at, start).append(Outline.ACTION);
      int end = end(text, start + 2);
      String action = text.substring(start + 2, end);
      for (int i = 0; i < action.length(); i++) {
        if (action.charAt(i) == '\n') {
          marked.append('\n');
        }
      }
      found.add(words(action));
      at = Math.min(end + 2, text.length());
    }
    return marked.append(text, at, text.length()).toString();
  }

  /** Where the braces close that are in no string and in no comment. */
  private static int end(String text, int from) {
    int at = from;
    while (at < text.length() && !text.startsWith("}}", at)) {
      char c = text.charAt(at);
      if (c == '"' || c == '`' || c == '\'') {
        at = endOfString(text, at, c);
      } else if (text.startsWith("/*", at)) {
        int end = text.indexOf("*/", at + 2);
        at = end < 0 ? text.length() : end + 2;
      } else {
        at++;
      }
    }
    return Math.min(at, text.length());
  }

  private static int endOfString(String text, int from, char quote) {
    int at = from + 1;
    while (at < text.length() && text.charAt(at) != quote) {
      at += quote != '`' && text.charAt(at) == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  private static String words(String action) {
    String words = action.startsWith("-") ? action.substring(1) : action;
    return (words.endsWith("-") ? words.substring(0, words.length() - 1) : words).strip();
  }

  /** How many conditions and loops are open. */
  int blocks() {
    return open.size();
  }

  /** Whether what is written here is made only where somebody asks for it by name. */
  boolean isInDefinition() {
    for (String block : open) {
      if (first(block).equals("define")) {
        return true;
      }
    }
    return false;
  }

  /** Whether the next action makes nothing. */
  boolean isNextSilent() {
    return isSilent(actions.get(next));
  }

  private static boolean isSilent(String action) {
    return action.startsWith("/*")
        || SILENT.contains(first(action))
        || (action.startsWith("$") && isAssignment(action));
  }

  private static boolean isAssignment(String action) {
    int equals = action.indexOf('=');
    int pipe = action.indexOf('|');
    return equals > 0 && (pipe < 0 || equals < pipe);
  }

  private static String first(String action) {
    int end = 0;
    while (end < action.length() && Character.isLetter(action.charAt(end))) {
      end++;
    }
    return action.substring(0, end);
  }

  /** Takes notice of the next action. */
  void next() {
    String action = actions.get(next++);
    String word = first(action);
    if (BLOCKS.contains(word)) {
      open.push(action);
    } else if (word.equals("end") && !open.isEmpty()) {
      open.pop();
    }
  }

  /** Takes notice of all actions in the rest of a line. */
  void pass(String words, int from) {
    for (int at = words.indexOf(Outline.ACTION, from);
        at >= 0 && next < actions.size();
        at = words.indexOf(Outline.ACTION, at + 1)) {
      next();
    }
  }

  /** The column in which what the next action makes begins: the one it asks for, or its own. */
  int nextIndent(int own) {
    String action = actions.get(next);
    int asked = action.lastIndexOf("indent ");
    int indent = 0;
    int digits = 0;
    for (int at = asked + "indent ".length(); asked >= 0 && at < action.length(); at++) {
      char c = action.charAt(at);
      if (c < '0' || c > '9' || digits == 3) {
        break;
      }
      indent = indent * 10 + c - '0';
      digits++;
    }
    return digits == 0 ? own : indent;
  }

  /**
   * The one value of the chart that the rest of a line asks for, as {@code .Values.image.tag}; null
   * where it asks for none or for several.
   */
  @Nullable String values(String words, int from) {
    String found = null;
    int action = next;
    for (int at = words.indexOf(Outline.ACTION, from);
        at >= 0;
        at = words.indexOf(Outline.ACTION, at + 1)) {
      String text = actions.get(action++);
      text = isDot(text) ? dot() : text;
      for (int name = text.indexOf(VALUES); name >= 0; name = text.indexOf(VALUES, name + 1)) {
        if (found != null || isSilent(text)) {
          return null;
        }
        found = name(text, name);
      }
    }
    return found;
  }

  /** Whether it prints what the dot stands for. */
  private static boolean isDot(String action) {
    String[] words = action.split(" ", 3);
    return words[0].equals(".")
        || (words.length > 1 && words[0].equals("toYaml") && words[1].equals("."));
  }

  /** What the innermost block that says so makes the dot stand for. */
  private String dot() {
    for (String block : open) {
      if (block.startsWith("with ") || block.startsWith("range ")) {
        return block.startsWith("with " + VALUES) ? block.substring("with ".length()) : "";
      }
    }
    return "";
  }

  private static String name(String text, int from) {
    int end = from + VALUES.length();
    while (end < text.length()
        && (Character.isLetterOrDigit(text.charAt(end)) || "._".indexOf(text.charAt(end)) >= 0)) {
      end++;
    }
    return text.substring(from, end);
  }
}
