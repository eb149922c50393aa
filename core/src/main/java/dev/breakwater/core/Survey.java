package dev.breakwater.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Many subjects looked at in one go, such as all tags of a repository. Each is scanned when it is
 * asked for; of what was asked for only a line remains here, so a thousand images take no more
 * memory than one. Not safe to share between threads.
 */
public final class Survey implements Iterator<Survey.Entry> {
  /** The identifier of the JSON form. */
  public static final String SCHEMA = "breakwater.survey/1";

  /** What came of one subject. */
  public sealed interface Entry {
    /** It was scanned. */
    record Scanned(Report report) implements Entry {}

    /**
     * It could not be.
     *
     * @param kind as {@link Subject#kind}
     * @param name as {@link Subject#name}
     * @param reason for people: what failed, where and why
     */
    record Failed(String kind, String name, String reason) implements Entry {
      public Failed(String kind, String name, BreakwaterException fault) {
        this(kind, name, String.valueOf(fault.getMessage()));
      }
    }
  }

  /**
   * What remains of one subject.
   *
   * @param digest null where the subject has none, or was not scanned
   * @param distribution its name for people; null where there is none
   * @param packages how many it has
   * @param counts findings of each severity
   * @param weaknesses how many of them rules made
   * @param excused findings that do not count
   * @param fixable findings with a fixed version
   * @param failure why it was not scanned; null where it was
   */
  public record Line(
      String kind,
      String name,
      @Nullable Digest digest,
      @Nullable String distribution,
      int packages,
      SortedMap<Severity, Integer> counts,
      int weaknesses,
      int excused,
      int fixable,
      Verdict.Outcome outcome,
      @Nullable String failure) {

    public Line {
      counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    }

    private static Line of(Entry entry) {
      return switch (entry) {
        case Entry.Scanned(Report report) -> {
          Subject subject = report.subject();
          Distribution distribution = subject.distribution();
          yield new Line(
              subject.kind(),
              subject.name(),
              subject.digest(),
              distribution == null ? null : distribution.name(),
              report.packages().size(),
              report.verdict().counts(),
              report.weaknesses().size(),
              report.excused().size(),
              (int) report.vulnerabilities().stream().filter(one -> one.fixed() != null).count(),
              report.verdict().outcome(),
              null);
        }
        case Entry.Failed(String kind, String name, String reason) ->
            new Line(
                kind,
                name,
                null,
                null,
                0,
                new TreeMap<>(),
                0,
                0,
                0,
                Verdict.Outcome.NOT_ASSESSED,
                reason);
      };
    }
  }

  /** Each is a waiver or a statement; nobody reads more at once. */
  private static final int MOST_NOTICES = 10_000;

  /** What is said of it differs from subject to subject. */
  private static final Comparator<Notice> UNUSED_BY_PLACE = Comparator.comparing(Notice::where);

  private final String name;
  private final Instant created;
  private final Iterator<? extends Entry> entries;
  private final List<String> notes;
  private final List<Line> lines = new ArrayList<>();
  private final Set<String> vulnerabilities = new HashSet<>();
  private final TreeSet<Notice> notices = new TreeSet<>();

  /** What was used in no subject so far; null before the first. */
  private @Nullable TreeSet<Notice> unused;

  /**
   * A survey that has not begun.
   *
   * @param name what the user asked for, for example {@code registry:ghcr.io/acme/app}
   * @param created when it began
   * @param entries scans each subject when asked for the next
   * @param notes for people: what was left out, and why
   */
  public Survey(
      String name, Instant created, Iterator<? extends Entry> entries, List<String> notes) {
    this.name = name;
    this.created = created;
    this.entries = entries;
    this.notes = List.copyOf(notes);
  }

  public String name() {
    return name;
  }

  public Instant created() {
    return created;
  }

  public List<String> notes() {
    return notes;
  }

  @Override
  public boolean hasNext() {
    return entries.hasNext();
  }

  /**
   * Scans the next subject. Its report does not say which waivers and statements it has no use for:
   * that matters only where no other subject has, either; see {@link #unused}.
   */
  @Override
  public Entry next() {
    Entry entry = entries.next();
    lines.add(Line.of(entry));
    if (!(entry instanceof Entry.Scanned(Report report))) {
      return entry;
    }
    report.vulnerabilities().forEach(finding -> vulnerabilities.add(finding.id()));
    List<Notice> others = new ArrayList<>();
    TreeSet<Notice> here = new TreeSet<>(UNUSED_BY_PLACE);
    for (Notice notice : report.notices()) {
      if (notice.kind() == Notice.Kind.UNUSED) {
        here.add(notice);
      } else {
        others.add(notice);
        if (notices.size() < MOST_NOTICES) {
          notices.add(notice);
        }
      }
    }
    if (unused == null) {
      unused = here;
    } else {
      unused.retainAll(here);
    }
    return here.isEmpty() ? entry : new Entry.Scanned(report.with(others));
  }

  /** Waivers and statements that match nothing in any subject that was scanned so far, sorted. */
  public List<Notice> unused() {
    return unused == null ? List.of() : List.copyOf(unused);
  }

  /**
   * What the reports so far say to the owners of waivers and VEX documents, each once, and which of
   * these match nothing in any subject; sorted.
   */
  public List<Notice> notices() {
    TreeSet<Notice> all = new TreeSet<>(notices);
    all.addAll(unused());
    return List.copyOf(all);
  }

  /** A line for each subject so far. */
  public List<Line> lines() {
    return Collections.unmodifiableList(lines);
  }

  /** How many different vulnerabilities were found so far. */
  public int vulnerabilities() {
    return vulnerabilities.size();
  }

  /** The worst outcome so far: one subject that is denied denies the whole. */
  public Verdict.Outcome outcome() {
    Verdict.Outcome worst = Verdict.Outcome.PASSED;
    for (Line line : lines) {
      switch (line.outcome()) {
        case DENIED -> {
          return Verdict.Outcome.DENIED;
        }
        case NOT_ASSESSED -> worst = Verdict.Outcome.NOT_ASSESSED;
        case PASSED -> {}
      }
    }
    return worst;
  }
}
