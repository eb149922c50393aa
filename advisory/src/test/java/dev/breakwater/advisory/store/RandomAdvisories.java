package dev.breakwater.advisory.store;

import dev.breakwater.advisory.Advisory;
import dev.breakwater.advisory.Advisory.Affected;
import dev.breakwater.advisory.Advisory.Interval;
import dev.breakwater.advisory.Advisory.Scope;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Vulnerability;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes advisories of every shape from a seed. */
final class RandomAdvisories {
  private static final String[] LETTERS = {"a", "b", "c", "-", ".", "/", "@", "é", "漢", "😀", "0"};

  private final Random random;

  RandomAdvisories(long seed) {
    this.random = new Random(seed);
  }

  List<Advisory> list(int count) {
    List<Advisory> advisories = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      advisories.add(next());
    }
    return advisories;
  }

  Advisory next() {
    boolean scored = random.nextBoolean();
    return new Advisory(
        "ID-" + random.nextInt(5000),
        names("CVE-", 3),
        names("UP-", 2),
        text(60),
        random.nextInt(10) == 0,
        pick(Severity.values()),
        scored ? random.nextInt(101) / 10.0 : null,
        scored ? "CVSS:3.1/" + text(10) : null,
        random.nextBoolean() ? names("CWE-", 3) : List.of(),
        effects(),
        random.nextBoolean() ? "https://example.org/" + text(30) : null,
        random.nextBoolean() ? Instant.ofEpochSecond(random.nextInt(), random.nextInt(1000)) : null,
        random.nextInt(10) == 0 ? Instant.ofEpochSecond(random.nextInt()) : null,
        affected());
  }

  private List<Vulnerability.Effect> effects() {
    List<Vulnerability.Effect> effects = new ArrayList<>();
    for (Vulnerability.Effect effect : Vulnerability.Effect.values()) {
      if (random.nextInt(5) == 0) {
        effects.add(effect);
      }
    }
    return effects;
  }

  private List<Affected> affected() {
    List<Affected> affected = new ArrayList<>();
    int count = random.nextInt(20) == 0 ? 40 : random.nextInt(4);
    for (int i = 0; i < count; i++) {
      affected.add(
          new Affected(
              name(),
              intervals(),
              names("v", 4),
              pick(Vulnerability.Status.values()),
              random.nextBoolean() ? null : pick(Severity.values()),
              scope()));
    }
    return affected;
  }

  private Scope scope() {
    return random.nextBoolean()
        ? Scope.EVERY_BUILD
        : new Scope(
            names("channel:", 3),
            names("arch", 2),
            random.nextBoolean() ? null : "module:" + random.nextInt(20));
  }

  /** Few enough names that several advisories share one. */
  String name() {
    int n = random.nextInt(700);
    return n % 7 == 0 ? "lib" + LETTERS[n % LETTERS.length] + n : "package-" + n;
  }

  private List<Interval> intervals() {
    List<Interval> intervals = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      int end = random.nextInt(3);
      intervals.add(
          new Interval(
              random.nextBoolean() ? null : text(8),
              end == 0 ? text(8) : null,
              end == 1 ? text(8) : null));
    }
    return intervals;
  }

  private List<String> names(String prefix, int most) {
    List<String> names = new ArrayList<>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      names.add(prefix + random.nextInt(3000));
    }
    return names;
  }

  private String text(int longest) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(longest + 1); i > 0; i--) {
      text.append(LETTERS[random.nextInt(LETTERS.length)]);
    }
    return text.toString();
  }

  private <T> T pick(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
