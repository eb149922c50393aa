package dev.breakwater.inventory.detection;

import dev.breakwater.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads the YAML that package managers write into lock files, as a {@link Json} tree in which every
 * scalar is a text: {@code 1.10} is a version, not a number. Aliases, which lock files do not have
 * and which can make a short document endless, are refused, and so are keys that are no scalars or
 * appear twice.
 *
 * @see <a href="https://yaml.org/spec/1.2.2/">YAML 1.2</a>
 */
public final class YamlDocument {
  private static final int MAX_DEPTH = 64;

  private final Iterator<Event> events;

  private YamlDocument(Iterator<Event> events) {
    this.events = events;
  }

  /**
   * Reads the first document.
   *
   * @param maxCharacters refuse documents longer than this
   * @return {@link Json.Nothing} where there is none
   * @throws IOException where it is not YAML of this kind; the message is for people
   */
  public static Json read(InputStream in, int maxCharacters) throws IOException {
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(maxCharacters).build();
    try {
      Iterator<Event> events = new Parse(settings).parseInputStream(in).iterator();
      while (events.hasNext()) {
        if (events.next().getEventId() == Event.ID.DocumentStart) {
          return new YamlDocument(events).value(events.next(), 0);
        }
      }
      return new Json.Nothing();
    } catch (YamlEngineException e) {
      throw asIo(e);
    }
  }

  private Json value(Event first, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new IOException("YAML nested more than " + MAX_DEPTH + " deep");
    }
    return switch (first) {
      case ScalarEvent scalar -> new Json.Text(scalar.getValue());
      case SequenceStartEvent sequence -> items(depth);
      case MappingStartEvent mapping -> members(depth);
      default -> throw new IOException("YAML with an alias, which no lock file has");
    };
  }

  private Json items(int depth) throws IOException {
    List<Json> items = new ArrayList<>();
    Event next = events.next();
    while (next.getEventId() != Event.ID.SequenceEnd) {
      items.add(value(next, depth + 1));
      next = events.next();
    }
    return new Json.Array(items);
  }

  private Json members(int depth) throws IOException {
    Map<String, Json> members = new LinkedHashMap<>();
    Event next = events.next();
    while (next.getEventId() != Event.ID.MappingEnd) {
      if (!(next instanceof ScalarEvent key)) {
        throw new IOException("YAML with a key that is no text");
      }
      if (members.put(key.getValue(), value(events.next(), depth + 1)) != null) {
        throw new IOException(
            "YAML with the key " + Complaints.quote(key.getValue()) + " twice in one place");
      }
      next = events.next();
    }
    return new Json.Struct(members);
  }

  private static IOException asIo(YamlEngineException e) {
    if (e.getCause() instanceof IOException cause) {
      return cause;
    }
    if (e instanceof MarkedYamlEngineException marked && marked.getProblemMark().isPresent()) {
      return new IOException(
          "not valid YAML at line "
              + (marked.getProblemMark().get().getLine() + 1)
              + ": "
              + marked.getProblem(),
          e);
    }
    String message = e.getMessage();
    return new IOException("not valid YAML: " + (message == null ? "" : message), e);
  }
}
