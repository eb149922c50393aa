package dev.breakwater.advisory.feed;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import us.springett.cvss.Cvss;
import us.springett.cvss.Score;

/**
 * Scores CVSS vectors of versions 2, 3.0, 3.1 and 4.0, as FIRST defines them. A feed has few
 * distinct vectors for its many records, so scores are kept. For one thread.
 */
final class CvssScores {
  private static final int MAX_KEPT = 100_000;

  private final Map<String, Optional<Double>> scores = new HashMap<>();

  /** The base score, 0.0 to 10.0; null where this is no vector. */
  @Nullable Double of(String vector) {
    Optional<Double> known = scores.get(vector);
    if (known == null) {
      known = score(vector);
      if (scores.size() < MAX_KEPT) {
        scores.put(vector, known);
      }
    }
    return known.orElse(null);
  }

  private static Optional<Double> score(String vector) {
    try {
      Cvss cvss = Cvss.fromVector(vector);
      if (cvss == null) {
        return Optional.empty();
      }
      Score score = cvss.calculateScore();
      double base = score.getBaseScore();
      return base >= 0.0 && base <= 10.0 ? Optional.of(base) : Optional.empty();
    } catch (RuntimeException noVector) {
      // The library has no one exception for vectors that it cannot read.
      return Optional.empty();
    }
  }
}
