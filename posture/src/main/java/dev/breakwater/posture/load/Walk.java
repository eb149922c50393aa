package dev.breakwater.posture.load;

import dev.breakwater.core.Problem;
import dev.breakwater.posture.source.Sink;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What there is in directories: charts, kustomizations, and files that may hold a workload, in the
 * order of their names.
 *
 * <p>Directories that tools keep for themselves are passed over, other hidden ones are not, because
 * development environments keep Compose files there. Symbolic links are not followed, so nothing is
 * found twice and no link leads round in circles; a link that leads out of the directory is told.
 */
final class Walk {
  static final int MAX_DEPTH = 64;
  static final int MAX_ENTRIES = 1_000_000;
  private static final Set<String> SKIPPED =
      Set.of(".git", ".hg", ".svn", ".terraform", "node_modules");
  private static final String CHART = "Chart.yaml";

  /**
   * A file that may hold a workload.
   *
   * @param size in bytes
   * @param template the chart whose template it is; null for the others
   */
  record Found(Path path, long size, @Nullable Path template) {}

  /**
   * Where the walk is.
   *
   * @param chart that it is in; null outside of one
   * @param top whether it is where the chart begins
   * @param templates whether it is in what the chart renders
   */
  private record Place(int depth, @Nullable Path chart, boolean top, boolean templates) {
    Place below(String name) {
      boolean renders = top && (name.equals("templates") || name.equals("charts"));
      return new Place(depth + 1, chart, false, templates || renders);
    }
  }

  private final Sink sink;
  private final List<Path> charts = new ArrayList<>();
  private final Map<Path, Kustomization> kustomizations = new LinkedHashMap<>();
  private final List<Found> files = new ArrayList<>();
  private int entries;
  private boolean tooMany;

  Walk(Sink sink) {
    this.sink = sink;
  }

  /** The directories of charts, without those that are parts of others. */
  List<Path> charts() {
    return charts;
  }

  /** The kustomizations by their absolute directories. */
  Map<Path, Kustomization> kustomizations() {
    return kustomizations;
  }

  List<Found> files() {
    return files;
  }

  /** Walks through a directory. */
  void directory(Path root) {
    // What is in the working directory is called by its name alone.
    Path start = root.toString().equals(".") ? Path.of("") : root;
    walk(start, start, new Place(0, null, false, false));
  }

  /** Takes a directory as a kustomization; false where it is none. */
  boolean kustomization(Path directory) {
    Path absolute = Kustomization.absolute(directory);
    Kustomization found = kustomizations.get(absolute);
    if (found == null) {
      found = Kustomization.in(directory);
    }
    if (found != null) {
      kustomizations.put(absolute, found);
    }
    return found != null;
  }

  private void walk(Path root, Path directory, Place outside) {
    Place here = outside;
    if (!outside.templates && isFile(directory.resolve(CHART))) {
      charts.add(directory);
      here = new Place(outside.depth, directory, true, false);
    }
    if (!here.templates) {
      kustomization(directory);
    }
    for (Path entry : entries(directory)) {
      if (++entries > MAX_ENTRIES) {
        tooMany(root);
        return;
      }
      entry(root, entry, here);
    }
  }

  private void entry(Path root, Path entry, Place here) {
    BasicFileAttributes attributes;
    try {
      attributes =
          Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      sink.add(new Problem(entry.toString(), "cannot be looked at: " + e.getMessage()));
      return;
    }
    String name = String.valueOf(entry.getFileName());
    if (attributes.isDirectory()) {
      if (SKIPPED.contains(name)) {
        return;
      }
      if (here.depth == MAX_DEPTH) {
        sink.add(new Problem(entry.toString(), "not entered: it is " + MAX_DEPTH + " deep"));
        return;
      }
      walk(root, entry, here.below(name));
    } else if (attributes.isRegularFile()) {
      if (isDocument(name) && !isOfChart(name, here) && !isKustomization(entry)) {
        files.add(new Found(entry, attributes.size(), here.templates ? here.chart : null));
      }
    } else if (attributes.isSymbolicLink() && isDocument(name) && leadsOut(entry, root)) {
      sink.add(
          new Problem(
              entry.toString(),
              "not read: it is a symbolic link to a file elsewhere; name that file, too, to have it"
                  + " audited"));
    }
  }

  private static boolean isDocument(String name) {
    return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
  }

  /** Whether it belongs to the machinery of a chart: values, and what describes the chart. */
  private static boolean isOfChart(String name, Place here) {
    return here.chart != null
        && !here.templates
        && (name.equals(CHART) || name.equals("requirements.yaml") || name.contains("values"));
  }

  private boolean isKustomization(Path file) {
    Path directory = file.getParent();
    Kustomization known =
        kustomizations.get(Kustomization.absolute(directory == null ? Path.of("") : directory));
    return known != null && Kustomization.isNamed(file) && sameName(known.file(), file);
  }

  private static boolean sameName(Path one, Path other) {
    return String.valueOf(one.getFileName()).equals(String.valueOf(other.getFileName()));
  }

  private static boolean leadsOut(Path link, Path root) {
    try {
      Path target = link.toRealPath();
      return Files.isRegularFile(target) && !target.startsWith(root.toRealPath());
    } catch (IOException leadsNowhere) {
      return false;
    }
  }

  private List<Path> entries(Path directory) {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      for (Path entry : stream) {
        if (entries.size() > MAX_ENTRIES) {
          break;
        }
        entries.add(entry);
      }
    } catch (IOException e) {
      sink.add(new Problem(directory.toString(), "not entered: " + e.getMessage()));
    } catch (DirectoryIteratorException e) {
      sink.add(new Problem(directory.toString(), "not read to its end: " + e.getCause()));
    }
    entries.sort(null);
    return entries;
  }

  private void tooMany(Path root) {
    if (!tooMany) {
      tooMany = true;
      sink.add(
          new Problem(
              root.toString().isEmpty() ? "." : root.toString(),
              "not read to its end: there are more than " + MAX_ENTRIES + " files in it"));
    }
  }

  private static boolean isFile(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }
}
