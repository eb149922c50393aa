package dev.breakwater.inventory.python;

import dev.breakwater.core.json.Json;
import dev.breakwater.core.json.JsonFormat;
import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.dataformat.toml.TomlFactory;

/** Reads a whole TOML document. Loaded only where there is one, because the library is large. */
final class TomlDocument {
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
                StreamReadConstraints.builder().maxNestingDepth(JsonFormat.MAX_DEPTH).build())
            .build();
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), in)) {
      parser.nextToken();
      return Json.read(parser);
    } catch (JacksonIOException e) {
      throw Json.asIo(e);
    } catch (JacksonException e) {
      String where =
          e.getLocation() == null
              ? ""
              : " at line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr();
      throw new IOException("not valid TOML" + where + ": " + e.getOriginalMessage(), e);
    }
  }
}
