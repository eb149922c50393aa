package dev.breakwater.inventory.npm;

import dev.breakwater.core.json.Json;
import dev.breakwater.core.json.JsonFormat;
import dev.breakwater.inventory.detection.PackageFacts;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** More than any tree has; Bun puts all that it can at the top. */
  private static final int MAX_DEPTH = 100;

  /** Those on the way to a package included, of which a short name can make a hundred. */
  private static final int MAX_PLACES = 300_000;

  private final NpmPackages found;
  private final Place top = new Place(null);

  private int placesLeft = MAX_PLACES;

  /** All places with a package, in the order of the file. */
  private final List<Place> places = new ArrayList<>();

  /** Reached, and yet to be followed. */
  private final ArrayDeque<Place> open = new ArrayDeque<>();

  /** A place in the tree, with the {@code node_modules} below it. */
  private static final class Place {
    final @Nullable Place above;
    final Map<String, Place> below = new HashMap<>();

    /** Such as {@code name@1.0.0}; null where nothing is installed. */
    @Nullable String resolution;

    /** With members named as in {@link #WISHES}. */
    Json wishes = new Json.Nothing();

    boolean reached;

    Place(@Nullable Place above) {
      this.above = above;
    }
  }

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
      Place own = top.below.get(workspace.text("name", ""));
      follow(own == null ? top : own, workspace);
    }
    while (!open.isEmpty()) {
      Place place = open.remove();
      follow(place, place.wishes);
    }
    for (Place place : places) {
      if (place.reached && place.resolution != null) {
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

  private void readPlace(String key, List<Json> array) throws IOException {
    String resolution = array.isEmpty() ? null : array.getFirst().text();
    if (resolution == null) {
      return;
    }
    Place place = place(key);
    place.resolution = resolution;
    for (Json each : array) {
      if (each instanceof Json.Struct) {
        place.wishes = each;
        break;
      }
    }
    places.add(place);
  }

  /** The place that a key names; a name with a scope is one step of the way. */
  private Place place(String key) throws IOException {
    Place place = top;
    int depth = 0;
    for (int start = 0; start <= key.length(); depth++) {
      if (depth == MAX_DEPTH) {
        throw new IOException("packages nested more than " + MAX_DEPTH + " deep");
      }
      int end = key.indexOf('/', start);
      if (end >= 0 && key.startsWith("@", start)) {
        end = key.indexOf('/', end + 1);
      }
      String name = key.substring(start, end < 0 ? key.length() : end);
      Place next = place.below.get(name);
      if (next == null) {
        if (placesLeft-- == 0) {
          throw new IOException("more than " + MAX_PLACES + " places for packages");
        }
        next = new Place(place);
        place.below.put(name, next);
      }
      place = next;
      start = end < 0 ? key.length() + 1 : end + 1;
    }
    return place;
  }

  private void follow(Place from, Json wishes) {
    for (String kind : WISHES) {
      for (String name : wishes.get(kind).members().keySet()) {
        Place place = seen(from, name);
        if (place != null && !place.reached) {
          place.reached = true;
          open.add(place);
        }
      }
    }
  }

  /** The package that a name means for the one at a place: the nearest further up. */
  private static @Nullable Place seen(Place from, String name) {
    for (Place place = from; place != null; place = place.above) {
      Place near = place.below.get(name);
      if (near != null && near.resolution != null) {
        return near;
      }
    }
    return null;
  }

  private void add(String resolution) {
    int at = resolution.indexOf('@', 1);
    String version = at < 0 ? "" : resolution.substring(at + 1);
    if (version.indexOf(':') < 0 && version.indexOf('/') < 0) {
      found.add(resolution.substring(0, Math.max(at, 0)), version);
    }
  }
}
