package dev.breakwater.core.json;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/**
 * Writes one JSON document as it goes, indented by two spaces with every member and item on a line
 * of its own, so that two documents can be compared line by line. Holds no more than a buffer, so
 * the size of the document does not matter.
 *
 * <p>Texts may come from hostile files: half a surrogate pair, which UTF-8 cannot carry, becomes
 * U+FFFD. Not safe to share between threads.
 */
public final class JsonPrinter {
  private final JsonGenerator generator;

  private JsonPrinter(JsonGenerator generator) {
    this.generator = generator;
  }

  /** What a document says. */
  public interface Body {
    void printTo(JsonPrinter json) throws IOException;
  }

  /**
   * Writes one document, a line feed after it, and flushes {@code out} without closing it.
   *
   * @throws IOException where {@code out} refuses; what was written so far is then no document
   */
  public static void print(OutputStream out, Body body) throws IOException {
    print(out, body, new Context(true));
  }

  /** The same on a single line, for what no person reads. */
  public static void printOnOneLine(OutputStream out, Body body) throws IOException {
    print(out, body, new Context(false));
  }

  private static void print(OutputStream out, Body body, Context context) throws IOException {
    try (JsonGenerator generator = JsonFormat.FACTORY.createGenerator(context, out)) {
      body.printTo(new JsonPrinter(generator));
      generator.flush();
      out.write('\n');
      out.flush();
    } catch (JacksonException e) {
      throw Json.asIo(e);
    }
  }

  /** Begins an object, as the document or as an item. */
  public JsonPrinter object() {
    generator.writeStartObject();
    return this;
  }

  /** Begins an object as a member. */
  public JsonPrinter object(String name) {
    generator.writeName(name);
    generator.writeStartObject();
    return this;
  }

  public JsonPrinter endObject() {
    generator.writeEndObject();
    return this;
  }

  /** Begins an array, as the document or as an item. */
  public JsonPrinter array() {
    generator.writeStartArray();
    return this;
  }

  /** Begins an array as a member. */
  public JsonPrinter array(String name) {
    generator.writeName(name);
    generator.writeStartArray();
    return this;
  }

  public JsonPrinter endArray() {
    generator.writeEndArray();
    return this;
  }

  /** A text as an item. */
  public JsonPrinter item(String value) {
    generator.writeString(whole(value));
    return this;
  }

  /** A whole number as an item. */
  public JsonPrinter item(long value) {
    generator.writeNumber(value);
    return this;
  }

  /** A number as an item; {@code null} for what JSON has no number for. */
  public JsonPrinter item(double value) {
    if (Double.isFinite(value)) {
      generator.writeNumber(value);
    } else {
      generator.writeNull();
    }
    return this;
  }

  public JsonPrinter item(boolean value) {
    generator.writeBoolean(value);
    return this;
  }

  /** {@code null} as an item. */
  public JsonPrinter absent() {
    generator.writeNull();
    return this;
  }

  /** The name of a member, whose value is what is printed next as if it were an item. */
  public JsonPrinter name(String name) {
    generator.writeName(whole(name));
    return this;
  }

  /** A text or, where there is none, {@code null}. */
  public JsonPrinter member(String name, @Nullable String value) {
    generator.writeName(name);
    if (value == null) {
      generator.writeNull();
    } else {
      generator.writeString(whole(value));
    }
    return this;
  }

  /** A text written with {@link Object#toString} or, where there is none, {@code null}. */
  public JsonPrinter member(String name, @Nullable Object value) {
    return member(name, value == null ? null : value.toString());
  }

  public JsonPrinter member(String name, long value) {
    generator.writeName(name);
    generator.writeNumber(value);
    return this;
  }

  /** A number; {@code null} for what JSON has no number for: infinities and not-a-number. */
  public JsonPrinter member(String name, double value) {
    generator.writeName(name);
    if (Double.isFinite(value)) {
      generator.writeNumber(value);
    } else {
      generator.writeNull();
    }
    return this;
  }

  public JsonPrinter member(String name, boolean value) {
    generator.writeName(name);
    generator.writeBoolean(value);
    return this;
  }

  public JsonPrinter absent(String name) {
    generator.writeName(name);
    generator.writeNull();
    return this;
  }

  /** An array of texts as a member. */
  public JsonPrinter texts(String name, Collection<String> values) {
    array(name);
    for (String value : values) {
      item(value);
    }
    return endArray();
  }

  private static String whole(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return withoutHalves(text);
      }
    }
    return text;
  }

  private static String withoutHalves(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      boolean half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
      out.appendCodePoint(half ? 0xFFFD : point);
    }
    return out.toString();
  }

  private static final class Context extends ObjectWriteContext.Base {
    private final boolean lines;

    Context(boolean lines) {
      this.lines = lines;
    }

    @Override
    public @Nullable PrettyPrinter getPrettyPrinter() {
      if (!lines) {
        return null;
      }
      DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
      Separators separators =
          new Separators()
              .withRootSeparator("")
              .withObjectNameValueSpacing(Separators.Spacing.AFTER)
              .withObjectEmptySeparator("")
              .withArrayEmptySeparator("");
      return new DefaultPrettyPrinter(separators)
          .withObjectIndenter(indenter)
          .withArrayIndenter(indenter);
    }

    @Override
    public boolean hasPrettyPrinter() {
      return lines;
    }

    @Override
    public int getStreamWriteFeatures(int defaults) {
      return defaults
          & ~StreamWriteFeature.AUTO_CLOSE_TARGET.getMask()
          & ~StreamWriteFeature.AUTO_CLOSE_CONTENT.getMask();
    }
  }
}
