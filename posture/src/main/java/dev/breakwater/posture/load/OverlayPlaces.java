package dev.breakwater.posture.load;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of a rendered overlay were written. Kustomize says from which file an object is;
 * a value is from the same path in that file if it is the same there, or else from the one patch
 * that has it in that path. The rest, as what a transformer made, has no line.
 *
 * @see <a
 *     href="https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/buildmetadata/">Build
 *     metadata</a>
 */
final class OverlayPlaces {
  static final String ORIGIN = "config.kubernetes.io/origin";

  private static final int MAX_KUSTOMIZATIONS = 500;
  private static final int MAX_PATCHES = 1000;

  /** In characters, all files that are kept together. */
  private static final int MAX_KEPT = 8_000_000;

  private static final int MAX_NAMES = 100;

  private final Kustomization root;
  private final Path from;
  private final List<Kustomization> all = new ArrayList<>();

  /** The objects of files by kind and name; null for what is there twice. */
  private final Map<Path, Map<String, @Nullable Value>> files = new HashMap<>();

  private @Nullable List<Patched> patches;
  private int kept;

  /** A document of a patch. */
  private record Patched(Value document, @Nullable Value target) {}

  /**
   * Places of the values of an overlay.
   *
   * @param from the directory that paths lead from
   */
  OverlayPlaces(Kustomization root, Path from) {
    this.root = root;
    this.from = from;
    collect();
  }

  private void collect() {
    Set<Path> reached = new HashSet<>();
    List<Path> open = new ArrayList<>(List.of(root.directory()));
    while (!open.isEmpty() && reached.size() < MAX_KUSTOMIZATIONS) {
      Path directory = open.removeLast();
      if (reached.add(Walk.absolute(directory)) && Files.isDirectory(directory)) {
        Kustomization found = Kustomization.in(directory);
        if (found != null) {
          all.add(found);
          for (Path resource : found.resources()) {
            open.add(shown(resource));
          }
        }
      }
    }
  }

  /** A document as it would be printed without its origin, each value where it was written. */
  Value of(Value printed) {
    Value origin = printed.at("metadata", "annotations", ORIGIN);
    Value document = root.metadata().contains(Overlay.ORIGINS) ? printed : bare(printed);
    Map<String, Origin> places = new HashMap<>();
    Set<String> names = names(document);
    Value source = origin == null ? null : source(origin.text(), document, names);
    if (source != null) {
      new Laying(places, operations(document, names))
          .lay(document, source, layers(document, names), "");
    }
    return document.moved(place -> {
      Origin found = places.get(place.path());
      return found == null ? Overlay.nowhere(root, place) : at(found, place.path());
    });
  }

  private static Origin at(Origin place, String path) {
    return new Origin(place.file(), place.line(), place.column(), path, place.assumed());
  }

  /** Without the annotation that was asked for. */
  private static Value bare(Value document) {
    if (!(document instanceof Value.Fields object)
        || !(document.get("metadata") instanceof Value.Fields metadata)
        || !(metadata.get("annotations") instanceof Value.Fields annotations)) {
      return document;
    }
    Value.Fields rest = without(annotations, ORIGIN);
    return object.with(
        "metadata",
        rest.members().isEmpty()
            ? without(metadata, "annotations")
            : metadata.with("annotations", rest));
  }

  private static Value.Fields without(Value.Fields fields, String name) {
    Map<String, Value> members = new LinkedHashMap<>(fields.members());
    members.remove(name);
    return new Value.Fields(fields.origin(), members);
  }

  /** The object that one was made of, as it is written; null where that is not sure. */
  private @Nullable Value source(@Nullable String origin, Value printed, Set<String> names) {
    Path file = origin == null ? null : file(origin);
    if (file == null) {
      return null;
    }
    Map<String, @Nullable Value> objects = files.computeIfAbsent(file, this::objects);
    Value found = null;
    for (String name : names) {
      String key = printed.text("kind") + '/' + name;
      if (objects.containsKey(key)) {
        if (found != null || objects.get(key) == null) {
          return null;
        }
        found = objects.get(key);
      }
    }
    return found;
  }

