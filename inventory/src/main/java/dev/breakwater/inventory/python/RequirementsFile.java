package dev.breakwater.inventory.python;

import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.TextLines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;

/**
 * {@code requirements.txt}: only what it pins to one version. What it leaves open is whatever was
 * the newest when it was installed, and is to be found where it was installed; the same holds for
 * options, addresses and directories, and for the other files that it may include.
 *
 * @see <a href="https://pip.pypa.io/en/stable/reference/requirements-file-format/">requirements
 *     file format</a>
 */
final class RequirementsFile {
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final int MAX_JOINED = TextLines.MAX_LINE;

  private final PythonPackages found;
  private final StringBuilder joined = new StringBuilder();

  RequirementsFile(String path) {
    this.found = new PythonPackages(path);
  }

  /**
   * Reads the file.
   *
   * @throws IOException where reading fails
   */
  PackageFacts read(InputStream in) throws IOException {
    TextLines lines = new TextLines(asUtf8(in));
    while (lines.next()) {
      String line = lines.text(0);
      if (lines.number() == 1 && line.startsWith(BYTE_ORDER_MARK)) {
        line = line.substring(1);
      }
      boolean continues = line.endsWith("\\") && !line.strip().startsWith("#");
      if (joined.length() < MAX_JOINED) {
        joined.append(line, 0, continues ? line.length() - 1 : line.length()).append(' ');
      }
      if (!continues) {
        finish();
      }
    }
    finish();
    return found.facts();
  }

  /** PowerShell's redirection writes UTF-16, which pip reads, too. */
  private static InputStream asUtf8(InputStream in) throws IOException {
    PushbackInputStream start = new PushbackInputStream(in, 2);
    byte[] mark = start.readNBytes(2);
    start.unread(mark);
    int first = mark.length < 2 ? 0 : (mark[0] & 0xff) << 8 | (mark[1] & 0xff);
    if (first != 0xfffe && first != 0xfeff) {
      return start;
    }
    String text = new String(start.readAllBytes(), StandardCharsets.UTF_16);
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private void finish() {
    String line = withoutComment(joined.toString()).strip();
    joined.setLength(0);
    if (line.isEmpty() || line.startsWith("-")) {
      return;
    }
    int options = line.indexOf(" -");
    Requirement pin = Requirement.parse(options < 0 ? line : line.substring(0, options));
    if (pin != null) {
      found.add(pin.name(), pin.version());
    }
  }

  /** A comment begins at a {@code #} that begins the line or follows a blank. */
  private static String withoutComment(String line) {
    for (int at = line.indexOf('#'); at >= 0; at = line.indexOf('#', at + 1)) {
      if (at == 0 || Character.isWhitespace(line.charAt(at - 1))) {
        return line.substring(0, at);
      }
    }
    return line;
  }
}
