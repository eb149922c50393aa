package dev.breakwater.inventory.npm;

import dev.breakwater.core.json.Json;
import dev.breakwater.core.json.JsonFormat;
import dev.breakwater.inventory.detection.PackageFacts;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonReadFeature;

/**
 * One reading of one {@code bun.lock}: JSON, with commas and comments that JSON does not have.
 *
 * <p>{@code packages} has an array for each place in the tree to be installed, by the names on the
 * way to it ({@code "a/b"} is the {@code b} that only {@code a} sees): first {@code name@version},
 * somewhere behind it an object with what the package asks for. {@code workspaces} says what each
 * project asks for. As with Node.js itself, a name means the package at the nearest place further
 * up. What the walk from the projects reaches is there for other reasons than development.
 *
 * <p>Left out are projects, links and directories, and what comes from a Git repository or an
 * archive, of which only the address is known.
 *
 * @see <a href="https://bun.com/docs/pm/lockfile">Bun, lockfile</a>
 */
final class BunLock {
  private static final String[] WISHES = {
    "dependencies", "optionalDependencies", "peerDependencies"
  };

  private final NpmPackages found;

  /** What is installed, by place. */
  private final Map<String, Place> places = new HashMap<>();

  private final Set<String> visited = new HashSet<>();
  private final ArrayDeque<Place> open = new ArrayDeque<>();

  /**
   * A place in the tree.
   *
   * @param above the place that its name is seen from; null at the top
   * @param resolution such as {@code name@1.0.0}
   * @param wishes with members named as in {@link #WISHES}
   */
  private record Place(String key, @Nullable String above, String resolution, Json wishes) {}

  BunLock(String path) {
    this.found = new NpmPackages(path);
  }

  /**
   * Reads the file.
   *
   * @throws IOException where it is not JSON to its end, or has no {@code lockfileVersion}
   */
  PackageFacts read(InputStream in) throws IOException {
    Json lock = parse(in);
    if (lock.get("lockfileVersion") instanceof Json.Nothing) {
      throw new IOException("not a lock file of Bun: it has no lockfileVersion");
    }
    for (Map.Entry<String, Json> each : lock.get("packages").members().entrySet()) {
      readPlace(each.getKey(), each.getValue().items());
    }
    for (Json workspace : lock.get("workspaces").members().values()) {
      String name = workspace.text("name");
      follow(name != null && places.containsKey(name) ? name : null, workspace);
    }
    while (!open.isEmpty()) {
      Place place = open.remove();
      follow(place.key, place.wishes);
    }
    for (String key : lock.get("packages").members().keySet()) {
      Place place = visited.contains(key) ? places.get(key) : null;
      if (place != null) {
        add(place.resolution);
      }
    }
    return found.facts();
  }

  private static Json parse(InputStream in) throws IOException {
    try (JsonParser parser =
        JsonFormat.FACTORY
            .rebuild()
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .build()
            .createParser(ObjectReadContext.empty(), in)) {
      parser.nextToken();
      return Json.read(parser);
    } catch (JacksonException e) {
      throw Json.asIo(e);
    }
  }

  private void readPlace(String key, List<Json> array) {
    String resolution = array.isEmpty() ? null : array.getFirst().text();
    if (resolution == null) {
      return;
    }
    Json wishes = new Json.Nothing();
    for (Json each : array) {
      if (each instanceof Json.Struct) {
        wishes = each;
        break;
      }
    }
    places.put(key, new Place(key, above(key), resolution, wishes));
  }

  /** Whose {@code node_modules} a place is in: {@code a} for {@code a/@s/b}. */
  private static @Nullable String above(String key) {
    int slash = key.lastIndexOf('/');
    int before = slash < 0 ? -1 : key.lastIndexOf('/', slash - 1);
    if (slash >= 0 && key.startsWith("@", before + 1)) {
      slash = before;
    }
    return slash < 0 ? null : key.substring(0, slash);
  }

  private void follow(@Nullable String from, Json wishes) {
    for (String kind : WISHES) {
      for (String name : wishes.get(kind).members().keySet()) {
        Place place = seen(from, name);
        if (place != null && visited.add(place.key)) {
          open.add(place);
        }
      }
    }
  }

  /** The package that a name means for the one at a place. */
  private @Nullable Place seen(@Nullable String from, String name) {
    for (String place = from; place != null; place = above(place)) {
      Place near = places.get(place + "/" + name);
      if (near != null) {
        return near;
      }
    }
    return places.get(name);
  }

  private void add(String resolution) {
    int at = resolution.indexOf('@', 1);
    String version = at < 0 ? "" : resolution.substring(at + 1);
    if (version.indexOf(':') < 0 && version.indexOf('/') < 0) {
      found.add(resolution.substring(0, Math.max(at, 0)), version);
    }
  }
}
