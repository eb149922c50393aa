package dev.breakwater.core;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A package URL, {@code pkg:type/namespace/name@version?qualifiers#subpath}, in canonical form.
 *
 * @param type lower case, for example {@code deb}, {@code maven}, {@code golang}
 * @param namespace decoded segments joined by {@code /}; null where there is none
 * @param name decoded name
 * @param version decoded version; null where there is none
 * @param qualifiers decoded, keys in lower case and sorted, without empty values
 * @param subpath decoded; null where there is none
 * @see <a href="https://github.com/package-url/purl-spec">purl specification</a>
 */
public record PackageUrl(
    String type,
    @Nullable String namespace,
    String name,
    @Nullable String version,
    SortedMap<String, String> qualifiers,
    @Nullable String subpath)
    implements Comparable<PackageUrl> {

  public PackageUrl {
    type = type.toLowerCase(Locale.ROOT);
    if (type.isEmpty() || name.isEmpty()) {
      throw new IllegalArgumentException("a package URL needs a type and a name");
    }
    if (namespace != null && namespace.isEmpty()) {
      namespace = null;
    }
    if (version != null && version.isEmpty()) {
      version = null;
    }
    if (subpath != null && subpath.isEmpty()) {
      subpath = null;
    }
    switch (type) {
      case "deb", "apk", "github", "bitbucket", "composer", "hex", "alpm", "bitnami" -> {
        namespace = namespace == null ? null : namespace.toLowerCase(Locale.ROOT);
        name = name.toLowerCase(Locale.ROOT);
      }
      case "pypi" -> name = name.toLowerCase(Locale.ROOT).replace('_', '-');
      case "rpm" -> namespace = namespace == null ? null : namespace.toLowerCase(Locale.ROOT);
      default -> {}
    }
    TreeMap<String, String> sorted = new TreeMap<>();
    for (Map.Entry<String, String> qualifier : qualifiers.entrySet()) {
      if (!qualifier.getValue().isEmpty()) {
        String key = qualifier.getKey().toLowerCase(Locale.ROOT);
        if (!isQualifierKey(key)) {
          throw new IllegalArgumentException("package URL with an impossible qualifier: " + key);
        }
        sorted.put(key, qualifier.getValue());
      }
    }
    qualifiers = java.util.Collections.unmodifiableSortedMap(sorted);
  }

  /** A package URL without qualifiers. */
  public static PackageUrl of(
      String type, @Nullable String namespace, String name, @Nullable String version) {
    return new PackageUrl(type, namespace, name, version, new TreeMap<>(), null);
  }

  /** The same package URL with one more qualifier; an empty or null value adds none. */
  public PackageUrl with(String key, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      return this;
    }
    TreeMap<String, String> more = new TreeMap<>(qualifiers);
    more.put(key, value);
    return new PackageUrl(type, namespace, name, version, more, subpath);
  }

  /** The value of a qualifier. */
  public Optional<String> qualifier(String key) {
    return Optional.ofNullable(qualifiers.get(key));
  }

  /**
   * Reads a package URL.
   *
   * @throws IllegalArgumentException saying what is wrong with {@code text}
   */
  public static PackageUrl parse(String text) {
    String rest = text.trim();
    if (rest.length() > 8192) {
      throw new IllegalArgumentException("package URL longer than 8192 characters");
    }
    if (!rest.regionMatches(true, 0, "pkg:", 0, 4)) {
      throw new IllegalArgumentException("not a package URL (it must start with pkg:): " + text);
    }
    rest = rest.substring(4);
    String subpath = null;
    int hash = rest.lastIndexOf('#');
    if (hash >= 0) {
      subpath = decodePath(rest.substring(hash + 1));
      rest = rest.substring(0, hash);
    }
    TreeMap<String, String> qualifiers = new TreeMap<>();
    int question = rest.lastIndexOf('?');
    if (question >= 0) {
      for (String pair : rest.substring(question + 1).split("&")) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          qualifiers.put(pair.substring(0, equals), decode(pair.substring(equals + 1)));
        }
      }
      rest = rest.substring(0, question);
    }
    rest = strip(rest);
    int slash = rest.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("package URL without a name: " + text);
    }
    String type = rest.substring(0, slash);
    if (!isType(type)) {
      throw new IllegalArgumentException("package URL with an impossible type: " + text);
    }
    rest = strip(rest.substring(slash + 1));
    String version = null;
    int at = rest.lastIndexOf('@');
    // An unescaped "@" that begins a segment starts a scoped npm name, not a version.
    if (at > 0 && rest.charAt(at - 1) != '/') {
      version = decode(rest.substring(at + 1));
      rest = rest.substring(0, at);
    }
    int lastSlash = rest.lastIndexOf('/');
    String name = decode(rest.substring(lastSlash + 1));
    String namespace = lastSlash < 0 ? null : decodePath(rest.substring(0, lastSlash));
    return new PackageUrl(type, namespace, name, version, qualifiers, subpath);
  }

  private static boolean isType(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean later = (c >= '0' && c <= '9') || c == '.' || c == '+' || c == '-';
      if (!letter && (i == 0 || !later)) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isQualifierKey(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean later = (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
      if (!(c >= 'a' && c <= 'z') && (i == 0 || !later)) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static String strip(String path) {
    int start = 0;
    int end = path.length();
    while (start < end && path.charAt(start) == '/') {
      start++;
    }
    while (end > start && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(start, end);
  }

  private static String decodePath(String path) {
    List<String> segments = new ArrayList<>();
    // Decoded first: a segment can hold no slash, not even an encoded one.
    for (String segment : decode(path).split("/")) {
      if (!segment.isEmpty() && !segment.equals(".") && !segment.equals("..")) {
        segments.add(segment);
      }
    }
    return String.join("/", segments);
  }

  private static String decode(String text) {
    // URLDecoder reads "+" as a blank; in a package URL it stands for itself.
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static void encode(String text, StringBuilder out) {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || ".-_~:".indexOf(c) >= 0;
      if (plain) {
        out.append(c);
      } else {
        out.append('%')
            .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
            .append(Character.toUpperCase(Character.forDigit(c & 0xf, 16)));
      }
    }
  }

  private static void encodePath(String path, StringBuilder out) {
    String separator = "";
    // The limit keeps a trailing slash, which the address in a qualifier may end in.
    for (String segment : path.split("/", -1)) {
      out.append(separator);
      encode(segment, out);
      separator = "/";
    }
  }

  /**
   * The name as the type's package manager writes it, which is the rule for {@link
   * SoftwarePackage#name}: {@code group:artifact} for Maven, {@code @scope/name} for npm, the whole
   * module path for Go, {@code vendor/name} for Composer. Where the namespace is not part of the
   * name, as with a distribution's vendor, it is left out.
   */
  public String displayName() {
    if (namespace == null) {
      return name;
    }
    return switch (type) {
      case "deb", "rpm", "apk", "alpm", "qpkg", "cpan", "conan", "hex" -> name;
      case "maven" -> namespace + ":" + name;
      default -> namespace + "/" + name;
    };
  }

  /** Everything but qualifiers and subpath: what people compare. */
  public String coordinates() {
    StringBuilder out = new StringBuilder("pkg:").append(type).append('/');
    if (namespace != null) {
      encodePath(namespace, out);
      out.append('/');
    }
    encode(name, out);
    if (version != null) {
      out.append('@');
      encode(version, out);
    }
    return out.toString();
  }

  @Override
  public int compareTo(PackageUrl other) {
    return toString().compareTo(other.toString());
  }

  /** The canonical text. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(coordinates());
    if (!qualifiers.isEmpty()) {
      out.append(
          qualifiers.entrySet().stream()
              .map(qualifier -> {
                StringBuilder value = new StringBuilder(qualifier.getKey()).append('=');
                encodePath(qualifier.getValue(), value);
                return value;
              })
              .collect(Collectors.joining("&", "?", "")));
    }
    if (subpath != null) {
      out.append('#');
      encodePath(subpath, out);
    }
    return out.toString();
  }
}
