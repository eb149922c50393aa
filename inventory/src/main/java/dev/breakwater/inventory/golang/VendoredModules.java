package dev.breakwater.inventory.golang;

import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import dev.breakwater.inventory.detection.PackageList;
import dev.breakwater.inventory.detection.TextLines;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code vendor/modules.txt}: a line {@code # module version} for each module, perhaps with {@code
 * => module version} or {@code => directory}, and behind it a line for each of its packages that
 * lies there. A module none of whose packages does is not there.
 *
 * @see <a href="https://go.dev/ref/mod#vendoring">Go modules reference, vendoring</a>
 */
final class VendoredModules {
  private final PackageList found;

  VendoredModules(String path) {
    this.found = new PackageList(path);
  }

  /**
   * Reads the file.
   *
   * @throws IOException where reading fails
   */
  PackageFacts read(InputStream in) throws IOException {
    TextLines lines = new TextLines(in);
    Candidate module = null;
    while (lines.next()) {
      if (lines.at(0) == '#' && lines.at(1) == ' ') {
        module = lines.cut() ? null : module(lines.text(2).strip());
      } else if (lines.at(0) != '#' && !lines.isBlank() && module != null) {
        found.add(module);
        module = null;
      }
    }
    return found.facts();
  }

  private @Nullable Candidate module(String line) {
    int arrow = line.indexOf(" => ");
    String named = arrow < 0 ? line : line.substring(arrow + 4);
    int blank = named.indexOf(' ');
    return blank < 0
        ? null
        : GoMod.module(named.substring(0, blank), named.substring(blank + 1), found.path());
  }
}
