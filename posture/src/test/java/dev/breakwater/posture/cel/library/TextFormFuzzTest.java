package dev.breakwater.posture.cel.library;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** Versions, and texts of the named formats. */
class TextFormFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void refusesOrReadsWhateverItIsGiven(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    for (NamedFormat format : NamedFormat.values()) {
      assertThat(format.validate(text)).doesNotContain("");
    }
    try {
      SemanticVersion version = SemanticVersion.parseNearly(text);
      assertThat(version.compareTo(SemanticVersion.parseNearly(text))).isZero();
    } catch (MalformedException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
