package dev.breakwater.advisory;

import dev.breakwater.core.Vulnerability;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A lookup that a test fills by hand. */
final class AdvisoriesInMemory implements AdvisoryLookup {
  private final Map<Ecosystem, List<Advisory>> advisories = new HashMap<>();
  private final Map<String, Vulnerability.Kev> kevs = new HashMap<>();
  private final Map<String, Vulnerability.Epss> scores = new HashMap<>();
  private Instant asOf = Instant.parse("2024-06-01T00:00:00Z");

  AdvisoriesInMemory feed(String ecosystem, Advisory... added) {
    advisories
        .computeIfAbsent(Ecosystem.parse(ecosystem), _ -> new ArrayList<>())
        .addAll(List.of(added));
    return this;
  }

  AdvisoriesInMemory asOf(String instant) {
    asOf = Instant.parse(instant);
    return this;
  }

  AdvisoriesInMemory kev(String cve, Vulnerability.Kev kev) {
    kevs.put(cve, kev);
    return this;
  }

  AdvisoriesInMemory epss(String cve, double score) {
    scores.put(cve, new Vulnerability.Epss(score, score));
    return this;
  }

  @Override
  public Optional<Feed> feed(Ecosystem ecosystem) {
    List<Advisory> all = advisories.get(ecosystem);
    if (all == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Feed() {
          @Override
          public Instant asOf() {
            return asOf;
          }

          @Override
          public List<Advisory> naming(String packageName) {
            return all.stream()
                .filter(a -> a.affected().stream().anyMatch(p -> p.name().equals(packageName)))
                .sorted(Comparator.comparing(Advisory::id))
                .toList();
          }
        });
  }

  @Override
  public Optional<Vulnerability.Kev> kev(String cve) {
    return Optional.ofNullable(kevs.get(cve));
  }

  @Override
  public Optional<Vulnerability.Epss> epss(String cve) {
    return Optional.ofNullable(scores.get(cve));
  }
}
