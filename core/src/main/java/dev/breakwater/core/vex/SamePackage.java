package dev.breakwater.core.vex;

import dev.breakwater.core.PackageUrl;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a statement's package URL means a package: type, namespace and name are the same, and so
 * are the version and every qualifier that the statement gives. {@code distro=debian-12} and {@code
 * distro=debian-12.13} are the same distribution, as one is the other up to a dot.
 */
final class SamePackage {
  private SamePackage() {}

  static boolean means(PackageUrl stated, PackageUrl found) {
    return stated.type().equals(found.type())
        && stated.name().equals(found.name())
        && Objects.equals(stated.namespace(), found.namespace())
        && (stated.version() == null || sameVersion(stated, found.version()))
        && sameQualifiers(stated, found);
  }

  /** Some write the versions of Go modules with a v in front, and some do not. */
  private static boolean sameVersion(PackageUrl stated, @Nullable String found) {
    String version = stated.version();
    if (version == null || found == null || !stated.type().equals("golang")) {
      return Objects.equals(version, found);
    }
    return withoutV(version).equals(withoutV(found));
  }

  private static String withoutV(String version) {
    return version.startsWith("v") ? version.substring(1) : version;
  }

  private static boolean sameQualifiers(PackageUrl stated, PackageUrl found) {
    for (Map.Entry<String, String> given : stated.qualifiers().entrySet()) {
      boolean same =
          switch (given.getKey()) {
            // These say where a package came from, not which it is, and tools differ in them.
            case "upstream", "vcs_url", "download_url", "checksum", "package-id" -> true;
            case "distro" ->
                isWithin(given.getValue(), found.qualifier("distro").orElse(""))
                    || isWithin(found.qualifier("distro").orElse(""), given.getValue());
            default -> given.getValue().equals(found.qualifier(given.getKey()).orElse(null));
          };
      if (!same) {
        return false;
      }
    }
    return true;
  }

  /** Whether a text is another, or goes on with a dot where that ends. */
  static boolean isWithin(String text, String wider) {
    return !wider.isEmpty()
        && text.startsWith(wider)
        && (text.length() == wider.length() || text.charAt(wider.length()) == '.');
  }
}
