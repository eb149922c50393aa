package dev.breakwater.posture.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Problem;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.SourceFile;
import java.util.Map;

/** A project of one file gives services and problems, whatever is in the file. */
class ComposeFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void reads(byte[] input) {
    Sink nobody =
        new Sink() {
          @Override
          public void add(Resource resource) {
            assertThat(resource.object().plain()).isNotNull();
          }

          @Override
          public void add(Problem problem) {
            assertThat(problem.what()).isNotEmpty();
          }
        };
    try {
      SourceFile file = SourceFile.of("none/compose.yaml", input);
      ComposeProject.read(file, Map.of("A", "1", "B", ""), nobody);
    } catch (BreakwaterException expected) {
      // What it is for.
    }
  }
}
