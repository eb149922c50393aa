package dev.breakwater.inventory.dpkg;

import dev.breakwater.core.Problem;
import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.BoundedContent;
import dev.breakwater.inventory.detection.OwnedPath;
import dev.breakwater.inventory.detection.PackageDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageFacts.Ownership;
import dev.breakwater.inventory.detection.PackageFactsCodec;
import dev.breakwater.inventory.detection.TextLines;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Which files a package of dpkg installed: {@code info/NAME.list} or {@code info/NAME:ARCH.list},
 * and {@code status.d/FILE.md5sums} of distroless images.
 *
 * <p>A list says something even where none of its files matter: dpkg writes it when it unpacks the
 * package, so the layer that holds it is the layer that brought the package.
 */
public final class DpkgFilesDetector implements PackageDetector {
  private static final String LISTS = "var/lib/dpkg/info/";
  private static final String SUMS = "var/lib/dpkg/status.d/";
  private static final String LIST_ENDING = ".list";
  private static final String SUMS_ENDING = ".md5sums";
  private static final long MAX_BYTES = 256L << 20;

  @Override
  public String name() {
    return "dpkg-files/2";
  }

  @Override
  public boolean wants(FileEntry file) {
    String path = file.path();
    return isDirectlyIn(LISTS, path, LIST_ENDING) || isDirectlyIn(SUMS, path, SUMS_ENDING);
  }

  private static boolean isDirectlyIn(String directory, String path, String ending) {
    return path.startsWith(directory)
        && path.endsWith(ending)
        && path.length() > directory.length() + ending.length()
        && path.indexOf('/', directory.length()) < 0;
  }

  @Override
  public PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    try (InputStream in = BoundedContent.open(content, MAX_BYTES)) {
      return read(file.path(), in);
    }
  }

  static PackageFacts read(String path, InputStream in) throws IOException {
    boolean sums = path.endsWith(SUMS_ENDING);
    // A file in status.d may be called anything, so its package is known by the file beside it.
    String owner =
        sums
            ? path.substring(0, path.length() - SUMS_ENDING.length())
            : path.substring(path.lastIndexOf('/') + 1, path.length() - LIST_ENDING.length());
    List<String> paths = new ArrayList<>();
    TextLines lines = new TextLines(in);
    String candidate = null;
    while (lines.next()) {
      String line = sums ? pathOfSum(lines) : pathOfList(lines);
      if (candidate != null && !isParent(candidate, line)) {
        paths.add(candidate);
      }
      candidate = !line.isEmpty() && OwnedPath.matters(line) ? line : null;
      if (paths.size() == PackageFactsCodec.MAX_PATHS) {
        return new PackageFacts(
            List.of(),
            List.of(new Ownership(owner, paths)),
            null,
            List.of(
                new Problem(
                    path + ":" + lines.number(), "lists too many files; the rest is left out")));
      }
    }
    if (candidate != null) {
      paths.add(candidate);
    }
    return PackageFacts.of(new Ownership(owner, paths));
  }

  /** Lists name directories too, each right before what is in it. */
  private static boolean isParent(String path, String next) {
    return next.length() > path.length()
        && next.charAt(path.length()) == '/'
        && next.startsWith(path);
  }

  /** {@code /usr/bin/name} as {@code usr/bin/name}. */
  private static String pathOfList(TextLines lines) {
    return lines.cut() || lines.at(0) != '/' ? "" : lines.text(1);
  }

  /** The path after the sum and two blanks. */
  private static String pathOfSum(TextLines lines) {
    int blank = lines.indexOf(' ', 0);
    if (lines.cut() || blank < 0) {
      return "";
    }
    String path = lines.text(blank + 1).strip();
    return path.startsWith("./")
        ? path.substring(2)
        : path.startsWith("/") ? path.substring(1) : path;
  }
}
