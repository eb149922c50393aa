package dev.breakwater.inventory.golang;

import dev.breakwater.inventory.detection.Complaints;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import dev.breakwater.inventory.detection.PackageList;
import dev.breakwater.inventory.detection.TextLines;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One reading of one {@code go.mod}.
 *
 * <p>Since Go 1.17 it lists every module that a build uses, with its version. Before, it lists
 * those that the application names; of the rest {@code go.sum} knows only more versions than are
 * used, so it is not asked. A replacement counts instead of what it replaces, and a directory that
 * replaces a module is the application's own. The standard library is known where a {@code
 * toolchain} is given; the {@code go} line only says which is the oldest that will do.
 *
 * @see <a href="https://go.dev/ref/mod#go-mod-file">Go modules reference, go.mod files</a>
 */
final class GoMod {
  private final PackageList found;
  private final Complaints complaints;
  private final List<String[]> required = new ArrayList<>();
  private final Set<String> excluded = new HashSet<>();

  /** Replacements by {@code module} or {@code module@version}. */
  private final Map<String, String[]> replacements = new HashMap<>();

  private @Nullable String toolchain;

  GoMod(String path) {
    this.found = new PackageList(path);
    this.complaints = new Complaints(path);
  }

  /**
   * Reads the file.
   *
   * @throws IOException where reading fails; a line that cannot be understood becomes a problem
   */
  PackageFacts read(InputStream in) throws IOException {
    TextLines lines = new TextLines(in);
    String block = null;
    while (lines.next()) {
      List<String> words = words(lines.text(0));
      if (words.isEmpty()) {
        continue;
      }
      if (block != null && words.getFirst().equals(")")) {
        block = null;
      } else if (block != null) {
        readDirective(block, words, lines);
      } else if (words.size() == 2 && words.getLast().equals("(")) {
        block = words.getFirst();
      } else {
        readDirective(words.getFirst(), words.subList(1, words.size()), lines);
      }
    }
    for (String[] each : required) {
      use(each[0], each[1]);
    }
    if (toolchain != null && toolchain.startsWith("go")) {
      found.add(BuildInfo.candidate("stdlib", ToolchainVersion.of(toolchain), found.path()));
    }
    return found.facts(complaints.problems());
  }

  /** The words of a line, without comment and quotes. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>(4);
    int at = 0;
    while (at < line.length()) {
      char first = line.charAt(at);
      if (first == ' ' || first == '\t' || first == '\r') {
        at++;
      } else if (line.startsWith("//", at)) {
        break;
      } else if (first == '"' || first == '`') {
        int close = line.indexOf(first, at + 1);
        int end = close < 0 ? line.length() : close;
        words.add(line.substring(at + 1, end));
        at = end + 1;
      } else {
        int end = at;
        while (end < line.length() && !endsWord(line, end)) {
          end++;
        }
        end = Math.max(end, at + 1);
        words.add(line.substring(at, end));
        at = end;
      }
    }
    return words;
  }

  private static boolean endsWord(String line, int at) {
    char c = line.charAt(at);
    return c == ' ' || c == '\t' || c == '\r' || c == '(' || c == ')' || line.startsWith("//", at);
  }

  private void readDirective(String directive, List<String> words, TextLines lines) {
    boolean understood =
        switch (directive) {
          case "require" -> words.size() == 2 && required.add(words.toArray(String[]::new));
          case "exclude" -> words.size() == 2 && exclude(words.get(0) + "@" + words.get(1));
          case "replace" -> readReplacement(words);
          case "toolchain" -> {
            toolchain = words.size() == 1 ? words.getFirst() : null;
            yield toolchain != null;
          }
          default -> true; // names no module that is used
        };
    if (!understood) {
      complaints.addLine(lines, "not a line of a go.mod");
    }
  }

  private boolean exclude(String module) {
    excluded.add(module);
    return true;
  }

  /** {@code module [version] => module version} or {@code … => directory}. */
  private boolean readReplacement(List<String> words) {
    int arrow = words.indexOf("=>");
    int after = words.size() - arrow - 1;
    if (arrow < 1 || arrow > 2 || after < 1 || after > 2) {
      return false;
    }
    String replaced = arrow == 1 ? words.get(0) : words.get(0) + "@" + words.get(1);
    replacements.put(replaced, words.subList(arrow + 1, words.size()).toArray(String[]::new));
    return true;
  }

  private void use(String path, String version) {
    String exact = path + "@" + version;
    if (excluded.contains(exact)) {
      return;
    }
    String[] replacement = replacements.get(exact);
    replacement = replacement == null ? replacements.get(path) : replacement;
    if (replacement != null && replacement.length == 1) {
      return; // a directory
    }
    Candidate module =
        replacement == null
            ? module(path, version, found.path())
            : module(replacement[0], replacement[1], found.path());
    if (module != null) {
      found.add(module);
    }
  }

  /** A module in a registry; null where path or version cannot be those of one. */
  static @Nullable Candidate module(String path, String version, String file) {
    boolean valid =
        Candidate.isToken(path)
            && Candidate.isToken(version)
            && BuildInfo.isModulePath(path)
            && !BuildInfo.isDirectory(path)
            && version.startsWith("v");
    return valid ? BuildInfo.candidate(path, version, file) : null;
  }
}
