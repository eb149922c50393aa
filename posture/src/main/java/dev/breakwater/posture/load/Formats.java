package dev.breakwater.posture.load;

import dev.breakwater.posture.ecs.EcsTaskDefinition;
import dev.breakwater.posture.marathon.MarathonApps;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.util.List;
import java.util.Map;

/** The formats that there are. */
public final class Formats {
  private static final Format ECS =
      new Format() {
        @Override
        public boolean looksLike(Value document) {
          return EcsTaskDefinition.looksLike(document);
        }

        @Override
        public void read(SourceFile file, int document, Sink sink) {
          EcsTaskDefinition.read(file.name(), 0, file.documents().get(document), sink);
        }
      };

  private static final Format MARATHON =
      new Format() {
        @Override
        public boolean looksLike(Value document) {
          return MarathonApps.looksLike(document);
        }

        @Override
        public void read(SourceFile file, int document, Sink sink) {
          MarathonApps.read(file.name(), 0, file.documents().get(document), sink);
        }
      };

  private Formats() {}

  /**
   * All formats, the surest to recognise first. For one run of a loader.
   *
   * @param environment the variables that fill Compose files
   */
  public static List<Format> all(Map<String, String> environment) {
    return List.of(Format.KUBERNETES, ECS, new ComposeFormat(environment), MARATHON);
  }
}
