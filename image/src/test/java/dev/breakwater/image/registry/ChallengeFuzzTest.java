package dev.breakwater.image.registry;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.List;

class ChallengeFuzzTest {
  /** No header makes it throw, and nothing comes out that was not put in. */
  @FuzzTest(maxDuration = "10s")
  void readsAnyHeader(@NotNull String header) {
    for (Challenge challenge : Challenge.parse(List.of(header, header))) {
      if (challenge.scheme().isEmpty()) {
        throw new AssertionError("a challenge without a scheme from " + header);
      }
      for (String value : challenge.parameters().values()) {
        if (value.length() > header.length()) {
          throw new AssertionError("a value longer than its header " + header);
        }
      }
    }
  }
}
