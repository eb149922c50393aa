package dev.breakwater.content.leftover;

import dev.breakwater.content.Inspection;
import dev.breakwater.content.clue.ClueInspection;
import dev.breakwater.content.clue.Rule;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Weakness;
import dev.breakwater.image.Detector;
import dev.breakwater.image.ImageFacts;
import dev.breakwater.image.ImageSettings;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What people leave behind. Files that a higher layer deletes count: who pulls has them. */
public final class Leftovers {
  private static final List<Rule> RULES =
      List.of(
          Rule.secret(
              LeftoverDetector.GIT,
              Severity.MEDIUM,
              "Git repository left behind",
              "leave it out of the build context: add .git to .dockerignore",
              "CWE-527"),
          Rule.secret(
              LeftoverDetector.OTHER_SOURCES,
              Severity.LOW,
              "History of the sources left behind",
              "leave it out of the build context with .dockerignore",
              "CWE-527"),
          Rule.secret(
              LeftoverDetector.ENVIRONMENT,
              Severity.MEDIUM,
              "Environment file with secrets left behind",
              "leave it out of the build context, and hand the values to the container when it"
                  + " starts",
              "CWE-538",
              "https://docs.docker.com/build/building/secrets/"),
          Rule.secret(
              LeftoverDetector.PLAIN_ENVIRONMENT,
              Severity.NEGLIGIBLE,
              "Environment file left behind",
              "leave it out of the build context, and hand the values to the container when it"
                  + " starts",
              "CWE-538"),
          Rule.secret(
              LeftoverDetector.HISTORY,
              Severity.LOW,
              "Typed commands left behind",
              "remove the file in the step that makes it, and look for secrets in it",
              "CWE-538"),
          Rule.secret(
              LeftoverDetector.CORE,
              Severity.MEDIUM,
              "Core dump left behind",
              "remove it in the step that makes it; memory holds keys and passwords",
              "CWE-528"),
          Rule.secret(
              LeftoverDetector.HEAP,
              Severity.MEDIUM,
              "Heap dump left behind",
              "remove it in the step that makes it; memory holds keys and passwords",
              "CWE-528"),
          Rule.secret(
              LeftoverDetector.STATE,
              Severity.MEDIUM,
              "Terraform state left behind",
              "leave it out of the build context; it holds passwords and keys in plain text",
              "CWE-538",
              "https://developer.hashicorp.com/terraform/language/state/sensitive-data"),
          Rule.secret(
              LeftoverDetector.DATABASE,
              Severity.MEDIUM,
              "Database dump left behind",
              "leave it out of the build context, or remove it in the step that loads it",
              "CWE-530"),
          Rule.secret(
              LeftoverDetector.LOGIN,
              Severity.HIGH,
              "Login of a cloud left behind",
              "revoke it, leave it out of the build context, and give the container a role or a"
                  + " mounted secret",
              "CWE-522",
              "CIS Docker 4.10"));

  private Leftovers() {}

  /** The inspection. */
  public static Inspection inspection() {
    return new ButForCheckouts(
        new ClueInspection(new LeftoverDetector(), RULES, ClueInspection.Hidden.TOLD));
  }

  /**
   * A directory that is itself a checkout of sources has its history at the root because that is
   * where it belongs; nobody left it behind. In an image, and deeper, somebody did.
   */
  private record ButForCheckouts(Inspection all) implements Inspection {
    private static final Set<String> AT_ROOT =
        Set.of(".git/HEAD", ".svn/wc.db", ".hg/store/00changelog.i");

    @Override
    public List<Detector<?>> detectors() {
      return all.detectors();
    }

    @Override
    public void inspect(
        Subject subject, ImageSettings settings, ImageFacts facts, Consumer<Weakness> found) {
      all.inspect(
          subject,
          settings,
          facts,
          weakness -> {
            String path = weakness.location().path();
            if (!subject.layers().isEmpty() || path == null || !AT_ROOT.contains(path)) {
              found.accept(weakness);
            }
          });
    }
  }
}
