package dev.breakwater.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.Progress;
import dev.breakwater.image.container.ContainerRoot;
import dev.breakwater.image.container.RunningContainer;
import dev.breakwater.image.engine.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerImageTest {
  private static final String ID = "sha256:" + "1".repeat(64);

  @TempDir private Path directory;

  @Test
  void whyTheImageCannotBeHadIsSaid() throws Exception {
    Files.writeString(directory.resolve("file"), "x");
    Engine engine = Engine.at(Engine.Kind.DOCKER, directory.resolve("no-socket"));
    RunningContainer container =
        new RunningContainer(
            "id",
            "web",
            "docker",
            "app:1",
            null,
            new ContainerRoot.Directory(directory),
            new RunningContainer.Origin.InEngine(engine, ID));
    RecordingDetector recording = new RecordingDetector();
    try (Image image =
        Images.open(new ImageSource.Running(container), OverlayTest.OPTIONS, Progress.SILENT)) {
      ImageFacts facts = image.examine(List.of(recording), Progress.SILENT);
      assertThat(RecordingDetector.of(facts, recording)).containsOnlyKeys("file");
      assertThat(facts.problems())
          .singleElement()
          .satisfies(problem ->
              assertThat(problem.what())
                  .startsWith("what has changed since its image could not be told: cannot open")
                  .contains("there is no socket of Docker"));
    }
  }

  @Test
  void anImageNamedLikeAPrefixIsPointedOut() {
    Engine engine = Engine.at(Engine.Kind.DOCKER, directory.resolve("no-socket"));
    assertThatThrownBy(() ->
            Images.open(
                new ImageSource.InEngine(engine, "27"), OverlayTest.OPTIONS, Progress.SILENT))
        .hasMessageContaining("there is no socket of Docker")
        .hasMessageContaining("registry:docker:27");
    assertThatThrownBy(() ->
            Images.open(
                new ImageSource.InEngine(engine, "app:27"), OverlayTest.OPTIONS, Progress.SILENT))
        .message()
        .doesNotContain("registry:");
  }
}
