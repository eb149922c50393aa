package dev.breakwater.inventory.sbom;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Problem;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.inventory.Inventory;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A list of package URLs, one a line. Blank lines and lines that begin with {@code #} are skipped;
 * lines may end in CRLF, and the file may begin with a byte order mark. A line that is no package
 * URL becomes a {@link Problem} that names it, and the others go on.
 */
public final class PurlList {
  static final int LONGEST_LINE = 8192;
  static final int MOST_PACKAGES = 1_000_000;

  /** A file that is no list of package URLs is told by a few of its lines. */
  static final int MOST_PROBLEMS = 100;

  private PurlList() {}

  /**
   * Reads a list to its end; the caller closes {@code in}.
   *
   * @param name what to call the list in messages, for example its file name
   * @throws IOException where reading fails
   * @throws BreakwaterException where it has more than a million packages
   */
  public static Inventory read(InputStream in, String name)
      throws IOException, BreakwaterException {
    Map<String, SoftwarePackage> packages = new TreeMap<>();
    List<Problem> problems = new ArrayList<>();
    int failed = 0;
    Lines lines = new Lines(in);
    while (lines.next()) {
      String line = lines.text().strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String what = lines.isCut() ? "line longer than " + LONGEST_LINE + " bytes" : null;
      if (what == null) {
        try {
          SoftwarePackage read = PurlFacts.alone(PackageUrl.parse(line));
          packages.putIfAbsent(read.purl().toString(), read);
          if (read.version().isEmpty()) {
            what = read.purl() + " has no version, so nothing can be said of it";
          }
        } catch (IllegalArgumentException e) {
          what = "not a package URL: " + e.getMessage();
        }
      }
      if (packages.size() > MOST_PACKAGES) {
        throw new BreakwaterException(
            name + " has more than " + MOST_PACKAGES + " package URLs; split it");
      }
      if (what != null && failed++ < MOST_PROBLEMS) {
        problems.add(new Problem(name + ":" + lines.number(), abbreviated(what)));
      }
    }
    if (failed > MOST_PROBLEMS) {
      int more = failed - MOST_PROBLEMS;
      problems.add(new Problem(name, more + " more lines could not be used"));
    }
    Collections.sort(problems);
    List<SoftwarePackage> sorted = List.copyOf(packages.values());
    return new Inventory(PurlFacts.distribution(sorted), sorted, problems);
  }

  private static String abbreviated(String text) {
    return text.length() <= 300 ? text : text.substring(0, 300) + "…";
  }

  /** Lines of bounded length: what is too long is passed over, not kept. */
  private static final class Lines {
    private final InputStream in;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int number;
    private boolean cut;

    Lines(InputStream in) {
      this.in = new BufferedInputStream(in, 64 * 1024);
    }

    boolean next() throws IOException {
      line.reset();
      cut = false;
      int next = in.read();
      if (next < 0) {
        return false;
      }
      number++;
      while (next >= 0 && next != '\n') {
        if (line.size() < LONGEST_LINE) {
          line.write(next);
        } else {
          cut = true;
        }
        next = in.read();
      }
      return true;
    }

    String text() {
      String text = line.toString(StandardCharsets.UTF_8);
      return number == 1 && text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    int number() {
      return number;
    }

    boolean isCut() {
      return cut;
    }
  }
}
