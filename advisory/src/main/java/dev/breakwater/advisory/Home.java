package dev.breakwater.advisory;

import dev.breakwater.core.Distribution;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.SoftwarePackage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the advisories for a package are issued. */
sealed interface Home {
  /**
   * In an ecosystem.
   *
   * @param candidates names under which its data may be kept, the most likely first
   * @param version the distribution's own, with its minor number, where its channels hang on it;
   *     null elsewhere
   */
  record In(List<Ecosystem> candidates, @Nullable String version) implements Home {
    public In {
      candidates = List.copyOf(candidates);
    }

    static In of(String name, @Nullable String release) {
      return new In(List.of(new Ecosystem(name, release)), null);
    }
  }

  /**
   * Nowhere that we know of.
   *
   * @param label what to call such packages in a report
   * @param reason for people: why, and what to do
   * @param named whether the packages are to be named
   */
  record Nowhere(String label, String reason, boolean named) implements Home {
    Nowhere(String label, String reason) {
      this(label, reason, false);
    }
  }

  /**
   * Where a package belongs. For packages of an operating system the purl's {@code distro} decides,
   * and the subject's own distribution where it has none. Those that Root or TuxCare built anew are
   * theirs, whatever they stand beside, and so are those of a vendor that is not the
   * distribution's.
   */
  static Home of(SoftwarePackage item, @Nullable Distribution distribution) {
    PackageUrl purl = item.purl();
    if (comesFromElsewhere(purl)) {
      return new Nowhere(
          "pkg:" + purl.type() + " from elsewhere",
          "it comes from Git or from a registry of its own, and advisories are about the package of"
              + " that name in the public registry; compare it with its own source");
    }
    return switch (purl.type()) {
      case "deb", "apk", "rpm" ->
          Release.of(purl, distribution).home(purl.type(), Builder.of(item));
      case "pypi" -> Builder.of(item) == Builder.ROOT ? root("PyPI") : In.of("PyPI", null);
      case "npm" -> Builder.of(item) == Builder.ROOT ? root("npm") : In.of("npm", null);
      case "maven" -> purl.namespace() == null ? unnamedArchive() : In.of("Maven", null);
      case "golang" -> In.of("Go", null);
      case "cargo" -> In.of("crates.io", null);
      case "gem" -> In.of("RubyGems", null);
      case "composer" -> In.of("Packagist", null);
      case "nuget" -> In.of("NuGet", null);
      case "bitnami" -> In.of("Bitnami", null);
      case "generic" -> KnownProgram.home(purl);
      case "hex" -> In.of("Hex", null);
      case "pub" -> In.of("Pub", null);
      case "swift" -> In.of("SwiftURL", null);
      case "github", "githubactions" -> In.of("GitHub Actions", null);
      case "cran" -> In.of("CRAN", null);
      case "conan" -> In.of("ConanCenter", null);
      case "bioconductor" -> In.of("Bioconductor", null);
      case "julia" -> In.of("Julia", null);
      case "opam" -> In.of("opam", null);
      case "vscode-extension", "vscode" -> In.of("VSCode", null);
      case "hackage" -> In.of("Hackage", null);
      default ->
          new Nowhere(
              "pkg:" + purl.type(), "no feed that Breakwater reads covers packages of this type");
    };
  }

  private static Home root(String ecosystem) {
    return In.of("Root", ecosystem);
  }

  private static Nowhere unnamedArchive() {
    return new Nowhere(
        "Java archives without a name",
        "nothing in them says which artifact they are, and no index knows their bytes; make one with"
            + " 'breakwater db index-jars', or name the artifacts in an SBOM");
  }

  /**
   * Whether a package shares no more than its name with what its ecosystem's advisories are about,
   * by the rules of those package managers that keep apart where a package comes from.
   */
  private static boolean comesFromElsewhere(PackageUrl purl) {
    return switch (purl.type()) {
      case "cargo" -> hasAny(purl, "vcs_url", "repository_url", "source");
      case "gem", "pub" -> hasAny(purl, "vcs_url", "repository_url");
      case "hex" -> purl.namespace() != null || hasAny(purl, "vcs_url", "repository_url");
      case "conan" -> hasAny(purl, "user", "repository_url");
      default -> false;
    };
  }

  private static boolean hasAny(PackageUrl purl, String... qualifiers) {
    for (String qualifier : qualifiers) {
      if (purl.qualifiers().containsKey(qualifier)) {
        return true;
      }
    }
    return false;
  }

  /** The name under which a package is looked up, as the store keeps names. */
  static String nameIn(Ecosystem in, SoftwarePackage item) {
    PackageUrl purl = item.purl();
    String release = in.release();
    String ecosystem = in.name().equals("Root") && release != null ? release : in.name();
    String name =
        switch (ecosystem) {
          case "Maven" -> joined(purl, ':');
          case "Go" -> moduleName(item);
          case "npm", "Packagist", "SwiftURL", "GitHub Actions" -> joined(purl, '/');
          case "VSCode" -> joined(purl, '.');
          default -> purl.name();
        };
    return PackageName.normal(in.name(), name);
  }

  /** A purl may have lost the case that a module's path has. */
  private static String moduleName(SoftwarePackage item) {
    String path = joined(item.purl(), '/');
    return path.equalsIgnoreCase(item.name()) ? item.name() : path;
  }

  private static String joined(PackageUrl purl, char separator) {
    return purl.namespace() == null ? purl.name() : purl.namespace() + separator + purl.name();
  }
}
