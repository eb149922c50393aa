package dev.breakwater.inventory.distribution;

import dev.breakwater.core.Distribution;
import dev.breakwater.inventory.detection.Complaints;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.TextLines;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads os-release, which is a shell script of nothing but assignments.
 *
 * <p>What distributions write is kept as they write it, with four exceptions, all because {@link
 * Distribution#versionId} decides which advisories apply. Alpine's edge calls itself {@code
 * 3.17_alpha20220715}, which is not 3.17, and becomes {@code edge}. Wolfi, Chainguard and MinimOS
 * have no releases, so their {@code VERSION_ID} is left out. openEuler names its service pack only
 * in {@code VERSION}, and issues advisories for each. Old Debian releases did not write their
 * codename in a field of its own.
 *
 * @see <a
 *     href="https://www.freedesktop.org/software/systemd/man/latest/os-release.html">os-release</a>
 */
final class OsRelease {
  private static final int MAX_VALUE = 4096;

  private OsRelease() {}

  /** Reads the file; without an {@code ID} or {@code NAME} it says nothing of a distribution. */
  static PackageFacts read(String path, InputStream in) throws IOException {
    Complaints complaints = new Complaints(path);
    Map<String, String> fields = readFields(in, complaints);
    Distribution distribution = asDistribution(fields, complaints);
    return new PackageFacts(List.of(), List.of(), distribution, complaints.problems());
  }

  private static Map<String, String> readFields(InputStream in, Complaints complaints)
      throws IOException {
    Map<String, String> fields = new HashMap<>();
    TextLines lines = new TextLines(in);
    while (lines.next()) {
      if (lines.isBlank()) {
        continue;
      }
      String line = lines.text(0).strip();
      if (line.startsWith("#")) {
        continue;
      }
      int equals = line.indexOf('=');
      if (equals <= 0) {
        complaints.addLine(lines, "not an assignment");
        continue;
      }
      String name = line.substring(0, equals);
      if (!isOfInterest(name)) {
        continue;
      }
      String value = unquote(line.substring(equals + 1));
      String fault = fault(value);
      if (value == null || fault != null) {
        complaints.add(lines.number(), name + " " + fault);
        continue;
      }
      fields.put(name, value);
    }
    return fields;
  }

  private static @Nullable String fault(@Nullable String value) {
    if (value == null) {
      return "has a quote that does not end";
    }
    if (value.length() > MAX_VALUE) {
      return "is too long to be real";
    }
    return TextLines.isTreacherous(value) ? "has characters that cannot be shown" : null;
  }

  private static boolean isOfInterest(String name) {
    return switch (name) {
      case "ID",
          "ID_LIKE",
          "NAME",
          "PRETTY_NAME",
          "VERSION",
          "VERSION_ID",
          "VERSION_CODENAME",
          // The forerunner of os-release, /etc/lsb-release, has the same form.
          "DISTRIB_ID",
          "DISTRIB_RELEASE",
          "DISTRIB_CODENAME",
          "DISTRIB_DESCRIPTION" ->
          true;
      default -> false;
    };
  }

  /**
   * What a shell would make of a word: quotes gone, escapes resolved, nothing expanded.
   *
   * @return null where a quote does not end
   */
  static @Nullable String unquote(String text) {
    StringBuilder value = new StringBuilder(text.length());
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quote != '\'') {
        if (++i == text.length()) {
          break;
        }
        char escaped = text.charAt(i);
        // Between double quotes a backslash stands for itself before most characters.
        if (quote == '"' && "$`\"\\".indexOf(escaped) < 0) {
          value.append('\\');
        }
        value.append(escaped);
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == quote && quote != 0) {
        quote = 0;
      } else if (quote == 0 && (c == ' ' || c == '\t')) {
        break; // an unquoted word ends here
      } else {
        value.append(c);
      }
    }
    return quote == 0 ? value.toString() : null;
  }

  private static @Nullable Distribution asDistribution(
      Map<String, String> fields, Complaints complaints) {
    String id = fields.get("ID");
    if (id == null && fields.containsKey("DISTRIB_ID")) {
      return fromLsbRelease(fields);
    }
    if (id == null && !fields.containsKey("NAME")) {
      return null;
    }
    id = id == null || id.isEmpty() ? "linux" : id.toLowerCase(Locale.ROOT);
    if (!isIdentifier(id)) {
      complaints.add(1, "ID is not one that a distribution can have: " + Complaints.quote(id));
      return null;
    }
    String name = present(fields, "PRETTY_NAME");
    if (name == null) {
      String plain = present(fields, "NAME");
      name = plain == null ? "Linux" : plain;
    }
    String versionId = release(id, present(fields, "VERSION_ID"));
    if (id.equals("openeuler") && versionId != null) {
      versionId = withServicePack(versionId, present(fields, "VERSION"));
    }
    String codename = present(fields, "VERSION_CODENAME");
    if (codename == null && id.equals("debian")) {
      codename = oldDebianCodename(present(fields, "VERSION"), name);
    }
    return new Distribution(id, present(fields, "ID_LIKE"), versionId, codename, name, null);
  }

  private static @Nullable Distribution fromLsbRelease(Map<String, String> fields) {
    String written = fields.get("DISTRIB_ID");
    String id = written == null ? "" : written.toLowerCase(Locale.ROOT);
    if (!isIdentifier(id)) {
      return null;
    }
    String description = present(fields, "DISTRIB_DESCRIPTION");
    return new Distribution(
        id,
        null,
        present(fields, "DISTRIB_RELEASE"),
        present(fields, "DISTRIB_CODENAME"),
        description == null ? id : description,
        null);
  }

  private static @Nullable String present(Map<String, String> fields, String name) {
    String value = fields.get(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** The release that advisories are issued for. */
  static @Nullable String release(String id, @Nullable String versionId) {
    if (versionId == null) {
      return null;
    }
    return switch (id) {
      case "wolfi", "chainguard", "minimos" -> null;
      case "alpine" -> versionId.contains("_alpha") ? "edge" : versionId;
      default -> versionId;
    };
  }

  /** {@code 22.03-LTS-SP3}, of {@code 22.03 (LTS-SP3)}. */
  private static String withServicePack(String versionId, @Nullable String version) {
    int open = version == null ? -1 : version.indexOf('(');
    int close = version == null ? -1 : version.indexOf(')', open + 1);
    return version == null || open < 0 || close <= open + 1
        ? versionId
        : versionId + "-" + version.substring(open + 1, close).strip().replace(' ', '-');
  }

  /** From {@code 8 (jessie)}, or from {@code Debian GNU/Linux buster/sid} before a release. */
  private static @Nullable String oldDebianCodename(@Nullable String version, String name) {
    if (version != null) {
      int open = version.indexOf('(');
      int close = version.indexOf(')', open + 1);
      return open >= 0 && close > open + 1 ? version.substring(open + 1, close) : null;
    }
    int sid = name.lastIndexOf("/sid");
    int blank = name.lastIndexOf(' ');
    return sid > blank + 1 ? name.substring(blank + 1, sid) : null;
  }

  /** Lower-case letters, digits, dot, underscore and hyphen, as the specification has it. */
  private static boolean isIdentifier(String id) {
    if (id.isEmpty() || id.length() > 64) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "._-".indexOf(c) >= 0;
      if (!plain) {
        return false;
      }
    }
    return true;
  }
}
