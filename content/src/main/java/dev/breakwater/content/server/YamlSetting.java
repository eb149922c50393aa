package dev.breakwater.content.server;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A scalar of a YAML document. The items of a sequence have the path of the sequence.
 *
 * @param line the first is 1
 * @param path keys joined by dots, which is also how Elasticsearch writes nested keys in one
 * @param value as written
 */
record YamlSetting(int line, String path, String value) {
  private static final int MAX_DEPTH = 50;

  /** Longer keys and paths are cut: no server has one, and each setting below holds it anew. */
  private static final int MAX_PATH = 200;

  /** No configuration that people write has as many. */
  private static final int MAX_SETTINGS = 20_000;

  /** A collection that is being read. */
  private static final class Open {
    private final String path;
    private final boolean mapping;
    private @Nullable String key;

    Open(String path, boolean mapping) {
      this.path = path;
      this.mapping = mapping;
    }

    String place() {
      if (path.length() > MAX_PATH) {
        return path;
      }
      return path.isEmpty() || key == null ? path + text(key) : path + "." + key;
    }

    private static String text(@Nullable String key) {
      return key == null ? "" : key;
    }
  }

  /**
   * Reads all scalars, of all documents. What an alias stands for is left out.
   *
   * @throws IOException where it is not YAML, or too deep
   */
  static List<YamlSetting> read(String text) throws IOException {
    List<YamlSetting> settings = new ArrayList<>();
    Deque<Open> open = new ArrayDeque<>();
    LoadSettings limits =
        LoadSettings.builder().setCodePointLimit(Math.max(1, text.length())).build();
    try {
      for (Event event : new Parse(limits).parseString(text)) {
        Open around = open.peek();
        switch (event.getEventId()) {
          case MappingStart, SequenceStart -> {
            if (open.size() == MAX_DEPTH) {
              throw new IOException("YAML nested more than " + MAX_DEPTH + " deep");
            }
            boolean isKey = around != null && around.mapping && around.key == null;
            if (isKey) {
              throw new IOException("YAML with a key that is no text");
            }
            open.push(
                new Open(
                    around == null ? "" : around.place(),
                    event.getEventId() == Event.ID.MappingStart));
          }
          case MappingEnd, SequenceEnd -> {
            open.pop();
            forgetKey(open.peek());
          }
          case Alias -> forgetKey(around);
          case Scalar -> {
            String value = ((ScalarEvent) event).getValue();
            if (around != null && around.mapping && around.key == null) {
              around.key = value.substring(0, Math.min(value.length(), MAX_PATH));
            } else if (settings.size() == MAX_SETTINGS) {
              throw new IOException("YAML with more than " + MAX_SETTINGS + " settings");
            } else {
              int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
              settings.add(new YamlSetting(line, around == null ? "" : around.place(), value));
              forgetKey(around);
            }
          }
          default -> {}
        }
      }
    } catch (YamlEngineException e) {
      throw new IOException("not valid YAML" + place(e), e);
    }
    return settings;
  }

  /** Where the fault is; the parser's own message quotes the file, which may hold passwords. */
  private static String place(YamlEngineException e) {
    return e instanceof MarkedYamlEngineException marked && marked.getProblemMark().isPresent()
        ? ": line " + (marked.getProblemMark().get().getLine() + 1) + " is not understood"
        : "";
  }

  private static void forgetKey(@Nullable Open around) {
    if (around != null && around.mapping) {
      around.key = null;
    }
  }

  /** The last of this path. */
  static @Nullable YamlSetting last(List<YamlSetting> settings, String path) {
    YamlSetting last = null;
    for (YamlSetting setting : settings) {
      if (setting.path.equals(path)) {
        last = setting;
      }
    }
    return last;
  }

  /** Whether the last of this path has the value. */
  static boolean says(List<YamlSetting> settings, String path, String value) {
    YamlSetting last = last(settings, path);
    return last != null && last.value.equalsIgnoreCase(value);
  }
}
