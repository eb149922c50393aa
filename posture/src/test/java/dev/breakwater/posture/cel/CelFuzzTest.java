package dev.breakwater.posture.cel;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cel.common.types.SimpleType;
import java.util.Map;
import java.util.Set;

class CelFuzzTest {
  private static final Cel CEL =
      Cel.with(Map.of("object", SimpleType.DYN, "word", SimpleType.STRING)).withObjects();

  @FuzzTest(maxDuration = "10s")
  void everyExpressionIsAnsweredOrRefused(FuzzedDataProvider data) {
    try {
      CEL.compile(data.consumeRemainingAsString(), Set.of())
          .evaluate(Expressions::variable, new Budget(100_000));
    } catch (FaultyExpressionException expected) {
      // is refused
    }
  }
}
