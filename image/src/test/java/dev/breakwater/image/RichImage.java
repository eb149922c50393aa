package dev.breakwater.image;

import dev.breakwater.core.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An image that sets all that an image can set, with a layer that adds no bytes. */
final class RichImage {
  static final Map<String, String> ANNOTATIONS =
      Map.of(
          "org.opencontainers.image.base.name", "example.org/base:1",
          "org.example.note", "é \"quoted\"");

  private static final String SETTINGS =
      """
      {"User": "app", "Env": ["PATH=/bin", "EMPTY=", "A=b=c"], "Entrypoint": ["/app"],
       "Cmd": ["x", "y z"], "ExposedPorts": {"22/tcp": {}, "53/udp": {}}, "Volumes": {"/data": {}},
       "WorkingDir": "/w", "Labels": {"a.b": "c", "empty": ""}, "StopSignal": "SIGINT",
       "OnBuild": ["RUN x"], "Shell": ["/bin/bash", "-c"],
       "Healthcheck": {"Test": ["CMD", "x"], "Interval": 5000000000, "Retries": 3}}""";

  private static final String DESCRIBED =
      """
      "created": "2024-05-06T07:08:09.123456789Z", "author": "Me <me@example.org>",
      """;

  private static final String HISTORY =
      """
      {"created": "2024-05-06T07:00:00Z", "created_by": "ADD app"},
      {"created": "2024-05-06T07:01:00Z", "created_by": "ENV A=b=c", "empty_layer": true},
      {"created": "2024-05-06T07:02:00Z", "created_by": "RUN true # buildkit"},
      {"created": "2024-05-06T07:03:00Z", "created_by": "/bin/sh -c #(nop)  CMD [\\"x\\"]",
       "empty_layer": true}""";

  private RichImage() {}

  static ImageBuilder builder() {
    return new ImageBuilder()
        .layer(new ImageBuilder.Layer().file("app", new byte[] {'x'}, 0755))
        .layer(new ImageBuilder.Layer())
        .settings(SETTINGS)
        .described(DESCRIBED)
        .history(HISTORY)
        .annotations(
            """
            {"org.opencontainers.image.base.name": "example.org/base:1",
             "org.example.note": "é \\"quoted\\""}""")
        .tag("1");
  }

  /** What every door must tell of it. */
  static Map<String, Json> members() throws IOException {
    return members(
        Json.parse(
            "{"
                + DESCRIBED
                + "\"architecture\": \"amd64\", \"os\": \"linux\", \"config\": "
                + SETTINGS
                + ", \"history\": ["
                + HISTORY
                + "]}"));
  }

  /** What findings are made of in a configuration. */
  static Map<String, Json> members(Json configuration) {
    Map<String, Json> members = new TreeMap<>(configuration.get("config").members());
    for (String name : List.of("created", "author", "architecture", "os")) {
      members.put(name, configuration.get(name));
    }
    List<Json> steps = new ArrayList<>();
    for (Json step : configuration.get("history").items()) {
      Map<String, Json> kept = new LinkedHashMap<>();
      kept.put("created_by", step.get("created_by"));
      kept.put("empty_layer", new Json.Bool(step.get("empty_layer").isTrue()));
      steps.add(new Json.Struct(kept));
    }
    members.put("history", new Json.Array(steps));
    return members;
  }
}