  private @Nullable Path file(String origin) {
    try {
      Value said =
          SourceFile.of(ORIGIN, origin.getBytes(StandardCharsets.UTF_8)).documents().getFirst();
      String path = said.text("path");
      return path == null || said.get("repo") != null ? null : shown(from.resolve(path));
    } catch (BreakwaterException | InvalidPathException | java.util.NoSuchElementException e) {
      return null;
    }
  }

  /** A file as the user would name it. */
  private Path shown(Path file) {
    try {
      Path real = file.toRealPath();
      Path beside = root.directory().toRealPath().relativize(real);
      Path shown = root.directory().resolve(beside).normalize();
      return shown.toRealPath().equals(real) ? shown : real;
    } catch (IOException notThere) {
      return file;
    }
  }

  private static String name(Value object) {
    Value name = object.at("metadata", "name");
    return String.valueOf(name == null ? null : name.written());
  }

  private static boolean isKind(@Nullable Value kind, Value object) {
    String text = kind == null ? null : kind.text();
    return text != null && text.equals(object.text("kind"));
  }

  /** What an object may have been called before prefixes and suffixes were put to its name. */
  private Set<String> names(Value printed) {
    Set<String> names = new HashSet<>();
    List<String> open = new ArrayList<>(List.of(name(printed)));
    while (!open.isEmpty() && names.size() < MAX_NAMES) {
      String name = open.removeLast();
      if (names.add(name)) {
        for (Kustomization each : all) {
          String prefix = each.prefix();
          String suffix = each.suffix();
          if (!prefix.isEmpty() && name.startsWith(prefix)) {
            open.add(name.substring(prefix.length()));
          }
          if (!suffix.isEmpty() && name.endsWith(suffix)) {
            open.add(name.substring(0, name.length() - suffix.length()));
          }
        }
      }
    }
    return names;
  }

  /** The objects of a file, those in lists one by one. */
  private Map<String, @Nullable Value> objects(Path file) {
    Map<String, @Nullable Value> objects = new HashMap<>();
    for (Value document : read(file)) {
      String kind = document.text("kind");
      Value items = kind != null && kind.endsWith("List") ? document.get("items") : null;
      for (Value object : items == null ? List.of(document) : items.items()) {
        String key = object.text("kind") + '/' + name(object);
        objects.put(key, objects.containsKey(key) ? null : object);
      }
    }
    return objects;
  }

  private List<Value> read(Path file) {
    try {
      if (kept < MAX_KEPT) {
        SourceFile read = SourceFile.read(file);
        kept += read.text().length();
        return read.problems().isEmpty() ? read.documents() : List.of();
      }
    } catch (BreakwaterException e) {
      // Kustomize could read it; without it there are no lines.
    }
    return List.of();
  }

  /** All patches; none where there may be others that say the same, and nobody can know. */
  private List<Patched> patches() {
    if (patches != null) {
      return patches;
    }
    List<Patched> found = new ArrayList<>();
    for (Kustomization each : all) {
      boolean unknown = each.transforms();
      for (Kustomization.Patch patch : each.patches()) {
        Path file = patch.file();
        List<Value> documents = file == null ? patch.written() : read(shown(file));
        unknown |= documents.isEmpty();
        for (Value document : documents) {
          found.add(new Patched(document, patch.target()));
        }
      }
      if (unknown || found.size() > MAX_PATCHES) {
        found.clear();
        break;
      }
    }
    patches = found;
    return found;
  }

  /** What is laid over an object. */
  private List<Value> layers(Value printed, Set<String> names) {
    List<Value> layers = new ArrayList<>();
    for (Patched patch : patches()) {
      if (patch.document instanceof Value.Fields && isAbout(patch, printed, names)) {
        layers.add(patch.document);
      }
    }
    return layers;
  }

  /** What single operations put into an object, by its JSON pointer. */
  private Map<String, List<Value>> operations(Value printed, Set<String> names) {
    Map<String, List<Value>> operations = new HashMap<>();
    for (Patched patch : patches()) {
      if (patch.document instanceof Value.Items && isAbout(patch, printed, names)) {
        for (Value operation : patch.document.items()) {
          String path = operation.text("path");
          Value value = operation.get("value");
          if (path != null && value != null) {
            operations.computeIfAbsent(path, _ -> new ArrayList<>()).add(value);
          }
        }
      }
    }
    return operations;
  }

