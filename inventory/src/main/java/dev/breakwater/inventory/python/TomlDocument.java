package dev.breakwater.inventory.python;

import dev.breakwater.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.dataformat.toml.TomlFactory;

/** Reads a whole TOML document. Loaded only where there is one, because the library is large. */
final class TomlDocument {
  private static final int MAX_DEPTH = 100;

  private TomlDocument() {}

  /**
   * Reads it.
   *
   * @throws IOException where it is not TOML, or nested too deep
   */
  static Json read(InputStream in) throws IOException {
    TomlFactory factory =
        TomlFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), in)) {
      parser.nextToken();
      return Json.read(parser);
    } catch (JacksonException e) {
      // What Json says of it would be that it is no JSON.
      throw Json.asIo(e).getMessage().startsWith("not valid JSON") ? notToml(e) : Json.asIo(e);
    }
  }

  private static IOException notToml(JacksonException e) {
    String where =
        e.getLocation() == null
            ? ""
            : " at line "
                + e.getLocation().getLineNr()
                + ", column "
                + e.getLocation().getColumnNr();
    return new IOException("not valid TOML" + where + ": " + e.getOriginalMessage(), e);
  }
}
