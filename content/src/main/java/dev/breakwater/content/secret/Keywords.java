package dev.breakwater.content.secret;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds all keywords of all rules in one pass: the automaton of Aho and Corasick, with every
 * transition worked out, so that a byte costs two reads of small tables. Letters are the same in
 * upper and lower case. States in which a keyword ends have the highest numbers, so that one
 * comparison tells that there is nothing to do.
 *
 * @see <a href="https://doi.org/10.1145/360825.360855">Aho and Corasick, Efficient string
 *     matching</a>
 */
final class Keywords {
  /** Bytes that no keyword has are one class; ASCII without upper case has few enough others. */
  private static final int CLASS_BITS = 6;

  private static final int CLASSES = 1 << CLASS_BITS;

  private final byte[] classOf = new byte[256];
  private final char[] next;
  private final char firstEnding;

  /** For each state from {@link #firstEnding} on, the keywords that end there. */
  private final int[][] ending;

  /** Told of a keyword. */
  interface Visitor {
    /**
     * A keyword was found.
     *
     * @param keyword its number
     * @param end position behind it
     * @return whether to go on
     */
    boolean found(int keyword, int end);
  }

  Keywords(List<String> keywords) {
    assignClasses(keywords);
    int most = 1;
    for (String keyword : keywords) {
      most += keyword.length();
    }
    int[] go = new int[most << CLASS_BITS];
    List<List<Integer>> ends = new ArrayList<>();
    ends.add(new ArrayList<>());
    for (int k = 0; k < keywords.size(); k++) {
      insert(keywords.get(k), k, go, ends);
    }
    int states = ends.size();
    complete(go, ends, states);
    int[] renumbered = new int[states];
    int plain = 0;
    for (int s = 0; s < states; s++) {
      if (ends.get(s).isEmpty()) {
        renumbered[s] = plain++;
      }
    }
    firstEnding = (char) plain;
    ending = new int[states - plain][];
    int last = plain;
    for (int s = 0; s < states; s++) {
      if (!ends.get(s).isEmpty()) {
        renumbered[s] = last;
        ending[last - plain] = ends.get(s).stream().mapToInt(Integer::intValue).toArray();
        last++;
      }
    }
    next = new char[states << CLASS_BITS];
    for (int s = 0; s < states; s++) {
      for (int c = 0; c < CLASSES; c++) {
        next[renumbered[s] << CLASS_BITS | c] = (char) renumbered[go[s << CLASS_BITS | c]];
      }
    }
  }

  private void assignClasses(List<String> keywords) {
    int classes = 1;
    for (String keyword : keywords) {
      for (int i = 0; i < keyword.length(); i++) {
        int c = keyword.charAt(i);
        if (c >= 128 || keyword.isEmpty()) {
          throw new IllegalArgumentException("keywords are ASCII");
        }
        if (classOf[c] == 0) {
          if (classes == CLASSES) {
            throw new IllegalArgumentException("too many different characters in keywords");
          }
          int other = Text.isLetter(c) ? c ^ 0x20 : c;
          classOf[c] = (byte) classes;
          classOf[other] = (byte) classes;
          classes++;
        }
      }
    }
  }

  private void insert(String keyword, int number, int[] go, List<List<Integer>> ends) {
    int state = 0;
    for (int i = 0; i < keyword.length(); i++) {
      int edge = state << CLASS_BITS | classOf[keyword.charAt(i)];
      if (go[edge] == 0) {
        go[edge] = ends.size();
        ends.add(new ArrayList<>());
      }
      state = go[edge];
    }
    ends.get(state).add(number);
  }

  /** Fills in where each state goes on a byte that none of its keywords has next. */
  private static void complete(int[] go, List<List<Integer>> ends, int states) {
    int[] fallback = new int[states];
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    for (int c = 0; c < CLASSES; c++) {
      if (go[c] != 0) {
        queue.add(go[c]);
      }
    }
    while (!queue.isEmpty()) {
      int state = queue.remove();
      ends.get(state).addAll(ends.get(fallback[state]));
      for (int c = 0; c < CLASSES; c++) {
        int edge = state << CLASS_BITS | c;
        int instead = go[fallback[state] << CLASS_BITS | c];
        if (go[edge] == 0) {
          go[edge] = instead;
        } else {
          fallback[go[edge]] = instead;
          queue.add(go[edge]);
        }
      }
    }
  }

  /** Visits each keyword in a text, in the order in which they end. */
  void find(byte[] text, int length, Visitor visitor) {
    byte[] classes = classOf;
    char[] table = next;
    int first = firstEnding;
    int state = 0;
    for (int i = 0; i < length; i++) {
      state = table[state << CLASS_BITS | classes[text[i] & 0xff]];
      if (state >= first) {
        for (int keyword : ending[state - first]) {
          if (!visitor.found(keyword, i + 1)) {
            return;
          }
        }
      }
    }
  }
}
