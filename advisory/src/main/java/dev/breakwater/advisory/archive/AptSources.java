package dev.breakwater.advisory.archive;

import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.advisory.mirror.BoundedLines;
import dev.breakwater.advisory.mirror.CapturedFile;
import dev.breakwater.advisory.mirror.CapturedFiles;
import dev.breakwater.advisory.mirror.CapturingDetector;
import dev.breakwater.core.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code deb} entries of apt's sources, in apt's order.
 *
 * @param sources entries that are enabled
 * @param problems entries that apt would refuse, too
 * @see <a href="https://manpages.debian.org/sources.list">sources.list(5)</a>
 */
record AptSources(List<AptSource> sources, List<Problem> problems) {
  private static final int MOST_SOURCES = 2_000;
  private static final int LONGEST_LINE = 64 << 10;
  private static final String DIRECTORY = "etc/apt/sources.list.d/";
  private static final Set<String> FIELDS =
      Set.of("types", "uris", "suites", "components", "enabled", "signed-by");
  private static final Set<String> NO = Set.of("no", "false", "without", "off", "disable", "0");

  AptSources {
    sources = List.copyOf(sources);
    problems = List.copyOf(problems);
  }

  /**
   * Reads all sources of a configuration.
   *
   * @param architecture what {@code $(ARCH)} stands for, for example {@code amd64}
   */
  static AptSources parse(CapturedFiles settings, String architecture) {
    List<AptSource> sources = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Map.Entry<String, CapturedFile> file : settings.files().entrySet()) {
      String path = file.getKey();
      if (!path.equals("etc/apt/sources.list") && !isPart(path)) {
        continue;
      }
      byte[] content = file.getValue().content();
      if (path.endsWith(".sources")) {
        readStanzas(content, path, architecture, sources, problems);
      } else {
        readLines(content, path, architecture, sources, problems);
      }
      if (sources.size() > MOST_SOURCES) {
        problems.add(
            new Problem(path, "names more than " + MOST_SOURCES + " suites; the rest is left out"));
        return new AptSources(sources.subList(0, MOST_SOURCES), problems);
      }
    }
    return new AptSources(sources, problems);
  }

  /** Apt skips files in {@code sources.list.d} with other characters in their name. */
  private static boolean isPart(String path) {
    if (!path.startsWith(DIRECTORY) || path.charAt(DIRECTORY.length()) == '.') {
      return false;
    }
    for (int i = DIRECTORY.length(); i < path.length(); i++) {
      char c = path.charAt(i);
      boolean usual =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == '-'
              || c == '.';
      if (!usual) {
        return false;
      }
    }
    return path.endsWith(".list") || path.endsWith(".sources");
  }

  private static void readLines(
      byte[] content,
      String path,
      String architecture,
      List<AptSource> sources,
      List<Problem> problems) {
    BoundedLines lines =
        new BoundedLines(
            new ByteArrayInputStream(content), path, LONGEST_LINE, CapturingDetector.LARGEST_FILE);
    try {
      String line;
      while ((line = lines.next()) != null && sources.size() <= MOST_SOURCES) {
        String place = path + " line " + lines.lineNumber();
        try {
          AptSource source = OneLineSource.parse(line, place, architecture);
          if (source != null) {
            sources.add(source);
          }
        } catch (ArchiveException e) {
          problems.add(new Problem(place, "apt would not read this source: " + e.getMessage()));
        }
      }
    } catch (IOException e) {
      problems.add(new Problem(path, "not read further: " + e.getMessage()));
    }
  }

  private static void readStanzas(
      byte[] content,
      String path,
      String architecture,
      List<AptSource> sources,
      List<Problem> problems) {
    ControlStanzas stanzas =
        new ControlStanzas(
            new ByteArrayInputStream(content), path, CapturingDetector.LARGEST_FILE, FIELDS, true);
    try {
      Map<String, String> fields;
      while ((fields = stanzas.next()) != null && sources.size() <= MOST_SOURCES) {
        String place = path + " line " + stanzas.firstLine();
        try {
          addStanza(fields, place, architecture, sources);
        } catch (ArchiveException e) {
          problems.add(new Problem(place, "apt would not read this source: " + e.getMessage()));
        }
      }
    } catch (IOException e) {
      problems.add(new Problem(path, "not read further: " + e.getMessage()));
    }
  }

  private static void addStanza(
      Map<String, String> fields, String place, String architecture, List<AptSource> sources)
      throws ArchiveException {
    String enabled = fields.getOrDefault("enabled", "yes").toLowerCase(Locale.ROOT);
    if (NO.contains(enabled) || !words(fields.get("types")).contains("deb")) {
      return;
    }
    List<String> uris = words(fields.get("uris"));
    List<String> suites = words(fields.get("suites"));
    List<String> components = words(fields.get("components"));
    if (uris.isEmpty() || suites.isEmpty()) {
      throw new ArchiveException("it has no URIs or no Suites");
    }
    SignedBy signedBy = new SignedBy(fields.get("signed-by"));
    for (String uri : uris) {
      for (String suite : suites) {
        sources.add(source(place, uri, suite, components, signedBy.meaning(), architecture));
        if (sources.size() > MOST_SOURCES) {
          return;
        }
      }
    }
  }

  /** Makes a source after apt's rules for both formats. */
  static AptSource source(
      String place,
      String uri,
      String suite,
      List<String> components,
      AptSource.SignedBy signedBy,
      String architecture)
      throws ArchiveException {
    if (uri.indexOf(':') <= 0) {
      throw new ArchiveException("its URI has no scheme");
    }
    String base = substitute(uri, architecture);
    String name = substitute(suite, architecture);
    boolean exactPath = name.endsWith("/");
    if (exactPath != components.isEmpty()) {
      throw new ArchiveException(
          exactPath
              ? "a suite that ends with a slash has no components"
              : "the suite " + name + " needs a component, such as main");
    }
    return new AptSource(place, base.endsWith("/") ? base : base + "/", name, components, signedBy);
  }

  private static String substitute(String text, String architecture) {
    if (text.indexOf('$') < 0) {
      return text;
    }
    return text.replace("$(ARCH)", architecture).replace("${ARCH}", architecture);
  }

  private static List<String> words(@Nullable String value) {
    List<String> words = new ArrayList<>();
    if (value == null) {
      return words;
    }
    int start = -1;
    for (int i = 0; i <= value.length(); i++) {
      boolean blank = i == value.length() || value.charAt(i) <= ' ' || value.charAt(i) == ',';
      if (!blank && start < 0) {
        start = i;
      } else if (blank && start >= 0) {
        words.add(value.substring(start, i));
        start = -1;
      }
    }
    return words;
  }

  /** A {@code Signed-By} value of either format: paths and fingerprints, or a key itself. */
  record SignedBy(@Nullable String value) {
    AptSource.SignedBy meaning() throws ArchiveException {
      if (value == null || value.isBlank()) {
        return AptSource.SignedBy.TRUSTED;
      }
      if (value.contains("-----BEGIN")) {
        return new AptSource.SignedBy(List.of(), List.of(), unfold(value));
      }
      List<String> keyrings = new ArrayList<>();
      List<String> fingerprints = new ArrayList<>();
      for (String word : words(value)) {
        if (word.startsWith("/")) {
          keyrings.add(word);
        } else if (isFingerprint(word)) {
          fingerprints.add(word.toUpperCase(Locale.ROOT));
        } else {
          throw new ArchiveException(
              "Signed-By names neither an absolute path nor a fingerprint: " + word);
        }
      }
      return new AptSource.SignedBy(keyrings, fingerprints, null);
    }

    /** An empty line inside a field is written as a dot. */
    private static String unfold(String block) {
      StringBuilder out = new StringBuilder(block.length());
      for (String line : block.split("\n", -1)) {
        out.append(line.equals(".") ? "" : line).append('\n');
      }
      return out.toString();
    }

    private static boolean isFingerprint(String word) {
      int digits = word.endsWith("!") ? word.length() - 1 : word.length();
      if (digits != 40 && digits != 64 && digits != 16) {
        return false;
      }
      for (int i = 0; i < digits; i++) {
        if (Character.digit(word.charAt(i), 16) < 0) {
          return false;
        }
      }
      return true;
    }
  }
}
