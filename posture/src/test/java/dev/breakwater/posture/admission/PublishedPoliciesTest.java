package dev.breakwater.posture.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.posture.load.Format;
import dev.breakwater.posture.load.LoaderOptions;
import dev.breakwater.posture.source.SourceFile;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Policies of the kinds that people publish, with what an API server decides by them: about
 * workloads, about everything else, and bound with parameters.
 */
class PublishedPoliciesTest {
  @ParameterizedTest
  @CsvSource({"workloads, 21", "objects, 32", "bound, 24"})
  void decideAsAnApiServerDoes(String name, int cases) throws Exception {
    SourceFile file =
        SourceFile.read(
            Path.of(
                Objects.requireNonNull(
                        PublishedPoliciesTest.class.getResource("published/" + name + ".yaml"))
                    .toURI()));
    PolicyTest test =
        PolicyTest.read(
            file,
            file.documents().getFirst(),
            new LoaderOptions(
                List.of(Format.KUBERNETES),
                false,
                List.of(),
                Map.of(),
                InputStream.nullInputStream()));

    assertThat(test.problems()).isEmpty();
    assertThat(test.run()).hasSize(cases).allMatch(PolicyTest.Result::passed);
  }
}