  /** Whether a patch changes an object; a target that is a pattern may mean any. */
  private boolean isAbout(Patched patch, Value printed, Set<String> names) {
    Value target = patch.target;
    if (target == null) {
      return isKind(patch.document.get("kind"), printed) && names.contains(name(patch.document));
    }
    String name = target.text("name");
    Value kind = target.get("kind");
    return (kind == null || isPattern(kind.text()) || isKind(kind, printed))
        && (name == null || isPattern(name) || names.contains(name));
  }

  private static boolean isPattern(@Nullable String text) {
    for (int i = 0; text != null && i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isLetterOrDigit(c) && c != '-' && c != '.') {
        return true;
      }
    }
    return false;
  }

  /** Lays one object over what it was made of. */
  private record Laying(Map<String, Origin> places, Map<String, List<Value>> operations) {
    /** No pointer begins so. */
    private static final String MOVED = "?";

    /**
     * Finds the places of a value and of all in it.
     *
     * @param source the same in the file of the object; null where it is not there
     * @param layers the same in patches
     * @param pointer of the value, as JSON Patch writes it; {@link #MOVED} where operations may
     *     have meant another one
     */
    void lay(Value printed, @Nullable Value source, List<Value> layers, String pointer) {
      List<Value> patches = new ArrayList<>(layers);
      patches.removeIf(patch -> !isSame(patch, printed));
      if (source != null && isSame(source, printed)) {
        places.put(printed.origin().path(), source.origin());
      } else if (patches.size() == 1) {
        places.put(printed.origin().path(), patches.getFirst().origin());
      }
      for (Map.Entry<String, Value> member : printed.members().entrySet()) {
        String name = member.getKey();
        String below = pointer + '/' + name.replace("~", "~0").replace("/", "~1");
        List<Value> inside = new ArrayList<>(operations.getOrDefault(below, List.of()));
        for (Value patch : patches) {
          Value same = patch.get(name);
          if (same != null) {
            inside.add(same);
          }
        }
        lay(member.getValue(), source == null ? null : source.get(name), inside, below);
      }
      items(printed, source, patches, pointer);
    }

    private void items(Value printed, @Nullable Value source, List<Value> patches, String pointer) {
      if (printed.items().isEmpty()) {
        return;
      }
      List<Value> written = source == null ? List.of() : source.items();
      Map<Object, Value> sources = byKey(written);
      List<Map<Object, Value>> layers = new ArrayList<>();
      for (Value patch : patches) {
        layers.add(byKey(patch.items()));
      }
      List<Value> added = new ArrayList<>(operations.getOrDefault(pointer + "/-", List.of()));
      for (int index = 0; index < printed.items().size() && !operations.isEmpty(); index++) {
        added.addAll(operations.getOrDefault(pointer + '/' + index, List.of()));
      }
      layers.add(byKey(added));
      int index = 0;
      for (Value item : printed.items()) {
        Object key = key(item);
        List<Value> inside = new ArrayList<>();
        for (Map<Object, Value> layer : layers) {
          Value same = layer.get(key);
          if (same != null) {
            inside.add(same);
          }
        }
        // Another patch may have put an item before it since.
        boolean stays = index < written.size() && key(written.get(index)).equals(key);
        lay(item, sources.get(key), inside, stays ? pointer + '/' + index : MOVED);
        index++;
      }
    }

    /** The items that can be told from all others in their list. */
    private static Map<Object, Value> byKey(Collection<Value> items) {
      Map<Object, Value> byKey = new HashMap<>();
      Set<Object> twice = new HashSet<>();
      for (Value item : items) {
        if (byKey.put(key(item), item) != null) {
          twice.add(key(item));
        }
      }
      byKey.keySet().removeAll(twice);
      return byKey;
    }

    /** By its name, as Kubernetes merges lists, or else by all that is in it. */
    private static Object key(Value item) {
      String name = item.text("name");
      return name == null ? item.plain() : List.of("name", name);
    }

    private static boolean isSame(Value one, Value other) {
      return switch (one) {
        case Value.Fields _ -> other instanceof Value.Fields;
        case Value.Items _ -> other instanceof Value.Items;
        case Value.Nothing _, Value.Flag _, Value.Whole _, Value.Real _, Value.Text _ ->
            one.plain().equals(other.plain());
      };
    }
  }
}
