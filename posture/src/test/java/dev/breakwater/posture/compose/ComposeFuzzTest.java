package dev.breakwater.posture.compose;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Problem;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.SourceFile;
import java.nio.file.Path;
import java.util.Map;

/** A project of one file gives services and problems, whatever is in the file. */
class ComposeFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void reads(byte[] input) {
    Sink nobody =
        new Sink() {
          @Override
          public void add(Resource resource) {
            resource.object().plain();
          }

          @Override
          public void add(Problem problem) {
            problem.what().length();
          }
        };
    try {
      SourceFile file = SourceFile.of("compose.yaml", input);
      ComposeProject.read(file, Path.of("none"), Map.of("A", "1", "B", ""), nobody);
    } catch (BreakwaterException expected) {
      // What it is for.
    }
  }
}
