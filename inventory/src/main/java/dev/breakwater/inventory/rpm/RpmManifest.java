package dev.breakwater.inventory.rpm;

import dev.breakwater.inventory.detection.Complaints;
import dev.breakwater.inventory.detection.TextLines;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The list of packages that images of Azure Linux without rpm have, one a line: name, version with
 * release, time of installation, time of build, vendor, epoch, size, architecture, epoch as a
 * number and source package, with tabs between them. What rpm does not know is {@code (none)}.
 *
 * @see <a href="https://github.com/microsoft/marinara">Marinara, which writes it</a>
 */
final class RpmManifest {
  private static final int NAME = 0;
  private static final int VERSION = 1;
  private static final int VENDOR = 4;
  private static final int EPOCH = 5;
  private static final int ARCHITECTURE = 7;
  private static final int SOURCE_RPM = 9;
  private static final int COLUMNS = 10;

  private RpmManifest() {}

  /** Reads all lines. */
  static void read(InputStream in, RpmPackages into) throws IOException {
    TextLines lines = new TextLines(in);
    boolean more = true;
    while (more && lines.next()) {
      if (lines.isBlank()) {
        continue;
      }
      String[] columns = lines.cut() ? new String[0] : columns(lines.text(0));
      if (columns.length < COLUMNS) {
        more =
            into.addDamaged(
                "line " + lines.number() + " is no package: " + Complaints.quote(lines.text(0)));
        continue;
      }
      more =
          into.addPackage(
              new RpmPackage(
                  columns[NAME],
                  columns[VERSION],
                  known(columns[EPOCH]),
                  known(columns[ARCHITECTURE]),
                  known(columns[SOURCE_RPM]),
                  known(columns[VENDOR]),
                  null));
    }
  }

  private static String[] columns(String line) {
    return line.split("\t", COLUMNS + 1);
  }

  private static @Nullable String known(String value) {
    return value.isEmpty() || value.equals("(none)") ? null : value;
  }
}
