package dev.breakwater.posture.ecs;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.posture.docker.Translated;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;

/** Whatever the document, it is translated or its faults are said. */
class EcsTaskDefinitionFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void translatesOrSaysWhatIsWrong(byte @NotNull [] bytes) {
    try {
      for (Value document : SourceFile.of("task.json", bytes).documents()) {
        EcsTaskDefinition.looksLike(document);
        EcsTaskDefinition.read("task.json", 0, document, new Translated());
      }
    } catch (BreakwaterException e) {
      // That is what a file that is no text gets.
    }
  }
}
