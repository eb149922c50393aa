package dev.breakwater.core.vex;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Notice;
import dev.breakwater.core.json.Json;
import dev.breakwater.core.json.JsonFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;

/**
 * What a file says.
 *
 * @param refused statements that are not complete enough to be honoured
 */
record VexDocument(List<Statement> statements, List<Notice> refused) {
  static final int MAX_BYTES = 100 * 1024 * 1024;

  /** Of one statement, or of what CSAF says of one vulnerability. */
  static final int MAX_VALUES = 2_000_000;

  /** More than people write, or any feed gives for one file. */
  static final int MAX_STATEMENTS = 1_000_000;

  private static final ObjectReadContext CONTEXT =
      new ObjectReadContext.Base() {
        @Override
        public int getStreamReadFeatures(int defaults) {
          return defaults | StreamReadFeature.STRICT_DUPLICATE_DETECTION.getMask();
        }
      };

  VexDocument {
    statements = List.copyOf(statements);
    refused = List.copyOf(refused);
  }

  static VexDocument read(Path file) throws BreakwaterException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new BreakwaterException("There is no VEX document " + file, e);
    } catch (IOException e) {
      throw fault(file.toString(), 0, BreakwaterException.reason(e), e);
    }
    return read(file.toString(), bytes);
  }

  static VexDocument read(String file, byte[] bytes) throws BreakwaterException {
    if (bytes.length > MAX_BYTES) {
      throw fault(file, 0, "it is longer than " + MAX_BYTES / 1024 / 1024 + " MB", null);
    }
    try {
      boolean csaf = isCsaf(file, bytes);
      try (JsonParser parser = JsonFormat.FACTORY.createParser(CONTEXT, bytes)) {
        parser.nextToken();
        VexDocument document =
            csaf ? CsafReader.read(file, parser) : OpenVexReader.read(file, parser);
        if (parser.nextToken() != null) {
          throw fault(file, parser, "there is text after the document");
        }
        return document;
      }
    } catch (JacksonException e) {
      throw fault(file, 0, String.valueOf(Json.asIo(e).getMessage()), e);
    }
  }

  /** Looks at the names on the highest level only. */
  private static boolean isCsaf(String file, byte[] bytes) throws BreakwaterException {
    try (JsonParser parser = JsonFormat.FACTORY.createParser(CONTEXT, bytes)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw fault(file, 1, "it is no JSON object", null);
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals("@context")
            && value == JsonToken.VALUE_STRING
            && isOpenVex(parser.getString())) {
          return false;
        }
        if (name.equals("document") && value == JsonToken.START_OBJECT) {
          Json document = Json.read(parser, MAX_VALUES);
          String version = document.text("csaf_version");
          if (version == null || !version.startsWith("2.")) {
            throw fault(file, parser, "CSAF of version " + version + " is not read, only 2.0");
          }
          return true;
        }
        parser.skipChildren();
      }
    }
    throw fault(
        file,
        1,
        "it is neither OpenVEX (there is no '@context' of openvex.dev) nor CSAF (there is no"
            + " 'document')",
        null);
  }

  private static boolean isOpenVex(String context) {
    return context.equals("https://openvex.dev/ns")
        || context.startsWith("https://openvex.dev/ns/")
        || context.startsWith("https://openvex.dev/ns@");
  }

  static BreakwaterException fault(String file, JsonParser parser, String why) {
    return fault(file, parser.currentTokenLocation().getLineNr(), why, null);
  }

  static BreakwaterException fault(String file, int line, String why, @Nullable Throwable cause) {
    return new BreakwaterException(
        "Tried to read the VEX document " + file + (line > 0 ? ":" + line : "") + ", but " + why,
        cause);
  }

  /** An instant as RFC 3339 writes it; null where the text is none. */
  static @Nullable Instant instant(@Nullable String text) {
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
