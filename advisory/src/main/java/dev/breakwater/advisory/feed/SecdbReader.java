package dev.breakwater.advisory.feed;

import dev.breakwater.advisory.Advisory;
import dev.breakwater.advisory.Advisory.Affected;
import dev.breakwater.advisory.Advisory.Interval;
import dev.breakwater.advisory.version.UnreadableVersionException;
import dev.breakwater.advisory.version.VersionOrder;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads Alpine's secdb, and those of Wolfi and Chainguard, which have the same shape: for each
 * source package, versions and what each fixed. Makes one advisory for each id and package.
 *
 * <p>The version {@code "0"} says that the package never had the vulnerability. A line may hold
 * several ids and remarks in brackets. An id with several versions was fixed anew each time, so the
 * last of them counts. A name that is no CVE and stands beside CVEs ({@code XSA-196}) is their
 * alias where it stands beside one only, and else lists them as upstream.
 */
final class SecdbReader {
  static final long MAX_BYTES = 256L << 20;

  private static final int MAX_IDS = 5_000_000;
  private static final int MAX_LENGTH = 600;

  private final @Nullable VersionOrder order;
  private final Problems problems;

  /** By package and id, so that several repositories of a release add up. */
  private final Map<String, Map<String, Entry>> packages = new TreeMap<>();

  private int ids;
  private int lines;

  SecdbReader(@Nullable VersionOrder order, Problems problems) {
    this.order = order;
    this.problems = problems;
  }

  /** What is known of an id in a package. */
  private static final class Entry {
    private @Nullable String fixed;
    private final Set<String> beside = new LinkedHashSet<>();
  }

  /** How many lines of ids there were, broken ones included. */
  int lines() {
    return lines;
  }

  /**
   * Reads one document.
   *
   * @throws IOException where it is no secdb document; the message is for people
   */
  void read(InputStream in) throws IOException {
    Json document = Json.parse(in, MAX_BYTES);
    if (!document.members().containsKey("packages")) {
      throw new IOException("it is no security database: it has no member \"packages\"");
    }
    for (Json item : document.get("packages").items()) {
      Json described = item.get("pkg");
      String name = described.text("name");
      if (name == null || name.isBlank() || name.length() > MAX_LENGTH) {
        lines++;
        problems.broken("a package", "it has no usable name");
        continue;
      }
      for (Map.Entry<String, Json> fix : described.get("secfixes").members().entrySet()) {
        for (Json line : fix.getValue().items()) {
          lines++;
          readLine(name, fix.getKey().strip(), line.text());
        }
      }
    }
  }

  private void readLine(String name, String version, @Nullable String line) throws IOException {
    List<String> found = line == null ? List.of() : SecdbIds.of(line);
    if (found.isEmpty()) {
      problems.broken(name + " " + version, "no id in \"" + line + "\"");
      return;
    }
    if (version.isEmpty() || version.length() > MAX_LENGTH) {
      problems.broken(name, "a version is empty or too long");
      return;
    }
    Map<String, Entry> entries = packages.computeIfAbsent(name, n -> new LinkedHashMap<>());
    for (String id : found) {
      if (++ids > MAX_IDS) {
        throw new IOException("it has more than " + MAX_IDS + " ids");
      }
      Entry entry = entries.computeIfAbsent(id, i -> new Entry());
      entry.fixed = later(name + " " + id, entry.fixed, version);
      for (String other : found) {
        if (!other.equals(id)) {
          entry.beside.add(other);
        }
      }
    }
  }

  /** The later fix; "0" gives way to any version. */
  private String later(String where, @Nullable String known, String version) {
    if (known == null || known.equals("0")) {
      check(where, version);
      return version;
    }
    if (version.equals("0") || order == null) {
      return known;
    }
    try {
      return order.compare(known, version) >= 0 ? known : version;
    } catch (UnreadableVersionException e) {
      problems.doubtful(where, String.valueOf(e.getMessage()));
      return known;
    }
  }

  private void check(String where, String version) {
    if (order == null || version.equals("0")) {
      return;
    }
    try {
      order.compare(version, version);
    } catch (UnreadableVersionException e) {
      problems.doubtful(where, String.valueOf(e.getMessage()));
    }
  }

  /**
   * The advisories.
   *
   * @param address begins the address at which an id can be read; null where there is none
   */
  List<Advisory> advisories(@Nullable String address) {
    List<Advisory> advisories = new ArrayList<>(ids);
    packages.forEach((name, entries) ->
        entries.forEach(
            (id, entry) -> advisories.add(advisory(name, id, entry, entries, address))));
    return advisories;
  }

  private static Advisory advisory(
      String name, String id, Entry entry, Map<String, Entry> entries, @Nullable String address) {
    List<String> aliases = new ArrayList<>();
    List<String> upstream = new ArrayList<>();
    for (String other : entry.beside) {
      boolean cve = id.startsWith("CVE-");
      if (cve == other.startsWith("CVE-")) {
        continue; // two CVEs on a line were fixed together, and are not the same
      }
      String advisory = cve ? other : id;
      Entry advisoryEntry = entries.get(advisory);
      boolean alone = advisoryEntry != null && cves(advisoryEntry) == 1;
      if (alone) {
        aliases.add(other);
      } else if (!cve) {
        upstream.add(other);
      }
    }
    String fixed = entry.fixed;
    List<Interval> intervals =
        fixed == null || fixed.equals("0") ? List.of() : List.of(new Interval(null, fixed, null));
    return new Advisory(
        id,
        aliases,
        upstream,
        id + " in " + name,
        Severity.UNKNOWN,
        null,
        null,
        address == null || !id.startsWith("CVE-") ? null : address + id,
        null,
        null,
        List.of(new Affected(name, intervals, List.of(), Vulnerability.Status.UNKNOWN, null)));
  }

  private static int cves(Entry entry) {
    int count = 0;
    for (String id : entry.beside) {
      if (id.startsWith("CVE-")) {
        count++;
      }
    }
    return count;
  }
}
