package dev.breakwater.posture.cel.library;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

class UrlFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void refusesOrReadsWhateverItIsGiven(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    try {
      Url url = Url.parse(text);
      assertThat(url).isEqualTo(Url.parse(text)).hasSameHashCodeAs(Url.parse(text));
      assertThat(url.host()).contains(url.hostname()).endsWith(url.port());
      assertThat(url.escapedPath()).matches("\\p{ASCII}*");
      assertThat(url.query()).doesNotContainValue(List.of());
    } catch (MalformedException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
