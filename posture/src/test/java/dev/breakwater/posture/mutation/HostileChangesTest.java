package dev.breakwater.posture.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.posture.source.Value;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HostileChangesTest {
  private static final List<String> OBJECTS =
      List.of(
          "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"a\", \"labels\":"
              + " {\"a\": \"b\"}}, \"spec\": {\"containers\": [{\"name\": \"a\", \"ports\":"
              + " [{\"containerPort\": 80}], \"env\": [{\"name\": \"x\", \"value\": \"1\"}]}],"
              + " \"volumes\": [{\"name\": \"v\"}]}}",
          "{\"apiVersion\": \"example.org/v1\", \"kind\": \"W\", \"spec\": {\"a\": [1, {\"b\":"
              + " null}], \"c\": {}}}");

  private static final List<String> CHANGES =
      List.of(
          "[{\"op\": \"add\", \"path\": \"/spec/containers/0/ports/-\", \"value\":"
              + " {\"containerPort\": 1}}, {\"op\": \"move\", \"from\": \"/metadata/labels\","
              + " \"path\": \"/metadata/annotations\"}, {\"op\": \"copy\", \"from\": \"/spec\","
              + " \"path\": \"/spec/a\"}, {\"op\": \"test\", \"path\": \"/kind\", \"value\":"
              + " \"Pod\"}, {\"op\": \"remove\", \"path\": \"/spec/containers/0\"}, {\"op\":"
              + " \"replace\", \"path\": \"/metadata/name\", \"value\": \"b\"}]",
          "{\"metadata\": {\"labels\": {\"a\": \"c\"}, \"finalizers\": [\"f\"]}, \"spec\":"
              + " {\"containers\": [{\"name\": \"a\", \"image\": \"i\", \"ports\":"
              + " [{\"containerPort\": 80, \"name\": \"p\"}]}, {\"name\": \"b\"}], \"hostNetwork\":"
              + " true}}");

  private static final String LETTERS = "{}[]\",:/~01-anullspecopathvaluefrom \\";

  @Test
  @Timeout(60)
  void endWithAnObjectOrTheDeclaredFault() {
    Random random = new Random(23);
    for (int i = 0; i < 8_000; i++) {
      String object = OBJECTS.get(random.nextInt(OBJECTS.size()));
      String change = CHANGES.get(random.nextInt(CHANGES.size()));
      HostileChanges.change(
          random.nextInt(3) == 0 ? damaged(random, object) : object, damaged(random, change));
    }
  }

  @Test
  @Timeout(60)
  void mutilatedDefinitionsMergeOrRefuse() {
    String schema = ApplyConfigurationTest.SCHEMA;
    Value.Fields live =
        Manifests.object("{spec: {rules: [{host: a, to: x}], tags: [a], free: {x: [a]}, size: 1}}");
    Value.Fields configuration =
        Manifests.object(
            "{spec: {rules: [{host: a, path: /}], tags: [b], free: {x: [b]}, byName: {a: [c]}}}");
    Random random = new Random(29);
    int merged = 0;
    for (int i = 0; i < 4_000; i++) {
      Value damaged;
      try {
        damaged = Manifests.value(damaged(random, schema));
      } catch (IllegalArgumentException | NoSuchElementException noDocument) {
        continue;
      }
      try {
        ApplyConfiguration.merge(ObjectTypes.defined(damaged), live, configuration);
        merged++;
      } catch (FaultyMutationException expected) {
        assertThat(expected.getMessage()).isNotBlank();
      }
    }
    assertThat(merged).isPositive();
  }

  /** The text with a few characters gone, or others in their place, or parts of it twice. */
  private static String damaged(Random random, String text) {
    StringBuilder damaged = new StringBuilder(text);
    for (int n = 1 + random.nextInt(3); n > 0 && damaged.length() > 2; n--) {
      int at = random.nextInt(damaged.length() - 1);
      int end = Math.min(damaged.length(), at + 1 + random.nextInt(12));
      switch (random.nextInt(4)) {
        case 0 -> damaged.delete(at, end);
        case 1 -> damaged.insert(at, damaged.substring(at, end));
        case 2 -> damaged.setCharAt(at, LETTERS.charAt(random.nextInt(LETTERS.length())));
        default -> damaged.insert(at, LETTERS.charAt(random.nextInt(LETTERS.length())));
      }
    }
    return damaged.toString();
  }
}
