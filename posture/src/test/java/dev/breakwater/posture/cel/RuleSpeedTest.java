package dev.breakwater.posture.cel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleSpeedTest {
  private static final int ROUNDS = 200;
  private static final int EVALUATIONS = 200;

  /** The best of many rounds, because other programs take their time too. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "object.spec.containers.all(c, c.image.startsWith('registry.example.org/'))",
        "object.spec.containers.all(c, !has(c.securityContext) ||"
            + " !has(c.securityContext.privileged) || c.securityContext.privileged == false)",
        "object.metadata.?labels.?app.orValue('') in ['shop', 'bank', 'post'] &&"
            + " object.spec.?hostNetwork.orValue(false) == false",
        "object.spec.containers.all(c, c.image.matches('^registry[.]example[.]org/.+:[0-9.]+$'))",
        "object.spec.containers.all(c, !has(c.resources) ||"
            + " quantity(c.resources.limits.memory).compareTo(quantity('1Gi')) <= 0)",
      })
  void aUsualRuleTakesMicroseconds(String rule) throws Exception {
    Program program = Expressions.compiled(rule);
    long best = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long begin = System.nanoTime();
      for (int i = 0; i < EVALUATIONS; i++) {
        assertThat(program.evaluate(Expressions::variable, Expressions.budget())).isEqualTo(true);
      }
      best = Math.min(best, (System.nanoTime() - begin) / EVALUATIONS);
    }
    assertThat(best).as("nanoseconds").isLessThan(50_000);
  }
}
