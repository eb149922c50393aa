package dev.breakwater.inventory.npm;

import java.io.IOException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A walk through a YAML stream, of which nothing is kept. Anchors are refused: no lock file has
 * any, and what is walked once cannot grow. All that it asks of the parser's stack is bounded by
 * {@link #MAX_DEPTH}. Used by one thread.
 */
final class YamlEvents {
  private static final int MAX_DEPTH = 100;
  private static final int MAX_BUFFER = 1 << 20;

  private final Iterator<Event> events;
  private @Nullable Event ahead;
  private int depth;

  /**
   * @param text the whole stream, because the library's reader takes one that comes in pieces apart
   *     again with every piece, which for one long scalar would take hours
   */
  YamlEvents(String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setCodePointLimit(Math.max(text.length(), 1))
            .setBufferSize(Math.clamp(text.length(), 1024, MAX_BUFFER))
            .build();
    this.events = new Parse(settings).parseString(text).iterator();
  }

  /** Goes to the next document, and says whether there is one. */
  boolean nextDocument() throws IOException {
    while (true) {
      switch (next().getEventId()) {
        case DocumentStart -> {
          return true;
        }
        case StreamEnd -> {
          return false;
        }
        default -> {}
      }
    }
  }

  /** Whether a mapping comes next. */
  boolean isMapping() throws IOException {
    return peek().getEventId() == Event.ID.MappingStart;
  }

  /** Enters the mapping that comes next; anything else is passed over. */
  boolean enterMapping() throws IOException {
    if (isMapping()) {
      next();
      return true;
    }
    skip();
    return false;
  }

  /** The next key of the mapping, before its value; null at the mapping's end, which is left. */
  @Nullable String nextKey() throws IOException {
    while (true) {
      if (peek().getEventId() == Event.ID.MappingEnd) {
        next();
        return null;
      }
      String key = scalar();
      if (key != null) {
        return key;
      }
      skip();
    }
  }

  /** The scalar that comes next, as written; null for anything else, which is passed over. */
  @Nullable String scalar() throws IOException {
    if (peek() instanceof ScalarEvent scalar) {
      next();
      return scalar.getValue();
    }
    skip();
    return null;
  }

  /** Passes over the value that comes next, with all that is in it. */
  void skip() throws IOException {
    int outside = depth;
    do {
      next();
    } while (depth > outside);
  }

  private Event peek() throws IOException {
    if (ahead == null) {
      ahead = read();
    }
    return ahead;
  }

  private Event next() throws IOException {
    Event event = peek();
    ahead = null;
    switch (event.getEventId()) {
      case MappingStart, SequenceStart -> {
        if (++depth > MAX_DEPTH) {
          throw new IOException("YAML nested more than " + MAX_DEPTH + " deep");
        }
      }
      case MappingEnd, SequenceEnd -> depth--;
      case Alias -> throw new IOException("YAML with aliases, which no lock file has");
      default -> {}
    }
    return event;
  }

  private Event read() throws IOException {
    try {
      if (events.hasNext()) {
        return events.next();
      }
    } catch (YamlEngineException e) {
      throw new IOException("not valid YAML: " + oneLine(e.getMessage()), e);
    }
    throw new IOException("YAML that ends too early");
  }

  /** The parser shows the place in the text, over several lines; the first says what is wrong. */
  private static String oneLine(@Nullable String message) {
    String whole = message == null ? "" : message;
    return whole.replace('\n', ' ');
  }
}
