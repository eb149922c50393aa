package dev.breakwater.advisory.feed;

import dev.breakwater.advisory.ModuleStream;
import dev.breakwater.advisory.feed.OsvRecord.Affected;
import dev.breakwater.advisory.feed.OsvRecord.Event;
import dev.breakwater.advisory.feed.OsvRecord.Range;
import dev.breakwater.advisory.feed.OsvRecord.Rating;
import dev.breakwater.core.json.Json;
import dev.breakwater.core.json.JsonFormat;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * Reads one OSV record as a stream of tokens, keeping only what {@link OsvRecord} has room for.
 * Members of another kind than the schema says are taken as absent; what makes a record useless or
 * hostile is a {@link BrokenRecordException}.
 */
final class OsvRecordReader {
  private static final int MAX_NAME = 600;
  private static final int MAX_VERSION = 1000;
  private static final int MAX_ITEMS = 200_000;
  private static final int MAX_TEXT = 4000;
  private static final int MAX_WEAKNESSES = 50;

  private final JsonParser in;
  private int items;

  private @Nullable String id;
  private List<String> aliases = List.of();
  private List<String> related = List.of();
  private List<String> upstream = List.of();
  private @Nullable Instant modified;
  private @Nullable Instant published;
  private @Nullable Instant withdrawn;
  private boolean isWithdrawn;
  private @Nullable String summary;
  private @Nullable String details;
  private final List<Rating> ratings = new ArrayList<>(2);
  private @Nullable String label;
  private @Nullable String url;
  private int urlRank;
  private boolean malicious;
  private final List<String> weaknesses = new ArrayList<>(2);
  private final List<String> categories = new ArrayList<>(1);
  private final List<Affected> affected = new ArrayList<>();

  private OsvRecordReader(JsonParser in) {
    this.in = in;
  }

