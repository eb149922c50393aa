package dev.breakwater.posture.mutation;

import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Types of custom resources: the schema of a {@code CustomResourceDefinition}, as an API server
 * reads it for merging. A list is taken as one unless it says that it is a set or has keys.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/using-api/server-side-apply/#custom-resources">
 *     Custom resources and server-side apply</a>
 */
final class CustomSchema {
  private static final String EXTENSION = "x-kubernetes-";

  /** Of all types, in messages. */
  private static final String NAME = "the definition";

  private CustomSchema() {}

  /**
   * The type of a whole object.
   *
   * @param always the fields that are of the same shape in every kind, whatever the schema says
   */
  static ObjectType type(Value schema, Map<String, ObjectType.Field> always) {
    Map<String, ObjectType.Field> fields = fields(schema);
    fields.putIfAbsent("apiVersion", plain(Shape.Scalar.TEXT));
    fields.putIfAbsent("kind", plain(Shape.Scalar.TEXT));
    fields.putAll(always);
    return new ObjectType(NAME, false, fields, others(schema));
  }

  private static Map<String, ObjectType.Field> fields(Value schema) {
    Map<String, ObjectType.Field> fields = new HashMap<>();
    Value properties = schema.get("properties");
    if (properties != null) {
      properties.members().forEach((name, property) -> fields.put(name, plain(shape(property))));
    }
    return fields;
  }

  private static ObjectType.Field plain(Shape shape) {
    return new ObjectType.Field(shape, false, false);
  }

  private static Shape shape(Value schema) {
    if (isTrue(schema, "int-or-string")) {
      return Shape.Scalar.TEXT_OR_NUMBER;
    }
    String type = schema.text("type");
    return switch (type == null ? "" : type) {
      case "string" -> Shape.Scalar.TEXT;
      case "boolean" -> Shape.Scalar.FLAG;
      case "integer" -> Shape.Scalar.WHOLE;
      case "number" -> Shape.Scalar.REAL;
      case "array" -> list(schema);
      case "object" -> object(schema);
      default -> new Shape.Anything(true);
    };
  }

  private static Shape object(Value schema) {
    boolean asOne = "atomic".equals(schema.text(EXTENSION + "map-type"));
    if (schema.get("properties") != null) {
      ObjectType type = new ObjectType(NAME, asOne, fields(schema), others(schema));
      return new Shape.Named(() -> type);
    }
    Value values = schema.get("additionalProperties");
    return new Shape.MapOf(
        values instanceof Value.Fields ? shape(values) : new Shape.Anything(true), asOne);
  }

  /** What fields hold that the schema does not name; null where there are to be none. */
  private static Shape.@Nullable Anything others(Value schema) {
    return isTrue(schema, "preserve-unknown-fields")
            || isTrue(schema, "embedded-resource")
            || schema.get("properties") == null
        ? new Shape.Anything(true)
        : null;
  }

  private static Shape list(Value schema) {
    Value items = schema.get("items");
    Shape item = items == null ? new Shape.Anything(true) : shape(items);
    String type = schema.text(EXTENSION + "list-type");
    return switch (type == null ? "" : type) {
      case "set" -> new Shape.ListOf(item, false, List.of());
      case "map" -> {
        List<Shape.Key> keys = keys(schema.get(EXTENSION + "list-map-keys"), items);
        yield new Shape.ListOf(item, keys.isEmpty(), keys);
      }
      default -> new Shape.ListOf(item, true, List.of());
    };
  }

  /** A key may be left out where the schema says what it is then. */
  private static List<Shape.Key> keys(@Nullable Value names, @Nullable Value items) {
    List<Shape.Key> keys = new ArrayList<>();
    for (Value each : names == null ? List.<Value>of() : names.items()) {
      String name = each.text();
      if (name != null) {
        Value usual = items == null ? null : items.at("properties", name, "default");
        keys.add(new Shape.Key(name, usual == null ? null : usual.plain()));
      }
    }
    return keys;
  }

  private static boolean isTrue(Value schema, String extension) {
    Value flag = schema.get(EXTENSION + extension);
    return flag != null && flag.isTrue();
  }
}
