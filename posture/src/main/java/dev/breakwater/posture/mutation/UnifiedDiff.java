package dev.breakwater.posture.mutation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The difference of two texts line by line, in the form of {@code diff -u}: what {@code patch}
 * takes. The shortest one where the texts differ in few lines (Myers' algorithm); where they differ
 * in very many, a correct one that is longer than it must be, so that time and memory stay bounded.
 *
 * @see <a
 *     href="https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html">Unified
 *     format</a>
 */
public final class UnifiedDiff {
  private static final int CONTEXT = 3;

  /** How many lines may come and go before the search for the shortest way ends. */
  private static final int MAX_EDITS = 1_000;

  private final List<String> before;
  private final List<String> after;

  /** The lines of the first text that go. */
  private final boolean[] goes;

  /** The lines of the second text that come. */
  private final boolean[] comes;

  private UnifiedDiff(List<String> before, List<String> after) {
    this.before = before;
    this.after = after;
    this.goes = new boolean[before.size()];
    this.comes = new boolean[after.size()];
  }

  /**
   * The difference; empty where the texts are the same.
   *
   * @param oldName for the line {@code ---}
   * @param newName for the line {@code +++}
   */
  public static String of(String oldName, String before, String newName, String after) {
    if (before.equals(after)) {
      return "";
    }
    UnifiedDiff diff = new UnifiedDiff(lines(before), lines(after));
    diff.compare();
    StringBuilder out = new StringBuilder();
    out.append("--- ").append(onOneLine(oldName)).append('\n');
    out.append("+++ ").append(onOneLine(newName)).append('\n');
    diff.print(out);
    return out.toString();
  }

  private static String onOneLine(String name) {
    return name.replace('\n', ' ').replace('\r', ' ');
  }

  /** Lines with their line feeds, so that a last line without one differs. */
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    for (int at = 0; at < text.length(); ) {
      int end = text.indexOf('\n', at);
      int next = end < 0 ? text.length() : end + 1;
      lines.add(text.substring(at, next));
      at = next;
    }
    return lines;
  }

  private void compare() {
    int start = 0;
    int common = Math.min(before.size(), after.size());
    while (start < common && before.get(start).equals(after.get(start))) {
      start++;
    }
    int end = 0;
    while (end < common - start
        && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
      end++;
    }
    int beforeEnd = before.size() - end;
    int afterEnd = after.size() - end;
    Arrays.fill(goes, start, beforeEnd, true);
    Arrays.fill(comes, start, afterEnd, true);
    keepCommon(start, beforeEnd, afterEnd);
  }

  /** Finds the lines between that are in both, by the furthest reaching paths of Myers. */
  private void keepCommon(int start, int beforeEnd, int afterEnd) {
    int n = beforeEnd - start;
    int m = afterEnd - start;
    int most = Math.min(n + m, MAX_EDITS);
    List<int[]> trace = new ArrayList<>();
    int[] reach = new int[(2 * most) + 3];
    for (int edits = 0; edits <= most; edits++) {
      trace.add(Arrays.copyOfRange(reach, most + 1 - edits, most + 2 + edits));
      for (int k = -edits; k <= edits; k += 2) {
        int at = most + 1 + k;
        boolean down = k == -edits || (k != edits && reach[at - 1] < reach[at + 1]);
        int x = down ? reach[at + 1] : reach[at - 1] + 1;
        int y = x - k;
        while (x < n && y < m && before.get(start + x).equals(after.get(start + y))) {
          x++;
          y++;
        }
        reach[at] = x;
        if (x >= n && y >= m) {
          walkBack(trace, start, n, m);
          return;
        }
      }
    }
  }

  /** {@code trace.get(d)} holds, for diagonals -d to d, where the paths were before edit d. */
  private void walkBack(List<int[]> trace, int start, int n, int m) {
    int x = n;
    int y = m;
    for (int edits = trace.size() - 1; edits >= 0; edits--) {
      int[] reach = trace.get(edits);
      int k = x - y;
      int previousX = 0;
      int previousY = 0;
      if (edits > 0) {
        boolean down = k == -edits || (k != edits && reach[edits + k - 1] < reach[edits + k + 1]);
        int previousK = down ? k + 1 : k - 1;
        previousX = reach[edits + previousK];
        previousY = previousX - previousK;
      }
      while (x > previousX && y > previousY) {
        x--;
        y--;
        goes[start + x] = false;
        comes[start + y] = false;
      }
      x = previousX;
      y = previousY;
    }
  }

  private void print(StringBuilder out) {
    int b = 0;
    int a = 0;
    while (true) {
      while (b < before.size() && a < after.size() && !goes[b] && !comes[a]) {
        b++;
        a++;
      }
      if (b >= before.size() && a >= after.size()) {
        return;
      }
      int[] end = hunkEnd(b, a);
      int lead = Math.min(CONTEXT, b);
      printHunk(out, b - lead, end[0], a - lead, end[1]);
      b = end[0];
      a = end[1];
    }
  }

  /** Where a hunk that begins with the change at these lines ends, context and all. */
  private int[] hunkEnd(int b, int a) {
    int same = 0;
    while (b < before.size() || a < after.size()) {
      if (b < before.size() && goes[b]) {
        b++;
        same = 0;
      } else if (a < after.size() && comes[a]) {
        a++;
        same = 0;
      } else {
        b++;
        a++;
        same++;
        if (same > 2 * CONTEXT) {
          break;
        }
      }
    }
    int back = Math.max(0, same - CONTEXT);
    return new int[] {b - back, a - back};
  }

  private void printHunk(StringBuilder out, int b, int bEnd, int a, int aEnd) {
    out.append("@@ -");
    range(out, b, bEnd);
    out.append(" +");
    range(out, a, aEnd);
    out.append(" @@\n");
    while (b < bEnd || a < aEnd) {
      if (b < bEnd && goes[b]) {
        line(out, '-', before.get(b++));
      } else if (a < aEnd && comes[a]) {
        line(out, '+', after.get(a++));
      } else {
        line(out, ' ', before.get(b++));
        a++;
      }
    }
  }

  /** An empty range is named by the line before it. */
  private static void range(StringBuilder out, int from, int end) {
    out.append(end == from ? from : from + 1);
    if (end - from != 1) {
      out.append(',').append(end - from);
    }
  }

  private static void line(StringBuilder out, char mark, String line) {
    out.append(mark).append(line);
    if (!line.endsWith("\n")) {
      out.append("\n\\ No newline at end of file\n");
    }
  }
}
