package dev.breakwater.advisory.store;

import dev.breakwater.advisory.Advisory;
import dev.breakwater.advisory.Advisory.Affected;
import dev.breakwater.advisory.Advisory.Interval;
import dev.breakwater.advisory.Advisory.Scope;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.Vulnerability.Effect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Advisories as bytes: a head with what is said once, and a group for each package. A lookup by
 * package reads the head and one group, so an advisory over five hundred packages costs no more
 * than any other.
 */
final class AdvisoryCodec {
  private static final int SCORE = 1;
  private static final int VECTOR = 2;
  private static final int URL = 4;
  private static final int PUBLISHED = 8;
  private static final int WITHDRAWN = 16;
  private static final int WEAKNESSES = 32;
  private static final int EFFECTS = 64;
  private static final int MALICIOUS = 128;

  private static final int INTRODUCED = 1;
  private static final int FIXED = 2;
  private static final int LAST_AFFECTED = 4;

  private static final int NO_SEVERITY = 0;

  private static final int CHANNELS = 1;
  private static final int ARCHITECTURES = 2;
  private static final int MODULE = 4;

  static void encodeHead(Advisory advisory, int groups, ByteSink out) {
    out.text(advisory.id());
    out.texts(advisory.aliases());
    out.texts(advisory.upstream());
    out.text(advisory.title());
    out.oneByte(code(advisory.severity()));
    Double score = advisory.score();
    String vector = advisory.vector();
    String url = advisory.url();
    Instant published = advisory.published();
    Instant withdrawn = advisory.withdrawn();
    out.oneByte(
        (score != null ? SCORE : 0)
            | (vector != null ? VECTOR : 0)
            | (url != null ? URL : 0)
            | (published != null ? PUBLISHED : 0)
            | (withdrawn != null ? WITHDRAWN : 0)
            | (advisory.weaknesses().isEmpty() ? 0 : WEAKNESSES)
            | (advisory.effects().isEmpty() ? 0 : EFFECTS)
            | (advisory.malicious() ? MALICIOUS : 0));
    if (score != null) {
      out.fixedDouble(score);
    }
    if (vector != null) {
      out.text(vector);
    }
    if (url != null) {
      out.text(url);
    }
    if (published != null) {
      out.instant(published);
    }
    if (withdrawn != null) {
      out.instant(withdrawn);
    }
    if (!advisory.weaknesses().isEmpty()) {
      out.texts(advisory.weaknesses());
    }
    if (!advisory.effects().isEmpty()) {
      out.oneByte(codes(advisory.effects()));
    }
    out.count(groups);
  }

  static void encodeGroup(String name, List<Affected> entries, ByteSink out) {
    out.text(name);
    out.count(entries.size());
    for (Affected entry : entries) {
      out.count(entry.intervals().size());
      for (Interval interval : entry.intervals()) {
        encodeInterval(interval, out);
      }
      out.texts(entry.versions());
      out.oneByte(code(entry.status()));
      Severity severity = entry.severity();
      out.oneByte(severity == null ? NO_SEVERITY : code(severity));
      encodeScope(entry.scope(), out);
    }
  }

  /** Most entries speak of every build, so that is one byte. */
  private static void encodeScope(Scope scope, ByteSink out) {
    String module = scope.module();
    out.oneByte(
        (scope.channels().isEmpty() ? 0 : CHANNELS)
            | (scope.architectures().isEmpty() ? 0 : ARCHITECTURES)
            | (module != null ? MODULE : 0));
    if (!scope.channels().isEmpty()) {
      out.texts(scope.channels());
    }
    if (!scope.architectures().isEmpty()) {
      out.texts(scope.architectures());
    }
    if (module != null) {
      out.text(module);
    }
  }

  private static void encodeInterval(Interval interval, ByteSink out) {
    String introduced = interval.introduced();
    String fixed = interval.fixed();
    String lastAffected = interval.lastAffected();
    out.oneByte(
        (introduced != null ? INTRODUCED : 0)
            | (fixed != null ? FIXED : 0)
            | (lastAffected != null ? LAST_AFFECTED : 0));
    if (introduced != null) {
      out.text(introduced);
    }
    if (fixed != null) {
      out.text(fixed);
    }
    if (lastAffected != null) {
      out.text(lastAffected);
    }
  }

  /** What a head says; its advisory has no affected packages yet. */
  record Head(
      String id,
      List<String> aliases,
      List<String> upstream,
      String title,
      boolean malicious,
      Severity severity,
      @Nullable Double score,
      @Nullable String vector,
      @Nullable String url,
      @Nullable Instant published,
      @Nullable Instant withdrawn,
      List<String> weaknesses,
      List<Effect> effects,
      int groups) {

    Advisory with(List<Affected> affected) {
      return new Advisory(
          id,
          aliases,
          upstream,
          title,
          malicious,
          severity,
          score,
          vector,
          weaknesses,
          effects,
          url,
          published,
          withdrawn,
          affected);
    }
  }

  static Head decodeHead(byte[] bytes) throws DamagedException {
    ByteSource in = new ByteSource(bytes, 0, bytes.length);
    String id = in.text();
    List<String> aliases = in.texts();
    List<String> upstream = in.texts();
    String title = in.text();
    Severity severity = severity(in.oneByte());
    int has = in.oneByte();
    return new Head(
        id,
        aliases,
        upstream,
        title,
        (has & MALICIOUS) != 0,
        severity,
        (has & SCORE) != 0 ? (Double) in.fixedDouble() : null,
        (has & VECTOR) != 0 ? in.text() : null,
        (has & URL) != 0 ? in.text() : null,
        (has & PUBLISHED) != 0 ? in.instant() : null,
        (has & WITHDRAWN) != 0 ? in.instant() : null,
        (has & WEAKNESSES) != 0 ? in.texts() : List.of(),
        (has & EFFECTS) != 0 ? effects(in.oneByte()) : List.of(),
        in.count());
  }

