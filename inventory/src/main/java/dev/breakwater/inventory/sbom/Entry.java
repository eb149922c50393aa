package dev.breakwater.inventory.sbom;

import dev.breakwater.core.Digest;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.json.Json;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A component or package of a document, in the words of that document: our own properties, and
 * those of Syft and Trivy, which write most of the documents there are.
 */
final class Entry {
  @Nullable String kind;
  @Nullable String id;
  @Nullable String name;
  @Nullable String version;
  @Nullable String purl;
  @Nullable String description;
  final Map<String, String> properties = new HashMap<>();
  final TreeSet<String> paths = new TreeSet<>();

  /** Keeps a property if it is one of those that are understood. */
  void property(@Nullable String property, @Nullable String value) {
    if (property == null || value == null) {
      return;
    }
    if (property.startsWith("breakwater:")) {
      properties.put(property, value);
    } else if (property.startsWith("syft:location:") && property.endsWith(":path")) {
      path(value);
    } else if (property.equals("aquasecurity:trivy:FilePath")) {
      path(value);
    } else if (property.startsWith("syft:") || property.startsWith("aquasecurity:trivy:")) {
      properties.put(property, value);
    }
  }

  /** A path, relative to the root. */
  void path(String path) {
    int start = 0;
    while (start < path.length() && path.charAt(start) == '/') {
      start++;
    }
    if (start < path.length()) {
      paths.add(path.substring(start));
    }
  }

  /** SPDX says with a sentence what it has no member for; ours is a JSON object. */
  void remark(String text) {
    if (text.startsWith("{\"breakwater:")) {
      ownRemark(text);
    } else if (text.startsWith("LayerDiffID: ")) {
      property("aquasecurity:trivy:LayerDiffID", text.substring("LayerDiffID: ".length()));
    } else if (text.startsWith("PkgPath: ")) {
      path(text.substring("PkgPath: ".length()));
    }
  }

  private void ownRemark(String text) {
    try {
      Json json = Json.parse(text);
      json.members().forEach((key, value) -> property(key, value.text()));
      json.texts(Properties.PATHS).forEach(this::path);
    } catch (IOException notOurs) {
      // Another tool may begin its remark the same way; it then says nothing to us.
    }
  }

  /** The sentence that says which source package it was built from. */
  void sourceInfo(String text) {
    String start = "built package from: ";
    if (text.startsWith(start)) {
      String rest = text.substring(start.length()).strip();
      int blank = rest.lastIndexOf(' ');
      property("aquasecurity:trivy:SrcName", blank < 0 ? rest : rest.substring(0, blank));
      property("aquasecurity:trivy:SrcVersion", blank < 0 ? null : rest.substring(blank + 1));
    }
  }

  /**
   * The package.
   *
   * @throws IllegalArgumentException where its purl is none
   */
  SoftwarePackage toPackage(String purlText) {
    PackageUrl read = PackageUrl.parse(purlText);
    String packageName = properties.get(Properties.NAME);
    if (packageName == null) {
      packageName = PurlFacts.name(read, name);
    }
    String packageVersion = properties.get(Properties.VERSION);
    if (packageVersion == null) {
      packageVersion = PurlFacts.version(read, version);
    }
    return new SoftwarePackage(
        read,
        packageName,
        packageVersion,
        source(read, packageVersion),
        List.copyOf(paths),
        layer(),
        ownedBy());
  }

  private SoftwarePackage.@Nullable Source source(PackageUrl read, String packageVersion) {
    String own = properties.get(Properties.SOURCE_NAME);
    if (own != null) {
      return own.isEmpty()
          ? null
          : new SoftwarePackage.Source(own, properties.get(Properties.SOURCE_VERSION));
    }
    String trivy = properties.get("aquasecurity:trivy:SrcName");
    if (trivy != null && !trivy.isEmpty()) {
      return new SoftwarePackage.Source(trivy, trivySourceVersion());
    }
    SoftwarePackage.Source syft = syftSource(packageVersion);
    return syft == null ? PurlFacts.source(read, packageVersion) : syft;
  }

  /** {@code epoch:version-release}, of which Trivy writes each part as a property of its own. */
  private @Nullable String trivySourceVersion() {
    String upstream = properties.get("aquasecurity:trivy:SrcVersion");
    if (upstream == null) {
      return null;
    }
    String release = properties.getOrDefault("aquasecurity:trivy:SrcRelease", "");
    String epoch = properties.getOrDefault("aquasecurity:trivy:SrcEpoch", "0");
    return (epoch.isEmpty() || epoch.equals("0") ? "" : epoch + ":")
        + upstream
        + (release.isEmpty() ? "" : "-" + release);
  }

  private SoftwarePackage.@Nullable Source syftSource(String packageVersion) {
    String rpm = properties.get("syft:metadata:sourceRpm");
    if (rpm != null && !rpm.isEmpty()) {
      return PurlFacts.ofSourceRpm(rpm);
    }
    String source = properties.get("syft:metadata:source");
    if (source == null || source.isEmpty()) {
      source = properties.get("syft:metadata:originPackage");
    }
    if (source == null || source.isEmpty()) {
      return null;
    }
    String sourceVersion = properties.getOrDefault("syft:metadata:sourceVersion", "");
    String said = sourceVersion.isEmpty() ? packageVersion : sourceVersion;
    return new SoftwarePackage.Source(source, said.isEmpty() ? null : said);
  }

  private @Nullable Digest layer() {
    for (String key :
        List.of(Properties.LAYER, "aquasecurity:trivy:LayerDiffID", "syft:location:0:layerID")) {
      String text = properties.get(key);
      if (text != null) {
        return Digest.parse(text).orElse(null);
      }
    }
    return null;
  }

  private @Nullable PackageUrl ownedBy() {
    String owner = properties.get(Properties.OWNED_BY);
    return owner == null ? null : PackageUrl.parse(owner);
  }

  /** The distribution that an operating-system entry stands for; null where it names none. */
  @Nullable Distribution toDistribution() {
    String own = properties.get(Properties.DISTRIBUTION_ID);
    if (own != null) {
      return new Distribution(
          own,
          properties.get(Properties.DISTRIBUTION_LIKE),
          properties.get(Properties.DISTRIBUTION_VERSION),
          properties.get(Properties.DISTRIBUTION_CODENAME),
          properties.getOrDefault(Properties.DISTRIBUTION_NAME, own),
          day(properties.get(Properties.DISTRIBUTION_END)));
    }
    String said = properties.getOrDefault("syft:distro:id", name == null ? "" : name);
    String distribution = said.toLowerCase(Locale.ROOT);
    if (distribution.isEmpty() || distribution.equals("none")) {
      return null;
    }
    String release =
        properties.getOrDefault("syft:distro:versionID", version == null ? "" : version);
    String pretty = properties.getOrDefault("syft:distro:prettyName", description);
    return new Distribution(
        distribution,
        properties.get("syft:distro:idLike:0"),
        release.isEmpty() ? null : PurlFacts.release(distribution, release),
        properties.get("syft:distro:versionCodename"),
        pretty == null || pretty.isEmpty() ? (said + " " + release).strip() : pretty,
        null);
  }

  private static @Nullable LocalDate day(@Nullable String text) {
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** For messages: whatever it is called. */
  String called() {
    String text = name == null ? id : name;
    return text == null || text.isEmpty() ? "a component without a name" : text;
  }
}
