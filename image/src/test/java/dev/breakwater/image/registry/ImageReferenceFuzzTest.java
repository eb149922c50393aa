package dev.breakwater.image.registry;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.net.URI;

class ImageReferenceFuzzTest {
  /** Whatever is read has a form that is read back as the same, and makes an address. */
  @FuzzTest(maxDuration = "10s")
  void readsBackWhatItWrites(@NotNull String text) {
    ImageReference reference;
    try {
      reference = ImageReference.parse(text);
    } catch (IllegalArgumentException expected) {
      return;
    }
    if (!ImageReference.parse(reference.toString()).equals(reference)) {
      throw new AssertionError(text + " became " + reference);
    }
    URI uri =
        URI.create(
            "https://"
                + reference.apiHost()
                + "/v2/"
                + reference.repository()
                + "/manifests/"
                + reference.manifestName());
    if (!reference.apiHost().equals(uri.getRawAuthority())) {
      throw new AssertionError(text + " goes to " + uri);
    }
  }
}
