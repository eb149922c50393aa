package dev.breakwater.content.secret;

import java.util.Arrays;
import java.util.List;

/**
 * Finds all keywords of all rules in one pass: the automaton of Aho and Corasick, with every
 * transition worked out, so that a byte costs two reads of small tables. Letters are the same in
 * upper and lower case. States in which a keyword ends have the highest numbers, so that one
 * comparison tells that there is nothing to do.
 *
 * <p>It is made anew in every run, so it is made of arrays, and of rows that are copied: a few
 * milliseconds in a cold virtual machine.
 *
 * @see <a href="https://doi.org/10.1145/360825.360855">Aho and Corasick, Efficient string
 *     matching</a>
 */
final class Keywords {
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

  /** Bytes that no keyword has are class 0; ASCII without upper case has few enough others. */
  private static final int CLASS_BITS = 6;

  private static final int CLASSES = 1 << CLASS_BITS;

  private final byte[] classOf = new byte[256];

  /** The state that follows on a class, for each state {@link #CLASSES} of them. */
  private final char[] next;

  private final int firstEnding;

  /** For each state from {@link #firstEnding} on, the keywords that end there. */
  private final int[][] ending;

  /**
   * @param keywords in ASCII, not empty
   */
  Keywords(List<String> keywords) {
    assignClasses(keywords);
    Trie trie = new Trie(keywords, classOf);
    int[] order = trie.complete();
    int[] number = new int[trie.states];
    int plain = 0;
    for (int state : order) {
      if (trie.ends[state].length == 0) {
        number[state] = plain++;
      }
    }
    firstEnding = plain;
    ending = new int[trie.states - plain][];
    int last = plain;
    for (int state : order) {
      if (trie.ends[state].length > 0) {
        ending[last - plain] = trie.ends[state];
        number[state] = last++;
      }
    }
    next = new char[trie.states << CLASS_BITS];
    for (int state : order) {
      int row = number[state] << CLASS_BITS;
      // A state does what the longest other beginning that it ends with does, but for its own.
      System.arraycopy(next, number[trie.fallback[state]] << CLASS_BITS, next, row, CLASSES);
      for (int child = trie.firstChild[state]; child != 0; child = trie.sibling[child]) {
        next[row | trie.symbol[child]] = (char) number[child];
      }
    }
  }

  private void assignClasses(List<String> keywords) {
    int classes = 1;
    for (String keyword : keywords) {
      for (int i = 0; i < keyword.length(); i++) {
        int c = keyword.charAt(i);
        if (c >= 128 || classes == CLASSES) {
          throw new IllegalArgumentException("not a keyword: " + keyword);
        }
        if (classOf[c] == 0) {
          classOf[c] = (byte) classes;
          classOf[Text.isLetter(c) ? c ^ 0x20 : c] = (byte) classes;
          classes++;
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

  /** The beginnings of all keywords; state 0 is the empty one. */
  private static final class Trie {
    private static final int[] NONE = {};

    final int[] firstChild;
    final int[] sibling;
    final byte[] symbol;
    final int[] fallback;

    /** The keywords that end in each state. */
    final int[][] ends;

    int states = 1;

    Trie(List<String> keywords, byte[] classOf) {
      int most = 1;
      for (String keyword : keywords) {
        most += keyword.length();
      }
      firstChild = new int[most];
      sibling = new int[most];
      symbol = new byte[most];
      fallback = new int[most];
      ends = new int[most][];
      Arrays.fill(ends, NONE);
      for (int k = 0; k < keywords.size(); k++) {
        String keyword = keywords.get(k);
        int state = 0;
        for (int i = 0; i < keyword.length(); i++) {
          state = childOrNew(state, classOf[keyword.charAt(i)]);
        }
        ends[state] = joined(ends[state], new int[] {k});
      }
    }

    private int child(int state, byte wanted) {
      int child = firstChild[state];
      while (child != 0 && symbol[child] != wanted) {
        child = sibling[child];
      }
      return child;
    }

    private int childOrNew(int state, byte wanted) {
      int known = child(state, wanted);
      if (known != 0) {
        return known;
      }
      int child = states++;
      symbol[child] = wanted;
      sibling[child] = firstChild[state];
      firstChild[state] = child;
      return child;
    }

    /** Works out where each state falls back to; the states, shorter beginnings first. */
    int[] complete() {
      int[] order = new int[states];
      int count = 1;
      for (int i = 0; i < count; i++) {
        int state = order[i];
        for (int child = firstChild[state]; child != 0; child = sibling[child]) {
          order[count++] = child;
          if (state != 0) {
            fallback[child] = fallbackOf(fallback[state], symbol[child]);
            ends[child] = joined(ends[child], ends[fallback[child]]);
          }
        }
      }
      return order;
    }

    private int fallbackOf(int parent, byte wanted) {
      int from = parent;
      while (from != 0 && child(from, wanted) == 0) {
        from = fallback[from];
      }
      return child(from, wanted);
    }

    private static int[] joined(int[] some, int[] more) {
      if (more.length == 0) {
        return some;
      }
      int[] all = Arrays.copyOf(some, some.length + more.length);
      System.arraycopy(more, 0, all, some.length, more.length);
      return all;
    }
  }
}