  /** Adds the entries of a group to {@code affected}. */
  static void decodeGroup(byte[] bytes, List<Affected> affected) throws DamagedException {
    ByteSource in = new ByteSource(bytes, 0, bytes.length);
    decodeEntries(in, in.text(), affected);
  }

  /** The entries of a group whose package is known to be {@code name}. */
  static void decodeGroupOf(String name, byte[] bytes, List<Affected> affected)
      throws DamagedException {
    ByteSource in = new ByteSource(bytes, 0, bytes.length);
    in.skip(in.count());
    decodeEntries(in, name, affected);
  }

  private static void decodeEntries(ByteSource in, String name, List<Affected> affected)
      throws DamagedException {
    int entries = in.itemCount();
    for (int i = 0; i < entries; i++) {
      affected.add(
          new Affected(
              name, intervals(in), in.texts(), status(in.oneByte()), ownSeverity(in), scope(in)));
    }
  }

  private static Scope scope(ByteSource in) throws DamagedException {
    int has = in.oneByte();
    return has == 0
        ? Scope.EVERY_BUILD
        : new Scope(
            (has & CHANNELS) != 0 ? in.texts() : List.of(),
            (has & ARCHITECTURES) != 0 ? in.texts() : List.of(),
            (has & MODULE) != 0 ? in.text() : null);
  }

  private static List<Interval> intervals(ByteSource in) throws DamagedException {
    int count = in.itemCount();
    if (count == 0) {
      return List.of();
    }
    if (count == 1) {
      return List.of(interval(in));
    }
    Interval[] intervals = new Interval[count];
    for (int i = 0; i < count; i++) {
      intervals[i] = interval(in);
    }
    return List.of(intervals);
  }

  private static Interval interval(ByteSource in) throws DamagedException {
    int has = in.oneByte();
    return new Interval(
        (has & INTRODUCED) != 0 ? in.text() : null,
        (has & FIXED) != 0 ? in.text() : null,
        (has & LAST_AFFECTED) != 0 ? in.text() : null);
  }

  /** Codes are part of the format, so they do not hang on the order of the constants. */
  private static int code(Severity severity) {
    return switch (severity) {
      case CRITICAL -> 1;
      case HIGH -> 2;
      case MEDIUM -> 3;
      case LOW -> 4;
      case NEGLIGIBLE -> 5;
      case UNKNOWN -> 6;
    };
  }

  private static Severity severity(int code) throws DamagedException {
    return switch (code) {
      case 1 -> Severity.CRITICAL;
      case 2 -> Severity.HIGH;
      case 3 -> Severity.MEDIUM;
      case 4 -> Severity.LOW;
      case 5 -> Severity.NEGLIGIBLE;
      case 6 -> Severity.UNKNOWN;
      default -> throw new DamagedException("a severity is out of its bounds");
    };
  }

  private static int code(Effect effect) {
    return switch (effect) {
      case DENIAL_OF_SERVICE -> 1;
      case INFORMATION_LEAK -> 2;
      case FILE_ACCESS -> 4;
      case PRIVILEGE_ESCALATION -> 8;
      case COMMAND_INJECTION -> 16;
      case MEMORY_CORRUPTION -> 32;
      case RESOURCE_EXHAUSTION -> 64;
    };
  }

  private static int codes(List<Effect> effects) {
    int codes = 0;
    for (Effect effect : effects) {
      codes |= code(effect);
    }
    return codes;
  }

  private static List<Effect> effects(int codes) throws DamagedException {
    List<Effect> effects = new ArrayList<>(2);
    int known = 0;
    for (Effect effect : Effect.values()) {
      known |= code(effect);
      if ((codes & code(effect)) != 0) {
        effects.add(effect);
      }
    }
    if ((codes & ~known) != 0) {
      throw new DamagedException("an effect is out of its bounds");
    }
    return effects;
  }

  private static @Nullable Severity ownSeverity(ByteSource in) throws DamagedException {
    int code = in.oneByte();
    return code == NO_SEVERITY ? null : severity(code);
  }

  private static int code(Vulnerability.Status status) {
    return switch (status) {
      case UNKNOWN -> 1;
      case AFFECTED -> 2;
      case FIXED -> 3;
      case UNDER_INVESTIGATION -> 4;
      case WILL_NOT_FIX -> 5;
      case FIX_DEFERRED -> 6;
      case END_OF_LIFE -> 7;
    };
  }

  private static Vulnerability.Status status(int code) throws DamagedException {
    return switch (code) {
      case 1 -> Vulnerability.Status.UNKNOWN;
      case 2 -> Vulnerability.Status.AFFECTED;
      case 3 -> Vulnerability.Status.FIXED;
      case 4 -> Vulnerability.Status.UNDER_INVESTIGATION;
      case 5 -> Vulnerability.Status.WILL_NOT_FIX;
      case 6 -> Vulnerability.Status.FIX_DEFERRED;
      case 7 -> Vulnerability.Status.END_OF_LIFE;
      default -> throw new DamagedException("a status is out of its bounds");
    };
  }

  private AdvisoryCodec() {}
}
