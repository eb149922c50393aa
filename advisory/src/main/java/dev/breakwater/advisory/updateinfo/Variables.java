package dev.breakwater.advisory.updateinfo;

import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.advisory.mirror.CapturedFile;
import dev.breakwater.advisory.mirror.CapturedFiles;
import dev.breakwater.core.Distribution;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code $releasever} and its like stand for in the addresses of repositories.
 *
 * @param values by name
 * @see <a href="https://dnf.readthedocs.io/en/latest/conf_ref.html#repo-variables">dnf.conf(5),
 *     repo variables</a>
 */
record Variables(Map<String, String> values) {
  private static final String RELEASE = "releasever";

  /** Amazon's name for a release without end, beside those that have a date. */
  private static final String LATEST = "latest";

  private static final int LONGEST_VALUE = 256;
  private static final int LONGEST_TEXT = 64 << 10;

  Variables {
    values = Map.copyOf(values);
  }

  /**
   * The variables of a subject: those of its files, which come before what its release package,
   * os-release and packages tell.
   */
  static Variables of(
      CapturedFiles settings, @Nullable Distribution distribution, InstalledRpms installed) {
    Map<String, String> values = new HashMap<>();
    values.put("arch", installed.architecture());
    values.put("basearch", baseArchitecture(installed.architecture()));
    String release = release(distribution, installed);
    if (release != null) {
      values.put(RELEASE, release);
    }
    for (String directory : new String[] {"etc/yum/vars/", "etc/dnf/vars/", "etc/zypp/vars.d/"}) {
      for (Map.Entry<String, CapturedFile> file : settings.files().entrySet()) {
        if (file.getKey().startsWith(directory)) {
          values.put(file.getKey().substring(directory.length()), firstLine(file.getValue()));
        }
      }
    }
    String named = values.get(RELEASE);
    if (named != null) {
      int dot = named.indexOf('.');
      values.put("releasever_major", dot < 0 ? named : named.substring(0, dot));
      values.put("releasever_minor", dot < 0 ? "" : named.substring(dot + 1));
    }
    return new Variables(values);
  }

  private static String firstLine(CapturedFile file) {
    String text = new String(file.content(), StandardCharsets.UTF_8);
    int end = text.indexOf('\n');
    String line = (end < 0 ? text : text.substring(0, end)).strip();
    return line.length() <= LONGEST_VALUE ? line : "";
  }

  /**
   * What the release package gives as the version of {@code system-release(releasever)}, which is
   * in no inventory: the major version for what follows Red Hat, the package's own for Amazon's
   * dated releases.
   */
  private static @Nullable String release(
      @Nullable Distribution distribution, InstalledRpms installed) {
    if (distribution == null || distribution.versionId() == null) {
      return null;
    }
    String id = distribution.id();
    String version = distribution.versionId();
    String dated = id.equals("amzn") ? installed.versionOf("system-release") : null;
    if (dated != null && dated.startsWith(version + ".") && isDated(dated)) {
      return dated;
    }
    int dot = version.indexOf('.');
    return dot > 0 && followsRedHat(id, distribution.idLike())
        ? version.substring(0, dot)
        : version;
  }

  private static boolean followsRedHat(String id, @Nullable String like) {
    return switch (id) {
      case "rhel", "centos", "ol", "rocky", "almalinux" -> true;
      case "amzn", "fedora" -> false;
      default -> like != null && (like.contains("rhel") || like.contains("centos"));
    };
  }

  /** {@code 2023.5.20240708}, the name of a release that never changes again. */
  private static boolean isDated(String release) {
    int last = release.lastIndexOf('.');
    return last > 0 && release.length() - last == 9 && release.indexOf('.') < last;
  }

  private static String baseArchitecture(String architecture) {
    return switch (architecture) {
      case "i386", "i486", "i586", "i686", "athlon" -> "i386";
      case "armv7hl", "armv7hnl", "armv8hl" -> "armhfp";
      case "amd64" -> "x86_64";
      default -> architecture;
    };
  }

  /** The release to which the subject is pinned, so that its repositories show no later fixes. */
  @Nullable String pinnedRelease() {
    String release = values.get(RELEASE);
    return release != null && isDated(release) ? release : null;
  }

  /** The same, not pinned. */
  Variables unpinned() {
    Map<String, String> other = new HashMap<>(values);
    other.put(RELEASE, LATEST);
    return new Variables(other);
  }

  /**
   * Puts the values in for {@code $name} and <code>${name}</code>, once: a value is not looked at
   * again.
   *
   * @throws ArchiveException where nothing says what a variable stands for
   */
  String in(String text) throws ArchiveException {
    if (text.indexOf('$') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 32);
    int next = 0;
    while (next < text.length()) {
      char c = text.charAt(next);
      if (c != '$') {
        out.append(c);
        next++;
        continue;
      }
      boolean braced = next + 1 < text.length() && text.charAt(next + 1) == '{';
      int start = next + (braced ? 2 : 1);
      int end = nameEnd(text, start);
      String name = known(text.substring(start, end));
      if (name == null || (braced && (end == text.length() || text.charAt(end) != '}'))) {
        throw new ArchiveException(
            "nothing says what $" + text.substring(start, end) + " stands for in " + text);
      }
      out.append(values.get(name));
      next = braced ? end + 1 : start + name.length();
      if (out.length() > LONGEST_TEXT) {
        throw new ArchiveException("the address " + text.substring(0, 80) + "… grows too long");
      }
    }
    return out.toString();
  }

  private static int nameEnd(String text, int start) {
    int end = start;
    while (end < text.length()
        && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
      end++;
    }
    return end;
  }

  /** A name that has a value; in {@code $releasever_$basearch} the underscore is none of it. */
  private @Nullable String known(String name) {
    if (values.containsKey(name)) {
      return name;
    }
    return name.endsWith("_") ? known(name.substring(0, name.length() - 1)) : null;
  }
}