  /**
   * Reads a record.
   *
   * @throws BrokenRecordException where it is not JSON, has no id, or breaks a bound
   */
  static OsvRecord read(byte[] record) throws BrokenRecordException {
    try (JsonParser in = JsonFormat.FACTORY.createParser(ObjectReadContext.empty(), record)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new BrokenRecordException("it is no JSON object");
      }
      OsvRecordReader reader = new OsvRecordReader(in);
      reader.readMembers();
      if (in.nextToken() != null) {
        throw new BrokenRecordException("there is text after the JSON object");
      }
      return reader.record();
    } catch (JacksonException e) {
      throw new BrokenRecordException(String.valueOf(Json.asIo(e).getMessage()));
    }
  }

  private OsvRecord record() throws BrokenRecordException {
    if (id == null || id.isBlank()) {
      throw new BrokenRecordException("it has no id");
    }
    if (isWithdrawn && withdrawn == null) {
      // A withdrawal that we cannot date is a withdrawal all the same.
      withdrawn = modified == null ? Instant.EPOCH : modified;
    }
    return new OsvRecord(
        id,
        aliases,
        related,
        upstream,
        modified,
        published,
        withdrawn,
        summary,
        details,
        ratings,
        label,
        url,
        malicious || id.startsWith("MAL-"),
        weaknesses,
        categories,
        affected);
  }

  private void readMembers() throws BrokenRecordException {
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String member = in.currentName();
      in.nextToken();
      switch (member) {
        case "id" -> id = name(text());
        case "aliases" -> aliases = names();
        case "related" -> related = names();
        case "upstream" -> upstream = names();
        case "modified" -> modified = instant();
        case "published" -> published = sinceComputersCount(instant());
        case "withdrawn" -> {
          isWithdrawn = in.currentToken() == JsonToken.VALUE_STRING;
          withdrawn = instant();
        }
        case "summary" -> summary = shortText();
        case "details" -> details = shortText();
        case "severity" -> ratings(ratings);
        case "references" -> references();
        case "database_specific" -> databaseSpecific();
        case "affected" -> affected();
        default -> in.skipChildren();
      }
    }
  }

  private void databaseSpecific() throws BrokenRecordException {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      in.skipChildren();
      return;
    }
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String member = in.currentName();
      in.nextToken();
      switch (member) {
        case "severity" -> label = text();
        case "url" -> offerUrl(text(), 3);
        case "cwe_ids", "cwes", "cwe" -> weaknesses();
        case "malicious-packages-origins" -> {
          malicious = true;
          in.skipChildren();
        }
        default -> in.skipChildren();
      }
    }
  }

  /** One identifier or a list, each of them a text, or an object that has it as {@code cweId}. */
  private void weaknesses() throws BrokenRecordException {
    switch (in.currentToken()) {
      case START_ARRAY -> {
        while (nextItem()) {
          weakness();
        }
      }
      default -> weakness();
    }
  }

  private void weakness() {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      add(text(), weaknesses);
      return;
    }
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String member = in.currentName();
      in.nextToken();
      switch (member) {
        case "cweId", "cwe_id", "id" -> add(text(), weaknesses);
        default -> in.skipChildren();
      }
    }
  }

  private static void add(@Nullable String word, List<String> to) {
    if (word != null && word.length() <= MAX_NAME && to.size() < MAX_WEAKNESSES) {
      to.add(word);
    }
  }

  private void references() throws BrokenRecordException {
    if (noArray()) {
      return;
    }
    while (nextItem()) {
      if (in.currentToken() != JsonToken.START_OBJECT) {
        in.skipChildren();
        continue;
      }
      String type = null;
      String address = null;
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String member = in.currentName();
        in.nextToken();
        switch (member) {
          case "type" -> type = text();
          case "url" -> address = text();
          default -> in.skipChildren();
        }
      }
      offerUrl(address, "ADVISORY".equals(type) ? 4 : "WEB".equals(type) ? 2 : 1);
    }
  }

  private void offerUrl(@Nullable String address, int rank) {
    if (address != null
        && rank > urlRank
        && address.length() <= MAX_VERSION
        && (address.startsWith("https://") || address.startsWith("http://"))) {
      url = address;
      urlRank = rank;
    }
  }

  private void ratings(List<Rating> into) throws BrokenRecordException {
    if (noArray()) {
      return;
    }
    while (nextItem()) {
      if (in.currentToken() != JsonToken.START_OBJECT) {
        in.skipChildren();
        continue;
      }
      String type = null;
      String score = null;
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String member = in.currentName();
        in.nextToken();
        switch (member) {
          case "type" -> type = text();
          case "score" -> score = text();
          default -> in.skipChildren();
        }
      }
      if (type != null && score != null && score.length() <= MAX_VERSION) {
        into.add(new Rating(type, score));
      }
    }
  }

  private void affected() throws BrokenRecordException {
    if (noArray()) {
      return;
    }
    while (nextItem()) {
      if (in.currentToken() == JsonToken.START_OBJECT) {
        affectedPackage();
      } else {
        in.skipChildren();
      }
    }
  }

  private void affectedPackage() throws BrokenRecordException {
    String[] named = new String[2];
    List<Range> ranges = new ArrayList<>(1);
    List<String> versions = List.of();
    List<Rating> own = new ArrayList<>(1);
    Specifics specifics = new Specifics();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String member = in.currentName();
      in.nextToken();
      switch (member) {
        case "package" -> readPackage(named, specifics);
        case "ranges" -> ranges(ranges);
        case "versions" -> versions = versions();
        case "severity" -> ratings(own);
        case "ecosystem_specific", "database_specific" -> specifics(specifics);
        default -> in.skipChildren();
      }
    }
    String ecosystem = named[0];
    String packageName = named[1];
    if (ecosystem == null || packageName == null) {
      return; // schema: an entry without a package speaks of commits only
    }
    affected.add(
        new Affected(
            ecosystem,
            packageName,
            ranges,
            versions,
            own,
            specifics.label,
            specifics.states,
            List.copyOf(specifics.architectures),
            specifics.module,
            specifics.customRanges));
  }

  private void readPackage(@Nullable String[] named, Specifics specifics)
      throws BrokenRecordException {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      in.skipChildren();
      return;
    }
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String member = in.currentName();
      in.nextToken();
      switch (member) {
        case "ecosystem" -> named[0] = name(text());
        case "name" -> named[1] = name(text());
        case "purl" -> qualifiers(text(), specifics);
        default -> in.skipChildren();
      }
    }
  }

  /**
   * What a purl says of the builds; it need not be a valid one, as openEuler's are not ({@code
   * pkg:rpm/openEuler/booth&distro=…}).
   */
  private static void qualifiers(@Nullable String purl, Specifics specifics)
      throws BrokenRecordException {
    int start = purl == null || purl.length() > MAX_VERSION ? -1 : purl.indexOf('?');
    while (purl != null && start >= 0) {
      int end = purl.indexOf('&', start + 1);
      String qualifier = end < 0 ? purl.substring(start + 1) : purl.substring(start + 1, end);
      // CleanStart writes the same architecture into every entry, whatever it is for.
      if (qualifier.startsWith("arch=") && !purl.startsWith("pkg:apk/cleanstart/")) {
        specifics.addArchitecture(qualifier.substring("arch=".length()));
      } else if (qualifier.startsWith("rpmmod=")) {
        specifics.module = label(qualifier.substring("rpmmod=".length()).replace("%3A", ":"));
      }
      start = end;
    }
  }

  private static @Nullable String label(@Nullable String label) throws BrokenRecordException {
    return ModuleStream.ofLabel(name(label));
  }

  /** What an affected entry says beside the schema. */
  private static final class Specifics {
    private @Nullable String label;
    private @Nullable String module;
    private final List<String> states = new ArrayList<>(0);
    private final Set<String> architectures = new LinkedHashSet<>(0);
    private boolean everyArchitecture;

    /** Sources and packages without an architecture are for all of them. */
    void addArchitecture(@Nullable String architecture) {
      if (architecture == null) {
        return;
      }
      switch (architecture) {
        case "noarch", "all" -> {
          everyArchitecture = true;
          architectures.clear();
        }
        case "aarch64",
            "amd64",
            "arm64",
            "armhf",
            "armv7",
            "armv7hl",
            "i386",
            "i586",
            "i686",
            "loongarch64",
            "ppc64le",
            "riscv64",
            "s390x",
            "x86",
            "x86_64" -> {
          if (!everyArchitecture) {
            architectures.add(architecture);
          }
        }
        default -> {} // source, src, and what nobody can have installed
      }
    }

    private final List<Range> customRanges = new ArrayList<>(0);
  }

  private void specifics(Specifics specifics) throws BrokenRecordException {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      in.skipChildren();
      return;
    }
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String member = in.currentName();
      in.nextToken();
      switch (member) {
        case "severity", "ubuntu_priority" -> specifics.label = text();
        case "arch", "architecture" -> specifics.addArchitecture(text());
        case "arches", "architectures" -> {
          if (!noArray()) {
            while (nextItem()) {
              specifics.addArchitecture(text());
            }
          }
        }
        case "module", "modularity", "rpmmod" -> {
          String module = label(text());
          specifics.module = module == null ? specifics.module : module;
        }
        // openEuler lists the files that were built, by architecture.
        case "aarch64", "x86_64", "noarch", "loongarch64", "riscv64", "ppc64le" -> {
          if (in.currentToken() == JsonToken.START_ARRAY) {
            specifics.addArchitecture(member);
          }
          in.skipChildren();
        }
        case "urgency", "status", "state", "fix_state", "vex_status", "nodsa", "nodsa_reason" -> {
          String state = text();
          if (state != null) {
            specifics.states.add(state);
          }
          // Debian's tracker gives the reason of a no-dsa in words: that it is there says enough.
          if (member.equals("nodsa") && state != null) {
            specifics.states.add("no-dsa");
          }
        }
        case "custom_ranges" -> ranges(specifics.customRanges);
        case "cwe_ids", "cwes", "cwe" -> weaknesses();
        case "categories" -> {
          if (!noArray()) {
            while (nextItem()) {
              add(text(), categories);
            }
          }
        }
        default -> in.skipChildren();
      }
    }
  }

  private void ranges(List<Range> into) throws BrokenRecordException {
    if (noArray()) {
      return;
    }
    while (nextItem()) {
      if (in.currentToken() != JsonToken.START_OBJECT) {
        in.skipChildren();
        continue;
      }
      String type = null;
      List<Event> events = new ArrayList<>(2);
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String member = in.currentName();
        in.nextToken();
        switch (member) {
          case "type" -> type = text();
          case "events" -> events(events);
          default -> in.skipChildren();
        }
      }
      if (type != null) {
        into.add(new Range(type, events));
      }
    }
  }

  private void events(List<Event> into) throws BrokenRecordException {
    if (noArray()) {
      return;
    }
    while (nextItem()) {
      if (in.currentToken() != JsonToken.START_OBJECT) {
        in.skipChildren();
        continue;
      }
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String member = in.currentName();
        in.nextToken();
        Event.Kind kind =
            switch (member) {
              case "introduced" -> Event.Kind.INTRODUCED;
              case "fixed" -> Event.Kind.FIXED;
              case "last_affected" -> Event.Kind.LAST_AFFECTED;
              case "limit" -> Event.Kind.LIMIT;
              default -> null;
            };
        String version = text();
        if (kind != null && version != null) {
          into.add(new Event(kind, version(version)));
        }
      }
    }
  }

  private List<String> versions() throws BrokenRecordException {
    List<String> versions = new ArrayList<>();
    if (noArray()) {
      return versions;
    }
    while (nextItem()) {
      String version = text();
      if (version != null && !version.isEmpty()) {
        versions.add(version(version));
      }
    }
    return versions;
  }

  private List<String> names() throws BrokenRecordException {
    List<String> names = new ArrayList<>(2);
    if (noArray()) {
      return names;
    }
    while (nextItem()) {
      String name = name(text());
      if (name != null && !name.isBlank()) {
        names.add(name);
      }
    }
    return names;
  }

  /** Whether the value is no array, and then skips it. */
  private boolean noArray() {
    if (in.currentToken() == JsonToken.START_ARRAY) {
      return false;
    }
    in.skipChildren();
    return true;
  }

  private boolean nextItem() throws BrokenRecordException {
    if (++items > MAX_ITEMS) {
      throw new BrokenRecordException("it lists more than " + MAX_ITEMS + " things");
    }
    return in.nextToken() != JsonToken.END_ARRAY;
  }

  private @Nullable Instant instant() {
    String text = text();
    if (text == null) {
      return null;
    }
    try {
      // Some sources give a date alone, though the schema wants a time with it.
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(text);
    } catch (DateTimeException unreadable) {
      return null;
    }
  }

  /** Go's feed writes the year 1 where it does not know the day. */
  private static @Nullable Instant sinceComputersCount(@Nullable Instant moment) {
    return moment == null || moment.isBefore(Instant.EPOCH) ? null : moment;
  }

  private @Nullable String shortText() {
    String text = text();
    return text == null || text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }

  /** The text of the value; null where it is something else, which is skipped. */
  private @Nullable String text() {
    if (in.currentToken() == JsonToken.VALUE_STRING) {
      return in.getString();
    }
    in.skipChildren();
    return null;
  }

  private static @Nullable String name(@Nullable String text) throws BrokenRecordException {
    if (text == null) {
      return null;
    }
    if (text.length() > MAX_NAME) {
      throw new BrokenRecordException("a name is longer than " + MAX_NAME + " characters");
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) == 0x7f) {
        throw new BrokenRecordException("a name has a control character in it");
      }
    }
    return text;
  }

  private static String version(String text) throws BrokenRecordException {
    if (text.length() > MAX_VERSION) {
      throw new BrokenRecordException("a version is longer than " + MAX_VERSION + " characters");
    }
    return text;
  }
}
