package dev.breakwater.inventory.detection;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A walk through a YAML stream, of which nothing is kept but its text. Aliases are refused: no lock
 * file has any, and they can make a short document endless. All that it asks of the parser's stack
 * is bounded by {@link #MAX_DEPTH}. Used by one thread.
 */
public final class YamlEvents {
  private static final int MAX_DEPTH = 100;
  private static final int MAX_BUFFER = 1 << 20;

  private final Iterator<Event> events;
  private @Nullable Event ahead;
  private int depth;

  /**
   * Begins before the first document. The whole stream is read at once, because the library's
   * reader takes one that comes in pieces apart again with every piece, which for one long scalar
   * would take hours.
   *
   * @param in no longer than may be held in memory
   * @throws IOException where reading fails
   */
  public YamlEvents(InputStream in) throws IOException {
    String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    LoadSettings settings =
        LoadSettings.builder()
            .setCodePointLimit(Math.max(text.length(), 1))
            .setBufferSize(Math.clamp(text.length(), 1024, MAX_BUFFER))
            .build();
    this.events = new Parse(settings).parseString(text).iterator();
  }

  /** Goes to the next document, and says whether there is one. */
  public boolean nextDocument() throws IOException {
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
  public boolean isMapping() throws IOException {
    return peek().getEventId() == Event.ID.MappingStart;
  }

  /** Enters the mapping that comes next; anything else is passed over. */
  public boolean enterMapping() throws IOException {
    if (isMapping()) {
      next();
      return true;
    }
    skip();
    return false;
  }

  /** The next key of the mapping, before its value; null at the mapping's end, which is left. */
  public @Nullable String nextKey() throws IOException {
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
  public @Nullable String scalar() throws IOException {
    if (peek() instanceof ScalarEvent scalar) {
      next();
      return scalar.getValue();
    }
    skip();
    return null;
  }

  /** Passes over the value that comes next, with all that is in it. */
  public void skip() throws IOException {
    int outside = depth;
    do {
      next();
    } while (depth > outside);
  }

  Event peek() throws IOException {
    if (ahead == null) {
      ahead = read();
    }
    return ahead;
  }

  /** Takes what comes next, as the parser has it. */
  Event next() throws IOException {
    Event event = peek();
    ahead = null;
    switch (event.getEventId()) {
      case MappingStart, SequenceStart -> {
        if (++depth > MAX_DEPTH) {
          throw new IOException("YAML nested more than " + MAX_DEPTH + " deep");
        }
      }
      case MappingEnd, SequenceEnd -> depth--;
      case Alias -> throw new IOException("YAML with an alias, which no lock file has");
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
      throw asIo(e);
    }
    throw new IOException("YAML that ends too early");
  }

  /** The parser shows the place in the text, over several lines; the number of the line will do. */
  private static IOException asIo(YamlEngineException e) {
    if (e instanceof MarkedYamlEngineException marked && marked.getProblemMark().isPresent()) {
      int line = marked.getProblemMark().get().getLine() + 1;
      return new IOException("not valid YAML at line " + line + ": " + marked.getProblem(), e);
    }
    String message = e.getMessage();
    return new IOException(
        "not valid YAML: " + (message == null ? "" : message.replace('\n', ' ')), e);
  }
}
