package dev.breakwater.core.waiver;

import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Vulnerability;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which packages a waiver means: a package URL, whose version and qualifiers need only match where
 * they are given, or a plain name. Stars are allowed everywhere but in the type and the keys of
 * qualifiers.
 *
 * @param name of {@code pkg:type/namespace/name}, decoded, or of the plain name
 * @param version null where any will do
 * @param qualifiers those that are asked for
 */
record PackagePattern(Glob name, @Nullable Glob version, Map<String, Glob> qualifiers) {

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException where it begins as a package URL and is none; says why
   */
  static PackagePattern parse(String text) {
    if (!text.startsWith("pkg:")) {
      return new PackagePattern(Glob.ofName(text), null, Map.of());
    }
    PackageUrl purl = PackageUrl.parse(text);
    java.util.TreeMap<String, Glob> qualifiers = new java.util.TreeMap<>();
    purl.qualifiers().forEach((key, value) -> qualifiers.put(key, Glob.ofName(value)));
    String version = purl.version();
    return new PackagePattern(
        Glob.ofName(plain(purl)), version == null ? null : Glob.ofName(version), qualifiers);
  }

  boolean matches(Vulnerability finding) {
    PackageUrl purl = finding.purl();
    return (name.matches(finding.packageName())
            || name.matches(purl.name())
            || name.matches(plain(purl)))
        && (version == null || version.matches(purl.version() == null ? "" : purl.version()))
        && hasQualifiers(purl);
  }

  private boolean hasQualifiers(PackageUrl purl) {
    for (Map.Entry<String, Glob> wanted : qualifiers.entrySet()) {
      if (!wanted.getValue().matches(purl.qualifier(wanted.getKey()).orElse(""))) {
        return false;
      }
    }
    return true;
  }

  /** Type, namespace and name, as they are and not as a URL would write them. */
  static String plain(PackageUrl purl) {
    String namespace = purl.namespace();
    return "pkg:" + purl.type() + "/" + (namespace == null ? "" : namespace + "/") + purl.name();
  }
}
