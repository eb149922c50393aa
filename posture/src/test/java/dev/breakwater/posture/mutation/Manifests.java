package dev.breakwater.posture.mutation;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.json.JsonPrinter;
import dev.breakwater.posture.exchange.JsonWriter;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Values from texts, and back. */
public final class Manifests {
  private Manifests() {}

  /** The first document of a text. */
  public static Value.Fields object(String text) {
    return (Value.Fields) value(text);
  }

  /** The first document of a text, whatever it is. */
  public static Value value(String text) {
    try {
      SourceFile file = SourceFile.of("object.yaml", text.getBytes(StandardCharsets.UTF_8));
      if (!file.problems().isEmpty()) {
        throw new IllegalArgumentException(file.problems().toString());
      }
      return file.documents().getFirst();
    } catch (BreakwaterException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** As JSON on one line. */
  public static String json(Value value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      JsonPrinter.printOnOneLine(out, json -> JsonWriter.item(json, value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8).strip();
  }
}
