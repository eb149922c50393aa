package dev.breakwater.content.setting;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.core.Subject;
import dev.breakwater.core.json.Json;
import dev.breakwater.image.ImageSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whatever a configuration says, nothing is thrown. */
class ImageSettingFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void inspects(FuzzedDataProvider data) {
    Json label =
        new Json.Struct(Map.of(data.consumeString(40), new Json.Text(data.consumeString(60))));
    Json environment = new Json.Array(List.of(new Json.Text(data.consumeString(80))));
    Json created = new Json.Text(data.consumeString(30));
    Json step =
        new Json.Struct(Map.of("created_by", new Json.Text(data.consumeRemainingAsString())));
    Json configuration =
        new Json.Struct(
            Map.of(
                "created", created,
                "config",
                    new Json.Struct(
                        Map.of("Env", environment, "Labels", label, "Cmd", environment)),
                "history", new Json.Array(List.of(step))));
    new ImageSettingInspection(Instant.EPOCH)
        .inspect(
            new Subject("registry", "a", null, null, null, List.of()),
            new ImageSettings(configuration, Map.of()),
            null,
            new ArrayList<>()::add);
  }
}
