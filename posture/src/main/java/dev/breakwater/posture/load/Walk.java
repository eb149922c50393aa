package dev.breakwater.posture.load;

import dev.breakwater.core.BreakwaterException;
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
 * found twice and no link leads round in circles; a link that leads out of the directory, to a file
 * or to a directory with files that would have been read, is told.
 */
final class Walk {
  static final int MAX_DEPTH = 64;
  static final int MAX_ENTRIES = 1_000_000;

  /** Files of a directory elsewhere. */
  private static final int MAX_LOOKED_AT = 1000;

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

  /** Charts, packed ones and directories, without those that are parts of others. */
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
    Path absolute = absolute(directory);
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
      sink.add(
          new Problem(entry.toString(), "cannot be looked at: " + BreakwaterException.reason(e)));
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
      if (isDocument(name) && !isKustomization(entry)) {
        files.add(new Found(entry, attributes.size(), here.templates ? here.chart : null));
      } else if (name.endsWith(".tgz") && !here.templates && PackedChart.is(entry)) {
        charts.add(entry);
      }
    } else if (attributes.isSymbolicLink() && !SKIPPED.contains(name)) {
      link(root, entry, name);
    }
  }

  /** A path by which files can be compared. */
  static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private static boolean isDocument(String name) {
    return endsWith(name, ".yaml") || endsWith(name, ".yml") || endsWith(name, ".json");
  }

  /** Whether a name ends so, in letters of any case. */
  static boolean endsWith(String name, String end) {
    return name.regionMatches(true, name.length() - end.length(), end, 0, end.length());
  }

  private boolean isKustomization(Path file) {
    Path directory = file.getParent();
    Kustomization known = kustomizations.get(absolute(directory == null ? Path.of("") : directory));
    return known != null && Kustomization.isNamed(file) && sameName(known.file(), file);
  }

  private static boolean sameName(Path one, Path other) {
    return String.valueOf(one.getFileName()).equals(String.valueOf(other.getFileName()));
  }

  /** Tells of a link that leads out of the directory to what would have been read there. */
  private void link(Path root, Path link, String name) {
    String what = isDirectoryOfDocuments(link) ? "directory" : "file";
    try {
      Path target = link.toRealPath();
      boolean wanted =
          what.equals("directory") || (isDocument(name) && Files.isRegularFile(target));
      if (wanted && !target.startsWith(root.toRealPath())) {
        sink.add(
            new Problem(
                link.toString(),
                "not read: it is a symbolic link to a "
                    + what
                    + " elsewhere; name that "
                    + what
                    + ", too, to have it audited"));
      }
    } catch (IOException leadsNowhere) {
      // There is nothing to read.
    }
  }

  private static boolean isDirectoryOfDocuments(Path directory) {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      int seen = 0;
      for (Path entry : stream) {
        if (isDocument(String.valueOf(entry.getFileName()))) {
          return true;
        }
        if (++seen == MAX_LOOKED_AT) {
          return false;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Nobody knows what is in it.
    }
    return false;
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
      sink.add(new Problem(directory.toString(), "not entered: " + BreakwaterException.reason(e)));
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
