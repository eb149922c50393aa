package dev.breakwater.posture.mutation;

import dev.breakwater.posture.source.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The types of Kubernetes objects: the table {@code types.txt}, which says how it is written. Read
 * once, when it is first asked for.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy">
 *     Merge strategy</a>
 */
final class ObjectTypes {
  private static final Map<String, ObjectType> TYPES = new HashMap<>();

  /** By API version and kind, for example {@code apps/v1 Deployment}. */
  private static final Map<String, String> KINDS = new HashMap<>();

  /** What every kind has, and whatever else. */
  private static final ObjectType CUSTOM =
      new ObjectType(
          "", false, Map.of("metadata", field("!ObjectMeta")), new Shape.Anything(false));

  static {
    read();
  }

  private ObjectTypes() {}

  /** The type of a whole object; an open one where its kind is not in the table. */
  static ObjectType of(Value object) {
    String type = KINDS.get(object.text("apiVersion") + " " + object.text("kind"));
    return type == null ? CUSTOM : named(type);
  }

  /** The type of the objects that a schema defines. */
  static ObjectType defined(Value schema) {
    return CustomSchema.type(schema, CUSTOM.fields());
  }

  private static ObjectType named(String type) {
    return Objects.requireNonNull(TYPES.get(type), type);
  }

  private static void read() {
    try (InputStream table =
            Objects.requireNonNull(ObjectTypes.class.getResourceAsStream("types.txt"));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("@")) {
          readKinds(words(line));
        } else if (!line.isEmpty() && !line.startsWith("#")) {
          readType(words(line));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> words(String line) {
    return List.of(line.split(" ", -1));
  }

  private static void readKinds(List<String> words) {
    for (String type : words.subList(2, words.size())) {
      String kind = type.startsWith("V2") ? type.substring(2) : type;
      KINDS.put(words.get(1) + " " + kind, type);
    }
  }

  private static void readType(List<String> words) {
    boolean asOne = words.getFirst().startsWith("=");
    String name = asOne ? words.getFirst().substring(1) : words.getFirst();
    Map<String, ObjectType.Field> fields = LinkedHashMap.newLinkedHashMap(words.size());
    for (String word : words.subList(1, words.size())) {
      int colon = word.indexOf(':');
      fields.put(word.substring(0, colon), field(word.substring(colon + 1)));
    }
    TYPES.put(name, new ObjectType(name, asOne, fields, null));
  }

  private static ObjectType.Field field(String text) {
    boolean always = text.startsWith("!");
    boolean merged = text.startsWith("+");
    return new ObjectType.Field(shape(always || merged ? text.substring(1) : text), always, merged);
  }

  private static Shape shape(String text) {
    if (text.startsWith("[")) {
      int colon = text.indexOf(':');
      if (colon < 0) {
        return new Shape.ListOf(shape(text.substring(1, text.length() - 1)), true, List.of());
      }
      return new Shape.ListOf(
          shape(text.substring(1, colon)),
          false,
          keys(text.substring(colon + 1, text.length() - 1)));
    }
    if (text.startsWith("{")) {
      return new Shape.MapOf(shape(text.substring(1, text.length() - 1)), false);
    }
    if (text.startsWith("={")) {
      return new Shape.MapOf(shape(text.substring(2, text.length() - 1)), true);
    }
    return switch (text) {
      case "text" -> Shape.Scalar.TEXT;
      case "whole" -> Shape.Scalar.WHOLE;
      case "real" -> Shape.Scalar.REAL;
      case "flag" -> Shape.Scalar.FLAG;
      case "scalar" -> Shape.Scalar.TEXT_OR_NUMBER;
      case "any" -> new Shape.Anything(true);
      default -> new Shape.Named(() -> named(text));
    };
  }

  private static List<Shape.Key> keys(String text) {
    List<Shape.Key> keys = new ArrayList<>();
    for (String name : text.isEmpty() ? List.<String>of() : List.of(text.split(",", -1))) {
      keys.add(new Shape.Key(name, name.equals("protocol") ? "TCP" : null));
    }
    return keys;
  }
}
