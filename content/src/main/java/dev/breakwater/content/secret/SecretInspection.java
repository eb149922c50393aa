package dev.breakwater.content.secret;

import dev.breakwater.content.Inspection;
import dev.breakwater.content.secret.SecretRule.Sureness;
import dev.breakwater.core.Digest;
import dev.breakwater.core.Finding.Kind;
import dev.breakwater.core.Finding.Location;
import dev.breakwater.core.Finding.Remedy;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Weakness;
import dev.breakwater.image.Detector;
import dev.breakwater.image.Found;
import dev.breakwater.image.ImageFacts;
import dev.breakwater.image.ImageSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Secrets in the files of every layer, those included that a higher layer hides: whoever pulls the
 * image has them all the same.
 *
 * <p>The place counts. Documentation and package managers' tables are not searched ({@link
 * SecretDetector}). In the tests, examples and documentation of installed packages, which the world
 * has already, only tokens that a provider's format proves are told, as {@link Severity#LOW}. In
 * their code, what merely looks like a password is not told, and what may have been published on
 * purpose, such as a private key, is {@link Severity#LOW}. In tests of the image's own, what merely
 * looks like a password is.
 */
public final class SecretInspection implements Inspection {
  /** Secrets of one rule and severity that are told one by one. */
  static final int MAX_TOLD = 1000;

  private static final List<String> REFERENCES = List.of("CWE-798", "CWE-312");

  private final SecretScanner scanner;
  private final SecretDetector detector;
  private final @Nullable SecretVerifier verifier;

  /** Asks nobody. */
  public SecretInspection() {
    this(SecretScanner.standard(), null);
  }

  /**
   * Asks providers whether their secrets are alive. What the detector learns then holds the
   * secrets, so it must not be cached: {@link Detector#encode} refuses.
   */
  public SecretInspection(SecretVerifier verifier) {
    this(SecretScanner.standard(), verifier);
  }

  private SecretInspection(SecretScanner scanner, @Nullable SecretVerifier verifier) {
    this.scanner = scanner;
    this.detector = new SecretDetector(scanner, verifier != null);
    this.verifier = verifier;
  }

  @Override
  public List<Detector<?>> detectors() {
    return List.of(detector);
  }

  @Override
  public void inspect(
      Subject subject, ImageSettings settings, ImageFacts facts, Consumer<Weakness> found) {
    Told told = new Told(found);
    for (Found<SecretFacts> file : facts.of(detector)) {
      tell(subject, file, false, told);
    }
    for (Found<SecretFacts> file : facts.hidden(detector)) {
      tell(subject, file, true, told);
    }
    told.finish();
  }

  /**
   * What was told. Of one sort and severity only so many are, because a hostile image has millions
   * and a report that nobody can open helps nobody; then once how many more there are. Severities
   * count by themselves, so that examples cannot push aside what matters.
   */
  private static final class Told {
    private final Consumer<Weakness> found;
    private final Map<String, Integer> counts = new HashMap<>();
    private final Map<String, Weakness> lastOf = new TreeMap<>();

    Told(Consumer<Weakness> found) {
      this.found = found;
    }

    /** Whether one more of this sort is to be told; counts it in any case. */
    boolean hasRoom(SecretMatch match, Severity severity) {
      return counts.merge(key(match.rule(), severity), 1, Integer::sum) <= MAX_TOLD;
    }

    void tell(Weakness secret) {
      lastOf.put(key(secret.id(), secret.severity()), secret);
      found.accept(secret);
    }

    void finish() {
      lastOf.forEach((key, last) -> {
        int more = counts.getOrDefault(key, 0) - MAX_TOLD;
        if (more > 0) {
          found.accept(
              new Weakness(
                  last.id(),
                  last.kind(),
                  last.severity(),
                  last.title(),
                  "and " + more + " more like these",
                  new Location(null, null),
                  last.remedy(),
                  REFERENCES,
                  "more " + last.severity().label()));
        }
      });
    }

    private static String key(String rule, Severity severity) {
      return rule + " " + severity.label();
    }
  }

  private void tell(Subject subject, Found<SecretFacts> file, boolean hidden, Told told) {
    Places place = Places.of(file.path());
    List<SecretFacts.Entry> secrets = file.fact().secrets();
    for (int i = 0; i < secrets.size(); i++) {
      SecretFacts.Entry entry = secrets.get(i);
      Severity severity = severity(entry.match(), place);
      if (severity != null && told.hasRoom(entry.match(), severity)) {
        boolean more = !file.fact().complete() && i == secrets.size() - 1;
        told.tell(weakness(subject, file, entry, severity, hidden, more));
      }
    }
  }

  /** Null where a secret of this sort is none at this place. */
  private @Nullable Severity severity(SecretMatch match, Places place) {
    SecretRule rule = scanner.rule(match.rule());
    Sureness sureness = rule == null ? Sureness.EXACT : rule.sureness();
    return switch (place) {
      case ORDINARY -> match.severity();
      case TRIAL -> sureness == Sureness.GUESSED ? Severity.LOW : match.severity();
      case INSTALLED ->
          switch (sureness) {
            case EXACT -> match.severity();
            case SHAPED -> Severity.LOW;
            case GUESSED -> null;
          };
      case PUBLISHED -> sureness == Sureness.EXACT ? Severity.LOW : null;
    };
  }

  private Weakness weakness(
      Subject subject,
      Found<SecretFacts> file,
      SecretFacts.Entry entry,
      Severity severity,
      boolean hidden,
      boolean more) {
    SecretMatch match = entry.match();
    Digest layer =
        file.layer() >= 0 && file.layer() < subject.layers().size()
            ? subject.layers().get(file.layer()).diffId()
            : null;
    return new Weakness(
        match.rule(),
        Kind.SECRET,
        severity,
        match.title(),
        evidence(entry, hidden, more),
        new Location(file.path(), match.line(), match.column(), null, layer, hidden),
        new Remedy(remedy(match, layer != null, hidden)),
        REFERENCES,
        null);
  }

  private String evidence(SecretFacts.Entry entry, boolean hidden, boolean more) {
    StringBuilder evidence = new StringBuilder(entry.match().description());
    Secret secret = entry.secret();
    if (verifier != null && secret != null) {
      evidence.append("; ").append(verifier.verify(entry.match().rule(), secret).text());
    }
    if (hidden) {
      evidence.append(
          "; a later layer hides the file, but whoever pulls the image has this layer too");
    }
    if (more) {
      evidence.append("; there may be more in this file: the search ended here");
    }
    return evidence.toString();
  }

  private static String remedy(SecretMatch match, boolean inLayer, boolean hidden) {
    if (!inLayer) {
      return match.remedy() + "; then keep the new one out of files that others can read";
    }
    return match.remedy()
        + "; then build the image without it"
        + (hidden
            ? " from the start, because deleting it in a later step does not take it out"
            : "")
        + ": give it to the step that needs it with RUN --mount=type=secret, or to the container when it"
        + " starts";
  }
}
