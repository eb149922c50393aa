package dev.breakwater.posture.cel.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.posture.cel.Budget;
import dev.breakwater.posture.cel.Cel;
import dev.breakwater.posture.cel.FaultyExpressionException;
import dev.cel.common.types.SimpleType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The libraries in the language of policies, beside all the others, over an object. */
class LibrariesInPoliciesTest {
  private static final Map<String, Object> OBJECT =
      Map.of(
          "limit",
          "512Mi",
          "source",
          "https://10.1.2.3:8443/hook?a=1",
          "networks",
          List.of("10.0.0.0/8", "192.168.0.0/16"),
          "version",
          "v1.30");

  private static Object evaluate(String expression, Budget budget)
      throws FaultyExpressionException {
    return Cel.with(Map.of("object", SimpleType.DYN))
        .compile(expression, Set.of())
        .evaluate(_ -> OBJECT, budget);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quantity(object.limit).isLessThan(quantity('1Gi'))",
        "quantity(object.limit).add(1).asInteger() == 536870913",
        "object.networks.exists(n, cidr(n).containsIP(url(object.source).getHostname()))",
        "object.networks.all(n, isCIDR(n) && cidr(n).ip().family() == 4)",
        "object.networks.map(n, string(cidr(n).masked())).join(' ') == '10.0.0.0/8 192.168.0.0/16'",
        "semver(object.version, true).isGreaterThan(semver('1.29.0'))",
        "!isQuantity(object.version) && !isIP(object.limit) && !isURL(object.limit)",
        "url(object.source).getQuery()['a'] == ['1']",
        "format.named('dns1123Label').value().validate('a_b').value()[0].startsWith('a lowercase')",
        "type(ip('::1')) == net.IP && type(cidr('::/0')) == net.CIDR && type(ip('::1')) !="
            + " net.CIDR",
        "type(quantity('1')) == kubernetes.Quantity",
        "[quantity('2k'), quantity('1k')].exists(q, q == quantity('1000'))",
      })
  void areThere(String expression) throws Exception {
    assertThat(evaluate(expression, new Budget(Budget.PER_CALL))).isEqualTo(true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "quantity(object.version) | quantities must match the regular expression",
        "ip(object.limit) | IP Address \"512Mi\" parse error during conversion from string",
        "quantity('1').isLessThan(ip('::1')) | isLessThan",
      })
  void sayWhatIsWrong(String expression, String message) {
    assertThatThrownBy(() -> evaluate(expression, new Budget(Budget.PER_CALL)))
        .isInstanceOf(FaultyExpressionException.class)
        .hasMessageContaining(message);
  }

  /** A call that goes through its text costs a tenth of it more than one that does not. */
  @Test
  void costByTheLengthOfTexts() throws Exception {
    assertThat(cost("isIP('" + "1".repeat(900) + "')") - cost("isIP('1')")).isEqualTo(89);
    assertThat(cost("isURL('" + "1".repeat(900) + "')") - cost("isURL('1')")).isZero();
  }

  private static long cost(String expression) throws Exception {
    Budget budget = new Budget(Budget.PER_CALL);
    assertThat(evaluate(expression, budget)).isEqualTo(false);
    return Budget.PER_CALL - budget.left();
  }
}
