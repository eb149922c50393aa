package dev.breakwater.posture.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.posture.source.Resource;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OldObjectsTest {
  private static String config(String name, String namespace, String team) {
    return "{apiVersion: v1, kind: ConfigMap, metadata: {name: "
        + name
        + (namespace == null ? "" : ", namespace: " + namespace)
        + ", labels: {team: t"
        + team
        + "}}}";
  }

  private static final OldObjects OLD =
      new OldObjects(
          Manifests.resources(
              String.join(
                  "\n---\n",
                  config("a", "shop", "1"),
                  config("a", "test", "2"),
                  config("b", "default", "3"),
                  config("c", null, "4"),
                  config("c", "test", "5"),
                  config("a", "shop", "6"))));

  @ParameterizedTest
  @CsvSource({
    "a, shop, 1",
    "a, test, 2",
    "a, other,",
    "a, ,",
    "b, , 3",
    "b, default, 3",
    "b, shop,",
    "c, , 4",
    "c, shop, 4",
    "c, test, 5",
    "d, shop,",
  })
  void pairsByNameAndNamespaceWhereBothSayOne(String name, String namespace, String team) {
    Resource old = OLD.find(Manifests.resource(config(name, namespace, "0")), 2);

    assertThat(old == null ? null : LabelSelector.labels(old.object()).get("team"))
        .isEqualTo(team == null ? null : "t" + team);
  }

  @ParameterizedTest
  @CsvSource({"1, true", "2, false"})
  void oneAndOneBelongTogether(int among, boolean expected) {
    OldObjects old = new OldObjects(Manifests.resources(config("x", "shop", "1")));

    assertThat(old.find(Manifests.resource(config("y", "test", "2")), among) != null)
        .isEqualTo(expected);
    assertThat(new OldObjects(List.of()).find(Manifests.resource(config("y", null, "2")), among))
        .isNull();
  }
}
