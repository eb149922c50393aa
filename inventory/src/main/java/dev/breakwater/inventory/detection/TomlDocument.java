package dev.breakwater.inventory.detection;

import dev.breakwater.core.json.Json;
import dev.breakwater.core.json.JsonFormat;
import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.dataformat.toml.TomlFactory;

/**
 * Reads TOML as a {@link Json} tree. Loaded only where there is such a file, because the library is
 * large.
 *
 * @see <a href="https://toml.io/en/v1.0.0">TOML 1.0.0</a>
 */
public final class TomlDocument {
  private TomlDocument() {}

  /**
   * Reads a document.
   *
   * @throws IOException where it is not TOML, or nested deeper than {@link JsonFormat#MAX_DEPTH};
   *     the message is for people
   */
  public static Json read(InputStream in) throws IOException {
    TomlFactory factory =
        TomlFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(JsonFormat.MAX_DEPTH).build())
            .build();
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), in)) {
      return parser.nextToken() == null ? new Json.Nothing() : Json.read(parser);
    } catch (JacksonException e) {
      if (e instanceof JacksonIOException && e.getCause() instanceof IOException cause) {
        throw cause;
      }
      boolean placed = e instanceof StreamReadException && e.getLocation() != null;
      throw new IOException(
          "not valid TOML"
              + (placed ? " at line " + e.getLocation().getLineNr() : "")
              + ": "
              + e.getOriginalMessage(),
          e);
    }
  }
}
