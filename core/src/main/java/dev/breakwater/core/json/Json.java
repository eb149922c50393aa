package dev.breakwater.core.json;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;

/**
 * A JSON value. Reading a member that is absent or of another kind gives {@link Nothing} or an
 * empty value instead of an error, because documents from images and feeds are often not what their
 * schema promises.
 */
public sealed interface Json {

  record Text(String value) implements Json {}

  record Numeral(BigDecimal value) implements Json {}

  record Bool(boolean value) implements Json {}

  record Nothing() implements Json {}

  /** An array; its list is not to be changed. */
  record Array(List<Json> items) implements Json {}

  /** An object in document order; its map is not to be changed. The last of equal names wins. */
  record Struct(Map<String, Json> members) implements Json {}

  /**
   * Reads one document.
   *
   * @param maxBytes refuse documents longer than this
   * @throws IOException where reading fails, or the document is not JSON, is too long or too deep;
   *     the message is for people
   */
  static Json parse(InputStream in, long maxBytes) throws IOException {
    byte[] document = in.readNBytes((int) Math.min(maxBytes + 1, Integer.MAX_VALUE - 8));
    if (document.length > maxBytes) {
      throw new IOException("JSON document is longer than " + maxBytes + " bytes");
    }
    return parse(document);
  }

  /** Reads one document. */
  static Json parse(byte[] document) throws IOException {
    try (JsonParser parser = JsonFormat.FACTORY.createParser(ObjectReadContext.empty(), document)) {
      if (parser.nextToken() == null) {
        throw new IOException("empty JSON document");
      }
      Json value = read(parser);
      if (parser.nextToken() != null) {
        throw new IOException("text after the JSON document");
      }
      return value;
    } catch (JacksonException e) {
      throw asIo(e);
    }
  }

  /** Reads one document. */
  static Json parse(String document) throws IOException {
    return parse(document.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /**
   * Reads the value that {@code parser} stands on, and leaves the parser on its last token.
   *
   * @throws JacksonException where it is nested deeper than {@link JsonFormat#MAX_DEPTH}, which not
   *     the parser of every format sees to itself
   */
  static Json read(JsonParser parser) {
    return read(parser, Integer.MAX_VALUE);
  }

  /**
   * The same, with a bound on what it may take in memory.
   *
   * @param most refuse a value that is made of more values than this
   * @throws JacksonException where it is, or is nested too deep
   */
  static Json read(JsonParser parser, int most) {
    return read(parser, 0, new int[] {most});
  }

  private static Json read(JsonParser parser, int depth, int[] left) {
    if (left[0]-- <= 0) {
      throw new StreamConstraintsException(
          "more values in one place than are read", parser.currentLocation());
    }
    if (depth > JsonFormat.MAX_DEPTH) {
      throw new StreamConstraintsException(
          "nested more than " + JsonFormat.MAX_DEPTH + " deep", parser.currentLocation());
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Json> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          members.put(name, read(parser, depth + 1, left));
        }
        yield new Struct(members);
      }
      case START_ARRAY -> {
        List<Json> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(read(parser, depth + 1, left));
        }
        yield new Array(items);
      }
      case VALUE_STRING -> new Text(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> numeral(parser);
      case VALUE_TRUE -> new Bool(true);
      case VALUE_FALSE -> new Bool(false);
      case null, default -> new Nothing();
    };
  }

  /** A number whose exponent no {@link BigDecimal} can hold is of no use to anybody. */
  private static Json numeral(JsonParser parser) {
    try {
      return new Numeral(parser.getDecimalValue());
    } catch (NumberFormatException exponentTooLarge) {
      return new Nothing();
    }
  }

  /** The parser's complaint as an {@link IOException} whose message a person can read. */
  static IOException asIo(JacksonException e) {
    if (e instanceof JacksonIOException && e.getCause() instanceof IOException cause) {
      return cause;
    }
    String where =
        e instanceof StreamReadException && e.getLocation() != null
            ? " at line "
                + e.getLocation().getLineNr()
                + ", column "
                + e.getLocation().getColumnNr()
            : "";
    return new IOException("not valid JSON" + where + ": " + e.getOriginalMessage(), e);
  }

  /** The member of an object; {@link Nothing} where this is no object or has no such member. */
  default Json get(String name) {
    return this instanceof Struct object
        ? object.members.getOrDefault(name, new Nothing())
        : new Nothing();
  }

  /** The items of an array; empty where this is no array. */
  default List<Json> items() {
    return this instanceof Array array ? array.items : List.of();
  }

  /** The members of an object; empty where this is no object. */
  default Map<String, Json> members() {
    return this instanceof Struct object ? object.members : Map.of();
  }

  /** The text; null where this is no text. */
  default @Nullable String text() {
    return this instanceof Text text ? text.value : null;
  }

  /** The text of a member; null where there is none. */
  default @Nullable String text(String name) {
    return get(name).text();
  }

  /** The text of a member, or {@code otherwise}. */
  default String text(String name, String otherwise) {
    String text = text(name);
    return text == null ? otherwise : text;
  }

  /** The texts in an array member, leaving out what is no text. */
  default List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Json item : get(name).items()) {
      if (item instanceof Text text) {
        texts.add(text.value);
      }
    }
    return texts;
  }

  /** The whole number; {@code otherwise} where this is no number or does not fit. */
  default long number(long otherwise) {
    if (!(this instanceof Numeral number)) {
      return otherwise;
    }
    BigDecimal value = number.value;
    // A hostile exponent would make an exact conversion build a gigabyte of digits.
    if (Math.abs((long) value.scale()) > 30 || value.precision() > 30) {
      return otherwise;
    }
    try {
      return value.longValueExact();
    } catch (ArithmeticException notWhole) {
      return otherwise;
    }
  }

  /** Whether this is {@code true}. */
  default boolean isTrue() {
    return this instanceof Bool bool && bool.value;
  }
}
