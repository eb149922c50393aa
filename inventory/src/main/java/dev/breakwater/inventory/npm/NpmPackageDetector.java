package dev.breakwater.inventory.npm;

import dev.breakwater.core.json.Json;
import dev.breakwater.core.json.JsonFormat;
import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.BoundedContent;
import dev.breakwater.inventory.detection.PackageDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * Installed packages: the {@code package.json} of each directory right under a {@code
 * node_modules}. Those further down belong to the package around them; an application's own is not
 * an installed package. The name is what the file says, for a package may be installed under
 * another ({@code npm install left-pad@npm:pad}).
 *
 * @see "npm documentation, package.json"
 */
public final class NpmPackageDetector implements PackageDetector {
  private static final String FILE = "/package.json";
  private static final long MAX_BYTES = 5 << 20;

  @Override
  public String name() {
    return "npm-package/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    String path = file.path();
    return path.endsWith(FILE)
        && NpmName.ofDirectory(path.substring(0, path.length() - FILE.length())) != null;
  }

  @Override
  public @Nullable PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    try (InputStream in = BoundedContent.open(content, MAX_BYTES)) {
      Candidate candidate = read(file.path(), in);
      return candidate == null ? null : PackageFacts.of(List.of(candidate));
    }
  }

  /** The package; null where the file lacks a name or version, as a folder of parts may. */
  static @Nullable Candidate read(String path, InputStream in) throws IOException {
    try (JsonParser parser = JsonFormat.FACTORY.createParser(ObjectReadContext.empty(), in)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not a package.json: it holds no JSON object");
      }
      String name = null;
      String version = null;
      // Nothing behind the two matters, and most files have them first.
      while ((name == null || version == null) && parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String member = parser.currentName();
        JsonToken value = parser.nextToken();
        if (value == JsonToken.VALUE_STRING && member.equals("name")) {
          name = parser.getString();
        } else if (value == JsonToken.VALUE_STRING && member.equals("version")) {
          version = parser.getString();
        } else {
          parser.skipChildren();
        }
      }
      if (name == null || version == null) {
        return null;
      }
      String plainVersion = version.strip();
      return NpmName.isValid(name) && Candidate.isToken(plainVersion)
          ? NpmName.candidate(name, plainVersion, path)
          : null;
    } catch (JacksonException e) {
      throw Json.asIo(e);
    }
  }
}
