package dev.breakwater.posture.load;

import dev.breakwater.posture.load.Outline.Entry;
import dev.breakwater.posture.source.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which line of a template each line that it printed was made of. Helm does not tell; but most of a
 * template is printed as it is written. So the outlines of both are laid over one another, from the
 * documents down: what has the same name below the same parents, and after it the same text but for
 * what actions made, is the same. A loop may have made many lines of one.
 *
 * <p>Where several lines of the template could have made one, or one that was written and an
 * action, it has no line: none is better than a wrong one. For one chart.
 */
final class TemplateLines {
  /** Comparisons for one chart, so that none can take the time of all others. */
  private static final int MAX_COMPARISONS = 5_000_000;

  /** In bytes. */
  private static final int MAX_TEMPLATE = 1024 * 1024;

  /** Where a printed line was made, and in which column that begins which is printed there. */
  private record Made(Entry entry, int printedColumn) {}

  private final Path chart;
  private final Map<String, Entry> outlines = new HashMap<>();

  /** By printed line, of the file that is looked at. */
  private Map<Integer, Made> made = new HashMap<>();

  private int comparisons;

  /**
   * Lines of the templates of a chart.
   *
   * @param chart a directory; nothing is known of a chart that is packed
   */
  TemplateLines(Path chart) {
    this.chart = chart;
  }

  /**
   * The places of what a template printed.
   *
   * @param template the path of its file
   * @return gives for a place in what was printed that in the template, with the chart's value that
   *     its line asks for; without a line where it is not known
   */
  UnaryOperator<Origin> places(String template, String printed) {
    made = new HashMap<>();
    lay(Outline.of(printed), List.of(outlines.computeIfAbsent(template, this::outline)));
    Map<Integer, Made> known = comparisons > MAX_COMPARISONS ? Map.of() : made;
    return place -> place(template, place, known.get(place.line()));
  }

  /** The outline of a template; without entries where it is no file of the chart. */
  private Entry outline(String template) {
    String text = "";
    try {
      Path file = Path.of(template).toRealPath();
      if (file.startsWith(chart.toRealPath()) && Files.size(file) <= MAX_TEMPLATE) {
        text = Files.readString(file);
      }
    } catch (IOException | InvalidPathException notThere) {
      // What is printed can name any file.
    }
    return Outline.ofTemplate(text);
  }

  private static Origin place(String file, Origin printed, @Nullable Made by) {
    if (by == null) {
      return new Origin(file, 0, 0, printed.path(), printed.assumed());
    }
    Entry entry = by.entry;
    // What an action made has no columns there.
    int column =
        entry.isAny() || entry.isOpen()
            ? entry.column()
            : Math.max(1, printed.column() - by.printedColumn + entry.column());
    // What a list's item begins with is not what the item is.
    boolean item = printed.path().endsWith("]") && !entry.isAny() && !entry.name().equals(Outline.ITEM);
    String values = item ? null : entry.values();
    return new Origin(
        file, entry.line(), column, printed.path(), values == null ? null : "made with " + values);
  }

  /** Finds what the entries below a printed one were made of. */
  private void lay(Entry printed, List<Entry> parents) {
    for (Entry entry : printed.entries()) {
      List<Entry> makers = makers(entry, printed, parents);
      Entry maker = makers.size() == 1 ? makers.getFirst() : null;
      if (maker != null && maker.isAny()) {
        all(entry, maker);
      } else {
        put(entry, maker);
        lay(entry, makers);
      }
    }
  }

  private void put(Entry printed, @Nullable Entry maker) {
    if (maker == null) {
      made.remove(printed.line());
    } else {
      made.put(printed.line(), new Made(maker, printed.column()));
    }
  }

  /** An action has made this and all below it. */
  private void all(Entry printed, Entry maker) {
    put(printed, maker);
    for (Entry entry : printed.entries()) {
      all(entry, maker);
    }
  }

  /** The lines of the template that can have made a printed one: those below what made its parent. */
  private List<Entry> makers(Entry printed, Entry parent, List<Entry> parents) {
    List<Entry> written = new ArrayList<>();
    List<Entry> actions = new ArrayList<>();
    List<Entry> uncertain = new ArrayList<>();
    boolean named = false;
    for (Entry each : parents) {
      for (Entry entry : each.entries()) {
        if (entry.isAny()) {
          actions.add(entry);
        } else if (entry.name().equals(printed.name())) {
          named = true;
          if (printsRest(entry.rest(), printed.rest())) {
            written.add(entry);
            if (!entry.isCertainIn(each)) {
              uncertain.add(entry);
            }
          }
        }
      }
    }
    boolean item = printed.name().equals(Outline.ITEM);
    if (written.size() > 1 || (item && !actions.isEmpty()) || isPartlyMade(written)) {
      written.removeIf(entry -> !prints(entry, printed));
    }
    if (actions.isEmpty()) {
      return written;
    }
    if (written.isEmpty()) {
      return named && !item ? List.of() : actions;
    }
    Entry first = written.getFirst();
    boolean sure = item ? isOwn(first, parent) : !uncertain.contains(first);
    return written.size() == 1 && parents.size() == 1 && sure ? written : List.of();
  }

  /** Whether a template's item is so much of its own that no action has made what looks like it. */
  private boolean isOwn(Entry item, Entry printedList) {
    int printed = 0;
    for (Entry entry : printedList.entries()) {
      printed += prints(item, entry) ? 1 : 0;
    }
    return printed == 1 && fixed(item) > 1;
  }

  /** How many values stand in a template as they are printed. */
  private static int fixed(Entry template) {
    int fixed = template.rest().isEmpty() || template.isOpen() ? 0 : 1;
    for (Entry entry : template.entries()) {
      fixed += fixed(entry);
    }
    return fixed;
  }

  /** Whether it is a document of which an action makes some, and may make another one as well. */
  private static boolean isPartlyMade(List<Entry> written) {
    return !written.isEmpty()
        && written.getFirst().name().equals(Outline.DOCUMENT)
        && hasAny(written.getFirst());
  }

  private static boolean hasAny(Entry entry) {
    return entry.entries().stream().anyMatch(Entry::isAny);
  }

  /** Whether a template's entry can have made a printed one, with all that is below both. */
  private boolean prints(Entry template, Entry printed) {
    if (++comparisons > MAX_COMPARISONS
        || !template.name().equals(printed.name())
        || !printsRest(template.rest(), printed.rest())) {
      return false;
    }
    boolean any = hasAny(template);
    for (Entry entry : printed.entries()) {
      if (!any && template.entries().stream().noneMatch(each -> prints(each, entry))) {
        return false;
      }
    }
    for (Entry entry : template.entries()) {
      if (!entry.isAny()
          && entry.isCertainIn(template)
          && printed.entries().stream().noneMatch(each -> prints(entry, each))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a text with actions can have become another one. */
  private static boolean printsRest(String template, String printed) {
    int action = template.indexOf(Outline.ACTION);
    if (action < 0) {
      return template.equals(printed);
    }
    String begins = template.substring(0, action);
    String ends = template.substring(template.lastIndexOf(Outline.ACTION) + 1);
    // What actions made of nothing leaves blanks that were stripped.
    return printed.length() >= begins.strip().length() + ends.strip().length()
        && printed.startsWith(begins.strip())
        && printed.endsWith(ends.strip());
  }
}
