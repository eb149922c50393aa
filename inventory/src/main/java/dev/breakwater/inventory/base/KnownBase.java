package dev.breakwater.inventory.base;

import dev.breakwater.core.Digest;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.json.Json;
import dev.breakwater.core.json.JsonPrinter;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A base image that was learned.
 *
 * @param reference what people call it, for example {@code debian:12.5}
 * @param digest of its manifest; null where it was learned from something that has none
 * @param platform {@code os/arch[/variant]}; null where it does not say
 * @param created when it was built; null where it does not say
 * @param release the distribution that it is; null where it is none
 * @param chain the chain ID of all its layers
 * @param layers how many it has, at least 1
 * @param packages how many it has
 */
public record KnownBase(
    String reference,
    @Nullable Digest digest,
    @Nullable String platform,
    @Nullable Instant created,
    @Nullable Release release,
    Digest chain,
    int layers,
    int packages)
    implements Comparable<KnownBase> {

  private static final String SCHEMA = "breakwater.base/1";
  private static final String ABSENT = "-";
  private static final int FIELDS = 10;
  private static final int LONGEST_FIELD = 1024;
  private static final int MOST_LAYERS = 10_000;

  /**
   * A release of a distribution.
   *
   * @param id as os-release has it, for example {@code debian}
   * @param version {@code VERSION_ID}; null for rolling releases
   * @param codename {@code VERSION_CODENAME}; null where it has none
   */
  public record Release(String id, @Nullable String version, @Nullable String codename) {
    /** What os-release says; null where any of it is no word, and so from no distribution. */
    static @Nullable Release of(@Nullable Distribution distribution) {
      if (distribution == null || !isWord(distribution.id())) {
        return null;
      }
      return new Release(
          distribution.id(), word(distribution.versionId()), word(distribution.codename()));
    }

    /**
     * What stays compatible with itself: {@code 12} of Debian 12.5, {@code 3.19} of Alpine 3.19.1,
     * {@code 22.04} of Ubuntu.
     */
    String line() {
      if (version == null) {
        return String.valueOf(codename);
      }
      int end = version.indexOf('.');
      return switch (id) {
        case "ubuntu" -> version;
        case "alpine" -> {
          int second = version.indexOf('.', end + 1);
          yield end < 0 || second < 0 ? version : version.substring(0, second);
        }
        default -> end < 0 ? version : version.substring(0, end);
      };
    }

    /** Whether the other is of the same line. */
    boolean isAlongside(Release other) {
      return id.equals(other.id) && line().equals(other.line());
    }
  }

  /** The order of lists: by name, platform and age. */
  @Override
  public int compareTo(KnownBase other) {
    int order = reference.compareTo(other.reference);
    if (order == 0) {
      order = String.valueOf(platform).compareTo(String.valueOf(other.platform));
    }
    if (order == 0) {
      order = age().compareTo(other.age());
    }
    return order == 0 ? chain.hex().compareTo(other.chain.hex()) : order;
  }

  /** When it was built; long ago where it does not say. */
  Instant age() {
    return created == null ? Instant.MIN : created;
  }

  /** What makes it the same base: learned again, it takes the place of what was there. */
  String key() {
    return reference + '\n' + platform + '\n' + chain;
  }

  /** The name of its files, without ending. */
  String fileName() {
    return ChainIds.hash(key()).hex().substring(0, 32);
  }

  /** The line of the index, without line feed; the chain ID comes first. */
  String line() {
    return String.join(
        "\t",
        chain.toString(),
        Integer.toString(layers),
        Integer.toString(packages),
        field(digest),
        field(platform),
        field(created == null ? null : created.getEpochSecond()),
        field(release == null ? null : release.id),
        field(release == null ? null : release.version),
        field(release == null ? null : release.codename),
        reference);
  }

  private static String field(@Nullable Object value) {
    return value == null ? ABSENT : value.toString();
  }

  /** Reads a line of the index; empty where it is damaged. */
  static Optional<KnownBase> parse(String line) {
    String[] fields = line.split("\t", FIELDS + 1);
    if (fields.length != FIELDS) {
      return Optional.empty();
    }
    Digest chain = Digest.parse(fields[0]).orElse(null);
    String reference = word(fields[9]);
    try {
      int layers = Integer.parseInt(fields[1]);
      int packages = Integer.parseInt(fields[2]);
      if (chain == null
          || reference == null
          || layers < 1
          || layers > MOST_LAYERS
          || packages < 0) {
        return Optional.empty();
      }
      String created = present(fields[5]);
      String id = present(fields[6]);
      return Optional.of(
          new KnownBase(
              reference,
              Digest.parse(fields[3]).orElse(null),
              present(fields[4]),
              created == null ? null : Instant.ofEpochSecond(Long.parseLong(created)),
              id == null ? null : new Release(id, present(fields[7]), present(fields[8])),
              chain,
              layers,
              packages));
    } catch (NumberFormatException | DateTimeException damaged) {
      return Optional.empty();
    }
  }

  private static @Nullable String present(String field) {
    return field.equals(ABSENT) ? null : word(field);
  }

  /** Writes the file that tells all of it to people and to other programs. */
  void print(JsonPrinter json, List<Digest> diffIds) {
    json.object();
    json.member("schema", SCHEMA);
    json.member("reference", reference);
    json.member("digest", digest);
    json.member("platform", platform);
    json.member("created", created);
    if (release == null) {
      json.absent("distribution");
    } else {
      json.object("distribution");
      json.member("id", release.id);
      json.member("versionId", release.version);
      json.member("codename", release.codename);
      json.endObject();
    }
    json.array("diffIds");
    for (Digest diffId : diffIds) {
      json.item(diffId.toString());
    }
    json.endArray();
    json.member("packages", packages);
    json.endObject();
  }

  /**
   * Reads that file.
   *
   * @throws IOException where it is damaged; the message is for people
   */
  static KnownBase read(Json json) throws IOException {
    String reference = word(json.text("reference"));
    if (!SCHEMA.equals(json.text("schema")) || reference == null) {
      throw new IOException("it is no " + SCHEMA + " document with a reference");
    }
    List<Digest> diffIds = new ArrayList<>();
    for (String diffId : json.texts("diffIds")) {
      diffIds.add(
          Digest.parse(diffId)
              .orElseThrow(() -> new IOException("one of its diffIds is no digest")));
    }
    if (diffIds.isEmpty() || diffIds.size() > MOST_LAYERS) {
      throw new IOException("it has " + diffIds.size() + " layers, not 1 to " + MOST_LAYERS);
    }
    Json distribution = json.get("distribution");
    String id = word(distribution.text("id"));
    return new KnownBase(
        reference,
        Digest.parse(json.text("digest", "")).orElse(null),
        word(json.text("platform")),
        instant(json.text("created")),
        id == null
            ? null
            : new Release(
                id, word(distribution.text("versionId")), word(distribution.text("codename"))),
        ChainIds.of(diffIds).getLast(),
        diffIds.size(),
        (int) Math.clamp(json.get("packages").number(0), 0, Integer.MAX_VALUE));
  }

  /** The time, in whole seconds; null where the text is none. */
  static @Nullable Instant instant(@Nullable String text) {
    try {
      return text == null
          ? null
          : Instant.ofEpochSecond(OffsetDateTime.parse(text).toEpochSecond());
    } catch (DateTimeException notATime) {
      return null;
    }
  }

  /** The text where it is one printable word; else null. */
  static @Nullable String word(@Nullable String text) {
    return text != null && isWord(text) ? text : null;
  }

  private static boolean isWord(String text) {
    if (text.isEmpty() || text.length() > LONGEST_FIELD || text.equals(ABSENT)) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7f) {
        return false;
      }
    }
    return true;
  }
}
