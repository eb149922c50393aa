package dev.breakwater.image.registry;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

class DockerConfigFuzzTest {
  private static final ImageReference IMAGE = ImageReference.parse("example.org/team/app");
  private static final ImageReference HUB = ImageReference.parse("debian");

  /** No document does anything but give a credential or the declared exception. */
  @FuzzTest(maxDuration = "10s")
  void readsAnyDocument(byte @NotNull [] document) {
    CredentialHelper nobody = new CredentialHelper(Map.of(), Duration.ofSeconds(1));
    try {
      DockerConfig config = DockerConfig.parse(document, "config.json", nobody);
      for (ImageReference image : new ImageReference[] {IMAGE, HUB}) {
        String shown = config.credentialFor(image).toString();
        if (shown.length() > 200) {
          throw new AssertionError("a credential shows " + shown);
        }
      }
    } catch (IOException expected) {
      if (expected.getMessage() == null) {
        throw new AssertionError("a failure without a message", expected);
      }
    }
  }
}
