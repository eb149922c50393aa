package dev.breakwater.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The archive that this machine's own apt uses: tests that need a Debian root fetch it from there.
 */
record AptMirror(String address, String codename) {
  private static final Pattern ONE_LINE =
      Pattern.compile(
          "^deb\\s+(?:\\[[^]]*]\\s+)?(\\S+)\\s+(\\S+)\\s+.*\\bmain\\b.*$", Pattern.MULTILINE);
  private static final Pattern URIS = Pattern.compile("^URIs:\\s*(\\S+)", Pattern.MULTILINE);
  private static final Pattern SUITES = Pattern.compile("^Suites:\\s*(.+)$", Pattern.MULTILINE);

  static AptMirror ofThisMachine() throws IOException {
    String codename = osRelease("VERSION_CODENAME");
    List<Path> files = new ArrayList<>(List.of(Path.of("/etc/apt/sources.list")));
    try (Stream<Path> more = Files.list(Path.of("/etc/apt/sources.list.d"))) {
      more.sorted().forEach(files::add);
    }
    for (Path file : files) {
      if (!Files.isReadable(file)) {
        continue;
      }
      for (String stanza : Files.readString(file).split("\n\\s*\n")) {
        Matcher line = ONE_LINE.matcher(stanza);
        while (line.find()) {
          if (line.group(2).equals(codename)) {
            return new AptMirror(line.group(1), codename);
          }
        }
        Matcher uris = URIS.matcher(stanza);
        Matcher suites = SUITES.matcher(stanza);
        if (uris.find()
            && suites.find()
            && List.of(suites.group(1).strip().split("\\s+")).contains(codename)) {
          return new AptMirror(uris.group(1), codename);
        }
      }
    }
    throw new AssertionError("the apt sources of this machine name no archive for " + codename);
  }

  static String osRelease(String key) throws IOException {
    for (String line : Files.readAllLines(Path.of("/etc/os-release"))) {
      if (line.startsWith(key + "=")) {
        return line.substring(key.length() + 1).replace("\"", "");
      }
    }
    throw new AssertionError("this machine's os-release has no " + key + "; the tests need Debian");
  }
}
