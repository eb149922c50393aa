package dev.breakwater.inventory.npm;

import dev.breakwater.inventory.detection.Complaints;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.YamlEvents;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One reading of one {@code pnpm-lock.yaml}, of versions 5, 6 and 9.
 *
 * <p>{@code packages} has an entry for each package: {@code /name/1.0.0_peers} in version 5, {@code
 * /name@1.0.0(peers)} in version 6, {@code name@1.0.0} in version 9. An entry from elsewhere than a
 * registry says its name and version inside. Up to version 6 it also says whether it is for
 * development only; since version 9 that follows from the graph: {@code importers} say what each
 * project of the workspace asks for, and {@code snapshots} what each package, with its peers, asks
 * for in turn. Directories are the application's own and left out.
 *
 * @see <a href="https://github.com/pnpm/spec/tree/master/lockfile">pnpm lockfile specification</a>
 */
final class PnpmLock {
  private static final int FIRST_WITH_AT = 6;
  private static final int FIRST_WITH_SNAPSHOTS = 9;

  private final NpmPackages found;

  /** The major version; 0 until it is read. */
  private int version;

  private final Map<String, Entry> packages = new LinkedHashMap<>();
  private final Map<String, List<String>> snapshots = new HashMap<>();
  private final List<String> wanted = new ArrayList<>();

  private record Entry(@Nullable String name, @Nullable String version, boolean left) {}

  PnpmLock(String path) {
    this.found = new NpmPackages(path);
  }

  /**
   * Reads the file.
   *
   * @throws IOException where it is not YAML to its end, or of another version
   */
  PackageFacts read(InputStream in) throws IOException {
    YamlEvents yaml = new YamlEvents(in);
    // pnpm 11 puts its own tools into a document before the project's.
    while (yaml.nextDocument()) {
      readDocument(yaml);
    }
    if (version == 0) {
      throw new IOException("not a lock file of pnpm: it has no lockfileVersion");
    }
    Set<String> reached = version < FIRST_WITH_SNAPSHOTS ? null : reached();
    for (Map.Entry<String, Entry> each : packages.entrySet()) {
      if (!each.getValue().left && (reached == null || reached.contains(each.getKey()))) {
        add(each.getKey(), each.getValue());
      }
    }
    return found.facts();
  }

  private void readDocument(YamlEvents yaml) throws IOException {
    if (!yaml.enterMapping()) {
      return;
    }
    for (String key = yaml.nextKey(); key != null; key = yaml.nextKey()) {
      switch (key) {
        case "lockfileVersion" -> version = majorVersion(yaml.scalar());
        case "importers" -> readImporters(yaml);
        case "dependencies", "optionalDependencies" -> readReferences(yaml, wanted);
        case "packages" -> readPackages(yaml);
        case "snapshots" -> readSnapshots(yaml);
        default -> yaml.skip();
      }
    }
  }

  private static int majorVersion(@Nullable String text) throws IOException {
    boolean whole = text != null && (text.length() == 1 || text.startsWith(".", 1));
    if (text != null && whole && text.charAt(0) >= '5' && text.charAt(0) <= '9') {
      return text.charAt(0) - '0';
    }
    throw new IOException(
        "a lock file of pnpm of another version than 5 to 9, which is not known: "
            + Complaints.quote(text == null ? "" : text));
  }

  private void readImporters(YamlEvents yaml) throws IOException {
    if (!yaml.enterMapping()) {
      return;
    }
    while (yaml.nextKey() != null) {
      readWishes(yaml, wanted);
    }
  }

  private void readSnapshots(YamlEvents yaml) throws IOException {
    if (!yaml.enterMapping()) {
      return;
    }
    for (String key = yaml.nextKey(); key != null; key = yaml.nextKey()) {
      List<String> references = new ArrayList<>(0);
      readWishes(yaml, references);
      snapshots.put(key, references);
    }
  }

  /** What a project or package asks for, without what it asks for to be developed. */
  private void readWishes(YamlEvents yaml, List<String> into) throws IOException {
    if (!yaml.enterMapping()) {
      return;
    }
    for (String key = yaml.nextKey(); key != null; key = yaml.nextKey()) {
      switch (key) {
        case "dependencies", "optionalDependencies" -> readReferences(yaml, into);
        default -> yaml.skip();
      }
    }
  }

