package dev.breakwater.inventory.base;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.core.Base;
import dev.breakwater.core.Subject;
import dev.breakwater.core.json.Json;
import dev.breakwater.image.ImageSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

class BaseAttributionFuzzTest {
  private static final KnownBases NONE = KnownBases.at(Path.of("no-such-directory"));

  @FuzzTest(maxDuration = "10s")
  void everyConfigurationIsReadWithoutAnError(byte[] bytes) {
    Json configuration;
    try {
      configuration = Json.parse(bytes);
    } catch (IOException noJson) {
      return;
    }
    Subject subject = Fixture.image("app", "0", "1", "2");
    Base base = BaseAttribution.of(subject, new ImageSettings(configuration, Map.of()), NONE);
    if (base != null) {
      assertThat(base.layers()).isBetween(0, 3);
      assertThat(base.reference()).isNotBlank();
    }
  }
}
