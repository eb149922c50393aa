package dev.breakwater.inventory.sbom;

import dev.breakwater.core.Distribution;
import dev.breakwater.core.SoftwarePackage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Our own properties of packages and distributions, for what a format has no member for. CycloneDX
 * carries them as properties, SPDX as one annotation. Reading back what was written gives the same
 * package.
 */
final class Properties {
  static final String NAME = "breakwater:name";
  static final String VERSION = "breakwater:version";

  /** Empty where the package has no source although its purl names one. */
  static final String SOURCE_NAME = "breakwater:source:name";

  static final String SOURCE_VERSION = "breakwater:source:version";
  static final String LAYER = "breakwater:layer";
  static final String OWNED_BY = "breakwater:ownedBy";
  static final String PATHS = "breakwater:paths";

  static final String DISTRIBUTION_ID = "breakwater:distribution:id";
  static final String DISTRIBUTION_LIKE = "breakwater:distribution:idLike";
  static final String DISTRIBUTION_VERSION = "breakwater:distribution:version";
  static final String DISTRIBUTION_CODENAME = "breakwater:distribution:codename";
  static final String DISTRIBUTION_NAME = "breakwater:distribution:name";
  static final String DISTRIBUTION_END = "breakwater:distribution:endOfLife";

  private Properties() {}

  /**
   * The properties of a package, paths left out.
   *
   * @param writtenName the name that the format's own member says, which the reader starts from
   * @param writtenVersion the version that it says; null where it says none
   */
  static Map<String, String> of(
      SoftwarePackage of, String writtenName, @Nullable String writtenVersion) {
    Map<String, String> properties = new LinkedHashMap<>();
    if (!PurlFacts.name(of.purl(), writtenName).equals(of.name())) {
      properties.put(NAME, of.name());
    }
    if (!PurlFacts.version(of.purl(), writtenVersion).equals(of.version())) {
      properties.put(VERSION, of.version());
    }
    SoftwarePackage.Source source = of.source();
    if (source != null) {
      properties.put(SOURCE_NAME, source.name());
      put(SOURCE_VERSION, source.version(), properties);
    } else if (PurlFacts.source(of.purl(), of.version()) != null) {
      properties.put(SOURCE_NAME, "");
    }
    put(LAYER, of.layer(), properties);
    put(OWNED_BY, of.ownedBy(), properties);
    return properties;
  }

  static Map<String, String> of(Distribution distribution) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(DISTRIBUTION_ID, distribution.id());
    put(DISTRIBUTION_LIKE, distribution.idLike(), properties);
    put(DISTRIBUTION_VERSION, distribution.versionId(), properties);
    put(DISTRIBUTION_CODENAME, distribution.codename(), properties);
    properties.put(DISTRIBUTION_NAME, distribution.name());
    put(DISTRIBUTION_END, distribution.endOfLife(), properties);
    return properties;
  }

  private static void put(String name, @Nullable Object value, Map<String, String> properties) {
    if (value != null) {
      properties.put(name, value.toString());
    }
  }
}
