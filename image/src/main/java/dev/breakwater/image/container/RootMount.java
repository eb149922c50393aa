package dev.breakwater.image.container;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is mounted as a process's root.
 *
 * @param fileSystem device and directory in it, the same for all processes that share this root
 * @param type of the file system
 * @param options of the file system, as written
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html">mountinfo</a>
 */
record RootMount(String fileSystem, String type, String options) {
  private static final int MAX_LAYERS = 1000;

  /** Finds it among all mounts; null where the root is none, as after {@code chroot}. */
  static @Nullable RootMount of(String mountinfo) {
    RootMount root = null;
    for (String line : mountinfo.split("\n")) {
      String[] fields = line.split(" ");
      if (fields.length < 6 || !fields[4].equals("/")) {
        continue;
      }
      for (int i = 6; i + 1 < fields.length; i++) {
        if (fields[i].equals("-")) {
          String options = i + 3 < fields.length ? fields[i + 3] : "";
          // Of several on one point the last is what shows.
          root = new RootMount(fields[2] + " " + fields[3], fields[i + 1], options);
          break;
        }
      }
    }
    return root;
  }

  /** Whether it is overlayfs of the kernel, not of a program such as fuse-overlayfs. */
  boolean isOverlay() {
    return type.equals("overlay");
  }

  /** The directories that overlayfs lays on each other; null where they cannot be found. */
  ContainerRoot.@Nullable Overlay overlay() {
    if (!isOverlay()) {
      return null;
    }
    List<String> lower = new ArrayList<>();
    String upper = null;
    for (String written : options.split(",")) {
      String option = unescape(written);
      if (option.startsWith("lowerdir=")) {
        lower.addAll(split(option.substring("lowerdir=".length())));
      } else if (option.startsWith("lowerdir+=")) {
        lower.add(option.substring("lowerdir+=".length()));
      } else if (option.startsWith("upperdir=")) {
        upper = option.substring("upperdir=".length());
      } else if (option.startsWith("datadir+=")) {
        return null;
      }
    }
    if (upper == null || !upper.startsWith("/") || lower.size() > MAX_LAYERS) {
      return null;
    }
    List<Path> paths = new ArrayList<>();
    for (String directory : lower.reversed()) {
      paths.add(Path.of("/").resolve(plain(directory)));
    }
    Path upperPath = Path.of(plain(upper));
    if (!areDirectories(paths)) {
      // A long list is given relative to a directory that also holds the upper one.
      Path base = upperPath.getParent();
      List<Path> found = null;
      while (base != null && found == null) {
        found = below(base, lower.reversed());
        base = base.getParent();
      }
      if (found == null) {
        return null;
      }
      paths = found;
    }
    return Files.isDirectory(upperPath) ? new ContainerRoot.Overlay(paths, upperPath) : null;
  }

  private static @Nullable List<Path> below(Path base, List<String> relative) {
    List<Path> paths = new ArrayList<>();
    for (String directory : relative) {
      paths.add(base.resolve(plain(directory)));
    }
    return areDirectories(paths) ? paths : null;
  }

  private static boolean areDirectories(List<Path> paths) {
    for (Path path : paths) {
      if (!Files.isDirectory(path)) {
        return false;
      }
    }
    return true;
  }

  /** Splits at colons that are not behind a backslash. */
  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == ':') {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  /** The kernel writes some characters in octal. */
  private static String unescape(String text) {
    return text.indexOf('\\') < 0
        ? text
        : text.replace("\\040", " ")
            .replace("\\011", "\t")
            .replace("\\012", "\n")
            .replace("\\054", ",")
            .replace("\\075", "=")
            .replace("\\134", "\\");
  }

  /** Overlayfs takes what is behind a backslash as it is. */
  private static String plain(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\' && i + 1 < text.length()) {
        i++;
      }
      out.append(text.charAt(i));
    }
    return out.toString();
  }
}
