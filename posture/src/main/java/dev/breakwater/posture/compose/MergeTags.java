package dev.breakwater.posture.compose;

import dev.breakwater.core.FileLine;
import dev.breakwater.posture.source.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The values that are tagged {@code !reset} and {@code !override}, known by their places: the first
 * takes away what an earlier file says, the second stands in its place, where otherwise both would
 * be merged.
 *
 * @see <a href="https://github.com/compose-spec/compose-spec/blob/main/13-merge.md">Merge</a>
 */
final class MergeTags {
  private static final String RESET = "!reset";
  private static final String OVERRIDE = "!override";

  /** A list, or a mapping with the mark of the key whose value comes next. */
  private static final class Level {
    private final boolean mapping;
    private @Nullable Mark key;

    Level(boolean mapping) {
      this.mapping = mapping;
    }
  }

  private final Set<FileLine> resets = new HashSet<>();
  private final Set<FileLine> overrides = new HashSet<>();

  /** Looks for tags in a file; one that is no YAML has those before its fault. */
  void find(String file, String text) {
    if (!text.contains(RESET) && !text.contains(OVERRIDE)) {
      return;
    }
    LoadSettings settings =
        LoadSettings.builder().setCodePointLimit(Math.max(text.length(), 1)).build();
    Deque<Level> levels = new ArrayDeque<>();
    Map<Anchor, String> anchors = new HashMap<>();
    try {
      for (Event event : new Parse(settings).parseString(text)) {
        if (event instanceof NodeEvent node) {
          take(file, node, levels, anchors);
        } else if (event.getEventId() == Event.ID.MappingEnd
            || event.getEventId() == Event.ID.SequenceEnd) {
          levels.pop();
        }
      }
    } catch (YamlEngineException e) {
      // Whoever reads the file tells what is wrong with it.
      return;
    }
  }

  private void take(String file, NodeEvent node, Deque<Level> levels, Map<Anchor, String> anchors) {
    Mark mark = node.getStartMark().orElse(null);
    Level level = levels.peek();
    boolean key = level != null && level.mapping && level.key == null;
    String tag = tag(node, anchors);
    if (level != null && level.mapping) {
      Mark before = level.key;
      level.key = key ? mark : null;
      mark = before;
    }
    if (!key && mark != null && tag != null) {
      FileLine place = new FileLine(file, mark.getLine() + 1, mark.getColumn() + 1);
      (tag.equals(RESET) ? resets : overrides).add(place);
    }
    if (node instanceof CollectionStartEvent) {
      levels.push(new Level(node.getEventId() == Event.ID.MappingStart));
    }
  }

  private static @Nullable String tag(NodeEvent node, Map<Anchor, String> anchors) {
    String tag =
        switch (node) {
          case AliasEvent alias -> anchors.get(alias.getAlias());
          case ScalarEvent scalar -> scalar.getTag().orElse(null);
          case CollectionStartEvent collection -> collection.getTag().orElse(null);
          default -> null;
        };
    if (tag == null || !(tag.equals(RESET) || tag.equals(OVERRIDE))) {
      return null;
    }
    if (!(node instanceof AliasEvent)) {
      node.getAnchor().ifPresent(anchor -> anchors.put(anchor, tag));
    }
    return tag;
  }

  /** Whether a value takes the place of what an earlier file says, or takes it away. */
  boolean replaces(Value value) {
    return isReset(value) || (!overrides.isEmpty() && overrides.contains(value.origin().place()));
  }

  boolean isReset(Value value) {
    return !resets.isEmpty() && resets.contains(value.origin().place());
  }

  /** The same without what is reset. */
  Value.Fields prune(Value.Fields fields) {
    return resets.isEmpty() ? fields : pruned(fields);
  }

  private Value.Fields pruned(Value.Fields fields) {
    Map<String, Value> left = new LinkedHashMap<>();
    fields
        .members()
        .forEach((name, value) -> {
          if (!isReset(value)) {
            left.put(name, pruned(value));
          }
        });
    return new Value.Fields(fields.origin(), left);
  }

  private Value pruned(Value value) {
    return switch (value) {
      case Value.Fields fields -> pruned(fields);
      case Value.Items list -> {
        List<Value> left = new ArrayList<>();
        for (Value item : list.items()) {
          if (!isReset(item)) {
            left.add(pruned(item));
          }
        }
        yield new Value.Items(list.origin(), left);
      }
      case Value.Nothing _, Value.Flag _, Value.Whole _, Value.Real _, Value.Text _ -> value;
    };
  }
}
