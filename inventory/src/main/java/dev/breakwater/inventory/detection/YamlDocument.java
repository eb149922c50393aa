package dev.breakwater.inventory.detection;

import dev.breakwater.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;

/**
 * Reads the YAML that package managers write into lock files, as a {@link Json} tree in which every
 * scalar is a text: {@code 1.10} is a version, not a number. Aliases are refused, as by {@link
 * YamlEvents}, and so are keys that are no scalars or appear twice.
 *
 * @see <a href="https://yaml.org/spec/1.2.2/">YAML 1.2</a>
 */
public final class YamlDocument {
  private final YamlEvents events;

  private YamlDocument(YamlEvents events) {
    this.events = events;
  }

  /**
   * Reads the first document.
   *
   * @param in no longer than may be held in memory
   * @return {@link Json.Nothing} where there is none
   * @throws IOException where it is not YAML of this kind; the message is for people
   */
  public static Json read(InputStream in) throws IOException {
    YamlEvents events = new YamlEvents(in);
    return events.nextDocument() ? new YamlDocument(events).value() : new Json.Nothing();
  }

  private Json value() throws IOException {
    return switch (events.next()) {
      case ScalarEvent scalar -> new Json.Text(scalar.getValue());
      case SequenceStartEvent sequence -> items();
      case MappingStartEvent mapping -> members();
      default -> throw new IOException("YAML with a place that has no value");
    };
  }

  private Json items() throws IOException {
    List<Json> items = new ArrayList<>();
    while (events.peek().getEventId() != Event.ID.SequenceEnd) {
      items.add(value());
    }
    events.next();
    return new Json.Array(items);
  }

  private Json members() throws IOException {
    Map<String, Json> members = new LinkedHashMap<>();
    while (events.peek().getEventId() != Event.ID.MappingEnd) {
      if (!(events.next() instanceof ScalarEvent key)) {
        throw new IOException("YAML with a key that is no text");
      }
      if (members.put(key.getValue(), value()) != null) {
        throw new IOException(
            "YAML with the key " + Complaints.quote(key.getValue()) + " twice in one place");
      }
    }
    events.next();
    return new Json.Struct(members);
  }
}
