package dev.breakwater.inventory.detection;

import dev.breakwater.core.Distribution;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Problem;
import dev.breakwater.core.SoftwarePackage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one file tells of packages.
 *
 * @param packages in the file
 * @param ownerships which files belong to which operating-system package
 * @param distribution for os-release and its forerunners; its end of life is not filled in, because
 *     that is not in the file
 * @param problems parts of the file that could not be read, while the rest could
 */
public record PackageFacts(
    List<Candidate> packages,
    List<Ownership> ownerships,
    @Nullable Distribution distribution,
    List<Problem> problems) {
  public PackageFacts {
    packages = List.copyOf(packages);
    ownerships = List.copyOf(ownerships);
    problems = List.copyOf(problems);
  }

  /**
   * A package before its distribution, layer and owner are known.
   *
   * @param purl complete for language packages; without namespace and {@code distro} for
   *     operating-system packages, which get them from the distribution
   * @param name as its package manager writes it
   * @param version as its package manager writes it
   * @param source for operating-system packages; null elsewhere
   * @param path the file's own path, or {@code outer.jar!/inner.jar}
   */
  public record Candidate(
      PackageUrl purl,
      String name,
      String version,
      SoftwarePackage.@Nullable Source source,
      String path) {

    private static final int MAX_TOKEN = 512;

    /**
     * Whether a text can be a name or a version: not empty, without blanks, control characters or
     * characters that make a terminal show something else, and not absurdly long.
     */
    public static boolean isToken(String text) {
      if (text.isEmpty() || text.length() > MAX_TOKEN) {
        return false;
      }
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c <= ' ' || (c > '~' && (Character.isSpaceChar(c) || TextLines.isTreacherous(c)))) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * The files that an operating-system package installed.
   *
   * @param owner the package's name, {@code name:arch} where several architectures are installed,
   *     or the path of the file that holds the package's only record
   * @param paths relative to the root, without a leading slash; only those that {@link
   *     OwnedPath#matters} keeps; may be empty
   */
  public record Ownership(String owner, List<String> paths) {
    public Ownership {
      paths = List.copyOf(paths);
    }
  }

  /** Packages only. */
  public static PackageFacts of(List<Candidate> packages) {
    return of(packages, List.of());
  }

  /** Packages, and what could not be read of them. */
  public static PackageFacts of(List<Candidate> packages, List<Problem> problems) {
    return new PackageFacts(packages, List.of(), null, problems);
  }

  /** Owned files only. */
  public static PackageFacts of(Ownership ownership) {
    return new PackageFacts(List.of(), List.of(ownership), null, List.of());
  }

  /** A distribution, and what could not be read of it. */
  public static PackageFacts of(Distribution distribution, List<Problem> problems) {
    return new PackageFacts(List.of(), List.of(), distribution, problems);
  }

  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return packages.isEmpty() && ownerships.isEmpty() && distribution == null && problems.isEmpty();
  }
}
