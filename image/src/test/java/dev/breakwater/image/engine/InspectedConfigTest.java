package dev.breakwater.image.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Digest;
import dev.breakwater.core.json.Json;
import dev.breakwater.image.oci.ImageConfig;
import dev.breakwater.image.oci.Platform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is made of an engine's answers, whatever they look like. */
class InspectedConfigTest {
  private static final Platform LINUX = new Platform("linux", "arm", "v7");
  private static final Json NOTHING = new Json.Nothing();

  private static ImageConfig config(String image, int layers, Json... history) throws IOException {
    List<Digest> diffIds = new ArrayList<>();
    for (int i = 0; i < layers; i++) {
      diffIds.add(Digest.sha256(new byte[32]));
    }
    return InspectedConfig.of(Json.parse(image), NOTHING, LINUX, diffIds, List.of(history));
  }

  /** Steps as an engine answers, given oldest first: bytes, a space and the instruction. */
  private static List<String> steps(int layers, String... oldestFirst) throws IOException {
    List<Json> answer = new ArrayList<>();
    for (String step : oldestFirst) {
      int space = step.indexOf(' ');
      answer.add(
          Json.parse(
              "{\"Size\":"
                  + step.substring(0, space)
                  + ",\"CreatedBy\":\""
                  + step.substring(space + 1)
                  + "\"}"));
    }
    List<Json> history = InspectedConfig.history(answer.reversed(), layers);
    assertThat(history).extracting(step -> step.text("created_by")).hasSize(oldestFirst.length);
    return config("{}", layers, history.toArray(Json[]::new)).createdBy();
  }

  @Test
  void whatIsEmptyIsLeftOut() throws IOException {
    String image =
        """
        {"Created": "0001-01-01T00:00:00Z", "Author": "",
         "Config": {"User": "", "Env": null, "Cmd": [], "Labels": {}, "Hostname": "h",
                    "AttachStdin": false, "Image": "sha256:1", "WorkingDir": "/w"}}""";
    assertThat(config(image, 0).document())
        .isEqualTo(
            Json.parse(
                """
                {"architecture": "arm", "os": "linux", "variant": "v7",
                 "config": {"WorkingDir": "/w"}, "rootfs": {"type": "layers", "diff_ids": []}}"""));
  }

  @Test
  void answersOfAnotherShapeAreEmpty() throws IOException {
    for (String image : List.of("{}", "[]", "5", "{\"Config\": [1]}", "{\"Config\": \"x\"}")) {
      assertThat(config(image, 0).document().get("config").members()).as(image).isEmpty();
    }
  }

  @Test
  void stepsThatAddedBytesMadeTheLayers() throws IOException {
    assertThat(steps(2, "5 ADD a", "0 RUN nothing", "0 ENV a=b", "7 RUN b"))
        .containsExactly("ADD a", "RUN b");
  }

  @Test
  void instructionsSettleWhichStepsWithoutBytesMadeLayers() throws IOException {
    assertThat(
            steps(
                3,
                "5 ADD a",
                "0 ENV a=b",
                "0 RUN true # buildkit",
                "0 /bin/sh -c #(nop)  CMD [x]",
                "0 LABEL",
                "9 COPY b"))
        .containsExactly("ADD a", "RUN true # buildkit", "COPY b");
  }

  @Test
  void nobodyIsBlamedWhereNothingSettlesIt() throws IOException {
    assertThat(steps(2, "5 ADD a", "0 RUN one", "0 RUN two")).containsExactly(null, null);
    assertThat(steps(1, "5 ADD a", "6 ADD b")).containsExactly((String) null);
    assertThat(steps(3, "5 ADD a", "0 RUN one")).containsExactly(null, null, null);
  }

  @Test
  void everyStepMadeALayerWhereThereAreAsMany() throws IOException {
    assertThat(steps(2, "0 ENV a=b", "0 CMD x")).containsExactly("ENV a=b", "CMD x");
  }
}
