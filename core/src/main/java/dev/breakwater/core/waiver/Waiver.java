package dev.breakwater.core.waiver;

import dev.breakwater.core.Base;
import dev.breakwater.core.Digest;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.Weakness;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One exception. Every selector that is given must match; of a selector with several patterns one
 * must. An empty list selects nothing and is as if it were not there.
 *
 * @param line where it begins in the file; the first is 1
 * @param vulnerabilities patterns of identifiers, in lower case
 * @param objects patterns of what a finding is about within its file
 * @param layers {@code base}, {@code application} or digests
 * @param atMost the worst severity that is waived; null where any is
 * @param expires the last day on which it holds
 */
record Waiver(
    int line,
    List<Glob> vulnerabilities,
    List<Glob> rules,
    List<PackagePattern> packages,
    List<Glob> paths,
    List<Glob> objects,
    List<String> layers,
    List<Glob> subjects,
    @Nullable Severity atMost,
    String reason,
    String owner,
    LocalDate expires) {

  static final String BASE = "base";
  static final String APPLICATION = "application";

  /** Whether it is about this subject at all. */
  boolean isAbout(Subject subject) {
    if (subjects.isEmpty()) {
      return true;
    }
    Digest digest = subject.digest();
    return any(subjects, subject.kind() + ":" + subject.name())
        || any(subjects, subject.name())
        || (digest != null && any(subjects, digest.toString()));
  }

  /**
   * Whether it means this finding of a subject that it is about.
   *
   * @param places everywhere that the finding is
   */
  boolean matches(Finding finding, Collection<String> places, Subject subject) {
    return matchesKind(finding)
        && (atMost == null || isAtMost(finding.severity(), atMost))
        && (paths.isEmpty() || matchesAll(places))
        && (layers.isEmpty() || matchesLayer(finding, subject));
  }

  private boolean matchesKind(Finding finding) {
    return switch (finding) {
      case Vulnerability vulnerability ->
          rules.isEmpty()
              && objects.isEmpty()
              && (vulnerabilities.isEmpty() || matchesName(vulnerability))
              && (packages.isEmpty() || matchesPackage(vulnerability));
      case Weakness weakness ->
          vulnerabilities.isEmpty()
              && packages.isEmpty()
              && (rules.isEmpty() || any(rules, weakness.id()))
              && (objects.isEmpty() || matchesObject(weakness));
    };
  }

  private boolean matchesObject(Weakness finding) {
    String object = finding.subjectPart();
    return object != null && any(objects, object);
  }

  private boolean matchesName(Vulnerability finding) {
    if (any(vulnerabilities, finding.id().toLowerCase(Locale.ROOT))) {
      return true;
    }
    for (String alias : finding.aliases()) {
      if (any(vulnerabilities, alias.toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  private boolean matchesPackage(Vulnerability finding) {
    for (PackagePattern pattern : packages) {
      if (pattern.matches(finding)) {
        return true;
      }
    }
    return false;
  }

  /** A copy elsewhere is not waived, and neither is a finding that has one. */
  private boolean matchesAll(Collection<String> places) {
    for (String place : places) {
      if (!any(paths, place)) {
        return false;
      }
    }
    return !places.isEmpty();
  }

  /** What nobody could rate is as bad as anything, and so "at most" nothing but critical. */
  private static boolean isAtMost(Severity severity, Severity worst) {
    return severity == Severity.UNKNOWN
        ? worst == Severity.UNKNOWN || worst == Severity.CRITICAL
        : severity.compareTo(worst) >= 0;
  }

  private boolean matchesLayer(Finding finding, Subject subject) {
    int index = subject.indexOf(finding.location().layer());
    for (String wanted : layers) {
      boolean matches =
          switch (wanted) {
            case BASE -> sits(finding, subject, index, Vulnerability.Place.BASE_IMAGE);
            case APPLICATION -> sits(finding, subject, index, Vulnerability.Place.APPLICATION);
            default -> index >= 0 && isLayer(subject.layers().get(index), wanted);
          };
      if (matches) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLayer(Subject.Layer layer, String digest) {
    Digest stored = layer.digest();
    return layer.diffId().toString().equals(digest)
        || (stored != null && stored.toString().equals(digest));
  }

  /** By the layers where it is known which are the base image's, else by what the package is. */
  private static boolean sits(
      Finding finding, Subject subject, int index, Vulnerability.Place place) {
    Base base = subject.base();
    if (base != null && base.layers() > 0 && index >= 0) {
      return index < base.layers() == (place == Vulnerability.Place.BASE_IMAGE);
    }
    return finding instanceof Vulnerability vulnerability && vulnerability.place() == place;
  }

  private static boolean any(List<Glob> patterns, String text) {
    for (Glob pattern : patterns) {
      if (pattern.matches(text)) {
        return true;
      }
    }
    return false;
  }
}
