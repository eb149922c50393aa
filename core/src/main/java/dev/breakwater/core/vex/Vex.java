package dev.breakwater.core.vex;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Evidence;
import dev.breakwater.core.Excuse;
import dev.breakwater.core.Excused;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Notice;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.judge.Excuser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * VEX documents: OpenVEX and CSAF 2.0. What they say is not affected, or is fixed, does not count.
 * Of several statements about one finding the latest holds; where the latest contradict each other
 * the finding counts, and a {@link Notice} says so. It also says which statements match nothing,
 * and which are not complete enough to be honoured.
 *
 * @see <a href="https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md">OpenVEX</a>
 * @see <a
 *     href="https://docs.oasis-open.org/csaf/csaf/v2.0/os/csaf-v2.0-os.html#45-profile-5-vex">the
 *     VEX profile of CSAF 2.0</a>
 */
public final class Vex implements Excuser {
  private final List<Statement> statements;
  private final List<Notice> refused;
  private final Map<String, List<Integer>> byName = new HashMap<>();

  Vex(List<Statement> statements, List<Notice> refused) {
    this.statements = List.copyOf(statements);
    this.refused = List.copyOf(refused);
    for (int i = 0; i < statements.size(); i++) {
      for (String name : statements.get(i).names()) {
        byName.computeIfAbsent(name, none -> new ArrayList<>(1)).add(i);
      }
    }
  }

  /**
   * Reads documents of at most 100 MB each, OpenVEX or CSAF by what is in them.
   *
   * @throws BreakwaterException where one cannot be read or is neither; says at which line
   */
  public static Vex read(List<Path> files) throws BreakwaterException {
    List<Statement> statements = new ArrayList<>();
    List<Notice> refused = new ArrayList<>();
    for (Path file : files) {
      VexDocument document = VexDocument.read(file);
      statements.addAll(document.statements());
      refused.addAll(document.refused());
    }
    return new Vex(statements, refused);
  }

  @Override
  public Outcome divide(List<Finding> findings, Evidence evidence) {
    Hearing hearing = new Hearing(evidence.subject());
    for (Finding finding : findings) {
      if (finding instanceof Vulnerability vulnerability) {
        hearing.hear(vulnerability);
      } else {
        hearing.counting.add(finding);
      }
    }
    return hearing.outcome();
  }

  private SortedSet<Integer> about(Vulnerability finding) {
    SortedSet<Integer> about = new TreeSet<>();
    about.addAll(byName.getOrDefault(finding.id().toLowerCase(Locale.ROOT), List.of()));
    for (String alias : finding.aliases()) {
      about.addAll(byName.getOrDefault(alias.toLowerCase(Locale.ROOT), List.of()));
    }
    return about;
  }

  /** What came of the statements for one subject. */
  private final class Hearing {
    private final Subject subject;
    private final boolean[] used = new boolean[statements.size()];
    private final Vulnerability[] missed = new Vulnerability[statements.size()];
    private final List<Finding> counting = new ArrayList<>();
    private final List<Excused> excused = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>(refused);

    Hearing(Subject subject) {
      this.subject = subject;
    }

    void hear(Vulnerability finding) {
      List<Statement> latest = new ArrayList<>();
      for (int i : about(finding)) {
        Statement statement = statements.get(i);
        if (!statement.covers(finding, subject)) {
          missed[i] = first(missed[i], finding);
          continue;
        }
        used[i] = true;
        if (latest.stream().noneMatch(statement::isSupersededBy)) {
          latest.removeIf(earlier -> earlier.isSupersededBy(statement));
          latest.add(statement);
        }
      }
      Statement excusing = firstThat(latest, true);
      Statement accusing = firstThat(latest, false);
      if (excusing == null) {
        counting.add(finding);
      } else if (accusing == null) {
        excused.add(new Excused(finding, excuse(excusing)));
      } else {
        counting.add(finding);
        notices.add(contradiction(finding, excusing, accusing));
      }
    }

    /** Whatever the order of the findings, the same one is named. */
    private static Vulnerability first(@Nullable Vulnerability before, Vulnerability now) {
      return before == null || now.purl().compareTo(before.purl()) < 0 ? now : before;
    }

    private static @Nullable Statement firstThat(List<Statement> statements, boolean excuses) {
      for (Statement statement : statements) {
        if (statement.status().excuses() == excuses) {
          return statement;
        }
      }
      return null;
    }

    private static Excuse excuse(Statement statement) {
      return new Excuse.Stated(
          statement.document().file(),
          statement.document().author(),
          statement.status().label(),
          statement.justification(),
          statement.reason());
    }

    private static Notice contradiction(
        Vulnerability finding, Statement excusing, Statement accusing) {
      return new Notice(
          Notice.Kind.CONTRADICTED,
          excusing.where(),
          "says "
              + excusing.status().label()
              + " of "
              + finding.id()
              + " in "
              + finding.purl()
              + ", but "
              + accusing.where()
              + " says "
              + accusing.status().label()
              + " and neither is later, so the finding counts");
    }

    Outcome outcome() {
      for (int i = 0; i < used.length; i++) {
        if (!used[i]) {
          Statement statement = statements.get(i);
          notices.add(
              new Notice(
                  Notice.Kind.UNUSED,
                  statement.where(),
                  "says "
                      + statement.status().label()
                      + " and matches no finding: "
                      + String.join(", ", new TreeSet<>(statement.names()))
                      + (missed[i] == null
                          ? " was not found here"
                          : " was found in "
                              + missed[i].purl()
                              + ", which is none of the products that it names")));
        }
      }
      return new Outcome(counting, excused, notices.stream().distinct().toList());
    }
  }
}
