package dev.breakwater.core.policy;

import dev.breakwater.core.Digest;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.Weakness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finding with what it takes to judge it.
 *
 * @param now when the scan ran
 */
record Found(Finding finding, Subject subject, Instant now) {
  @Nullable Vulnerability vulnerability() {
    return finding instanceof Vulnerability vulnerability ? vulnerability : null;
  }

  @Nullable String rule() {
    return finding instanceof Weakness weakness ? weakness.id() : null;
  }

  /** The base score of the first source that has one. */
  @Nullable Double score() {
    if (finding instanceof Vulnerability vulnerability) {
      for (Vulnerability.Source source : vulnerability.sources()) {
        if (source.score() != null) {
          return source.score();
        }
      }
    }
    return null;
  }

  @Nullable Instant published() {
    return finding instanceof Vulnerability vulnerability ? vulnerability.published() : null;
  }

  /** How long it has been known; null where nobody says. */
  @Nullable Duration age() {
    return since(published());
  }

  /** How long a fix could be had; null where there is none, or nobody says. */
  @Nullable Duration fixAge() {
    return finding instanceof Vulnerability vulnerability && vulnerability.fixed() != null
        ? age()
        : null;
  }

  private @Nullable Duration since(@Nullable Instant moment) {
    return moment == null || moment.isAfter(now) ? null : Duration.between(moment, now);
  }

  List<String> effects() {
    List<String> labels = new ArrayList<>();
    if (finding instanceof Vulnerability vulnerability) {
      for (Vulnerability.Effect effect : vulnerability.effects()) {
        labels.add(effect.label());
      }
    }
    return labels;
  }

  boolean inBase() {
    return isInBase(subject, finding.location().layer())
        || (finding instanceof Vulnerability vulnerability
            && vulnerability.place() == Vulnerability.Place.BASE_IMAGE);
  }

  static boolean isInBase(Subject subject, @Nullable Digest layer) {
    int index = subject.indexOf(layer);
    return subject.base() != null && index >= 0 && index < subject.base().layers();
  }

  /** A number for comparing: 5 is critical, 0 is unknown. */
  static long level(Severity severity) {
    return switch (severity) {
      case CRITICAL -> 5;
      case HIGH -> 4;
      case MEDIUM -> 3;
      case LOW -> 2;
      case NEGLIGIBLE -> 1;
      case UNKNOWN -> 0;
    };
  }
}
