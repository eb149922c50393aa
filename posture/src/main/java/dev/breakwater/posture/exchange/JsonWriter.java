package dev.breakwater.posture.exchange;

import dev.breakwater.core.json.JsonPrinter;
import dev.breakwater.posture.source.Value;
import java.util.Map;

/** Writes values as JSON, names in their order. What JSON has no number for becomes null. */
public final class JsonWriter {
  private JsonWriter() {}

  /** A value as the document, or as an item of an array. */
  public static void item(JsonPrinter json, Value value) {
    switch (value) {
      case Value.Nothing _ -> json.absent();
      case Value.Flag flag -> json.item(flag.value());
      case Value.Whole whole -> json.item(whole.value());
      case Value.Real real -> json.item(real.value());
      case Value.Text text -> json.item(text.value());
      case Value.Items items -> {
        json.array();
        for (Value item : items.items()) {
          item(json, item);
        }
        json.endArray();
      }
      case Value.Fields fields -> {
        json.object();
        for (Map.Entry<String, Value> member : fields.members().entrySet()) {
          member(json, member.getKey(), member.getValue());
        }
        json.endObject();
      }
    }
  }

  /** A value as a member of an object. */
  public static void member(JsonPrinter json, String name, Value value) {
    json.name(name);
    item(json, value);
  }
}
