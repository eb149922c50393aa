package dev.breakwater.inventory.npm;

import dev.breakwater.inventory.detection.Complaints;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.TextLines;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * One reading of one {@code yarn.lock}, of Yarn 1 or of its successors, as a stream.
 *
 * <p>Both write the same shape, one entry a paragraph: a key at the margin, properties indented by
 * two blanks, and lists of wishes indented further. Yarn 1 has a form of its own ({@code version
 * "1.2.3"}); its successors write that form as YAML ({@code version: 1.2.3}), always line by line,
 * with a key of more than a thousand characters as {@code ? key} and {@code :}. So lines suffice
 * for both.
 *
 * <p>In Yarn 1 the key tells the name: {@code alias@npm:name@^1.0.0} is {@code name}. Later there
 * is a {@code resolution}. Left out are workspaces, links, portals and directories, which are the
 * application's own. The file does not tell what is for development only, so that is kept.
 *
 * @see <a href="https://classic.yarnpkg.com/en/docs/yarn-lock/">yarn.lock of Yarn 1</a>
 * @see <a href="https://yarnpkg.com/advanced/lexicon#locator">locators</a>
 */
final class YarnLock {
  private static final String ALIAS = "npm:";

  private final NpmPackages packages;
  private final Complaints complaints;
  private @Nullable String key;
  private @Nullable String version;
  private @Nullable String resolution;
  private boolean downloaded;

  YarnLock(String path) {
    this.packages = new NpmPackages(path);
    this.complaints = new Complaints(path);
  }

  /**
   * Reads the file.
   *
   * @throws IOException where reading fails; a line that is none of these becomes a problem
   */
  PackageFacts read(InputStream in) throws IOException {
    TextLines lines = new TextLines(in);
    while (lines.next()) {
      if (lines.isBlank() || lines.at(0) == '#') {
        continue;
      }
      if (lines.at(0) != ' ') {
        readKey(lines);
      } else if (lines.at(1) == ' ' && lines.at(2) != ' ') {
        readProperty(lines);
      }
    }
    finish();
    return packages.facts(complaints);
  }

  private void readKey(TextLines lines) {
    boolean begunBefore = lines.at(0) == ':';
    if (begunBefore) {
      return;
    }
    finish();
    boolean complex = lines.at(0) == '?';
    if (complex || lines.at(lines.length() - 1) == ':' || lines.cut()) {
      key = firstPattern(lines.text(complex ? 2 : 0));
    } else {
      complaints.addLine(lines, "neither an entry of a yarn.lock nor a part of one");
    }
  }

  /** The first of the patterns that share an entry; all of them name the same package. */
  private static String firstPattern(String patterns) {
    if (patterns.startsWith("\"")) {
      int end = patterns.indexOf('"', 1);
      patterns = patterns.substring(1, end < 0 ? patterns.length() : end);
    } else if (patterns.endsWith(":")) {
      patterns = patterns.substring(0, patterns.length() - 1);
    }
    int comma = patterns.indexOf(", ");
    return comma < 0 ? patterns : patterns.substring(0, comma);
  }

  private void readProperty(TextLines lines) {
    int end = 2;
    while (end < lines.length() && lines.at(end) != ' ' && lines.at(end) != ':') {
      end++;
    }
    byte first = lines.at(2);
    if (first != 'v' && first != 'r') {
      return;
    }
    String property = lines.text(2);
    String name = property.substring(0, Math.min(end - 2, property.length()));
    switch (name) {
      case "version" -> version = value(property, name);
      case "resolution" -> resolution = value(property, name);
      case "resolved" -> downloaded = true;
      default -> {}
    }
  }

  private static String value(String property, String name) {
    int start = name.length();
    if (property.startsWith(":", start)) {
      start++;
    }
    String value = property.substring(start).strip();
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private void finish() {
    if (key != null && resolution != null) {
      addResolved(resolution);
    } else if (key != null && !key.equals("__metadata")) {
      addWished(key);
    }
    key = null;
    version = null;
    resolution = null;
    downloaded = false;
  }

  /** Adds what a locator names: {@code name@protocol:reference}. */
  private void addResolved(String locator) {
    int at = locator.indexOf('@', 1);
    if (at < 0) {
      return;
    }
    String reference = locator.substring(at + 1);
    boolean own =
        reference.startsWith("workspace:")
            || reference.startsWith("link:")
            || reference.startsWith("portal:")
            || (reference.startsWith("file:") && !isArchive(reference));
    if (!own) {
      packages.add(locator.substring(0, at), version);
    }
  }

  /** An archive's path may be followed by {@code #…} or {@code ::…}; a directory's path is. */
  private static boolean isArchive(String reference) {
    int end = reference.indexOf("::");
    String file = end < 0 ? reference : reference.substring(0, end);
    int hash = file.indexOf('#');
    file = hash < 0 ? file : file.substring(0, hash);
    return file.endsWith(".tgz") || file.endsWith(".tar.gz");
  }

  /** Adds what a pattern of Yarn 1 asked for: {@code name@range}. */
  private void addWished(String pattern) {
    int at = pattern.indexOf('@', 1);
    String range = at < 0 ? "" : pattern.substring(at + 1);
    String name = at < 0 ? pattern : pattern.substring(0, at);
    boolean directory = range.startsWith("file:") || range.startsWith(".") || range.startsWith("/");
    if (range.startsWith("link:") || (directory && !downloaded)) {
      return;
    }
    if (range.startsWith(ALIAS)) {
      String aliased = range.substring(ALIAS.length());
      int end = aliased.indexOf('@', 1);
      name = end < 0 ? aliased : aliased.substring(0, end);
    }
    packages.add(name, version);
  }
}
