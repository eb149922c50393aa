package dev.breakwater.posture.load;

import dev.breakwater.posture.ecs.EcsTaskDefinition;
import dev.breakwater.posture.marathon.MarathonApps;
import java.util.List;
import java.util.Map;

/** The formats that there are. */
public final class Formats {
  private static final Format ECS =
      Format.of(
          EcsTaskDefinition::looksLike,
          (file, document, sink) ->
              EcsTaskDefinition.read(file.name(), 0, file.documents().get(document), sink));

  private static final Format MARATHON =
      Format.of(
          MarathonApps::looksLike,
          (file, document, sink) ->
              MarathonApps.read(file.name(), 0, file.documents().get(document), sink));

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