  private void readReferences(YamlEvents yaml, List<String> into) throws IOException {
    if (!yaml.enterMapping()) {
      return;
    }
    for (String name = yaml.nextKey(); name != null; name = yaml.nextKey()) {
      String reference = readReference(yaml);
      // Before the version is known, it may be one that needs them: the oldest sorted their keys.
      boolean needed = version == 0 || version >= FIRST_WITH_SNAPSHOTS;
      if (needed && reference != null) {
        into.add(snapshot(name, reference));
      }
    }
  }

  /** A version by itself, or with the specifier that it answers. */
  private static @Nullable String readReference(YamlEvents yaml) throws IOException {
    if (!yaml.isMapping()) {
      return yaml.scalar();
    }
    String reference = null;
    yaml.enterMapping();
    for (String key = yaml.nextKey(); key != null; key = yaml.nextKey()) {
      if (key.equals("version")) {
        reference = yaml.scalar();
      } else {
        yaml.skip();
      }
    }
    return reference;
  }

  /**
   * The key in {@code snapshots} that a dependency means: a version or an address belongs to the
   * name under which it is asked for; an alias says the whole key.
   */
  private static String snapshot(String name, String reference) {
    int at = reference.indexOf('@', 1);
    int colon = reference.indexOf(':');
    int peers = reference.indexOf('(');
    boolean whole =
        reference.startsWith("@")
            || (at > 0 && (colon < 0 || at < colon) && (peers < 0 || at < peers));
    return whole ? reference : name + "@" + reference;
  }

  private void readPackages(YamlEvents yaml) throws IOException {
    if (!yaml.enterMapping()) {
      return;
    }
    for (String key = yaml.nextKey(); key != null; key = yaml.nextKey()) {
      packages.put(key, readEntry(yaml));
    }
  }

  private static Entry readEntry(YamlEvents yaml) throws IOException {
    String name = null;
    String version = null;
    boolean left = false;
    if (yaml.enterMapping()) {
      for (String key = yaml.nextKey(); key != null; key = yaml.nextKey()) {
        switch (key) {
          case "name" -> name = yaml.scalar();
          case "version" -> version = yaml.scalar();
          case "dev" -> left |= "true".equals(yaml.scalar());
          case "resolution" -> left |= isDirectory(yaml);
          default -> yaml.skip();
        }
      }
    }
    return new Entry(name, version, left);
  }

  private static boolean isDirectory(YamlEvents yaml) throws IOException {
    boolean directory = false;
    if (yaml.enterMapping()) {
      for (String key = yaml.nextKey(); key != null; key = yaml.nextKey()) {
        if (key.equals("type")) {
          directory = "directory".equals(yaml.scalar());
        } else {
          yaml.skip();
        }
      }
    }
    return directory;
  }

  /** The packages that are there for other reasons than development. */
  private Set<String> reached() {
    Set<String> visited = new HashSet<>(wanted);
    ArrayDeque<String> open = new ArrayDeque<>(visited);
    Set<String> reached = new HashSet<>();
    while (!open.isEmpty()) {
      String key = open.remove();
      reached.add(withoutPeers(key));
      for (String next : snapshots.getOrDefault(key, List.of())) {
        if (visited.add(next)) {
          open.add(next);
        }
      }
    }
    return reached;
  }

  private static String withoutPeers(String key) {
    int peers = key.indexOf('(');
    return peers < 0 ? key : key.substring(0, peers);
  }

  private void add(String key, Entry entry) {
    String path = withoutPeers(key);
    if (version < FIRST_WITH_SNAPSHOTS) {
      path = path.substring(path.indexOf('/') + 1); // what is before it is another registry's host
    }
    int end =
        version < FIRST_WITH_AT
            ? path.indexOf('/', path.startsWith("@") ? path.indexOf('/') + 1 : 0)
            : path.indexOf('@', 1);
    if (end <= 0) {
      found.add(entry.name, entry.version);
      return;
    }
    String ofKey = path.substring(end + 1);
    int peers = version < FIRST_WITH_AT ? ofKey.indexOf('_') : -1;
    if (peers >= 0) {
      ofKey = ofKey.substring(0, peers);
    }
    String name = entry.name == null ? path.substring(0, end) : entry.name;
    if (entry.version != null) {
      found.add(name, entry.version);
    } else if (ofKey.indexOf(':') < 0 && ofKey.indexOf('/') < 0) {
      found.add(name, ofKey);
    }
  }
}
