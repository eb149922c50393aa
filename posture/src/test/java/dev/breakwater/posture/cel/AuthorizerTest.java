package dev.breakwater.posture.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.posture.cel.Authorizer.Answer;
import dev.breakwater.posture.cel.Authorizer.Question;
import dev.breakwater.posture.cel.Authorizer.Target;
import dev.breakwater.posture.cel.Authorizer.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizerTest {
  private static final User ANNA = new User("anna", "7", List.of("dev"), Map.of());

  private static final Cel CEL =
      Cel.with(
          Map.of(
              "authorizer",
              Authorizer.TYPE,
              "authorizer.requestResource",
              Authorizer.RESOURCE_TYPE));

  private final List<Question> asked = new ArrayList<>();

  /** Knows who may get things, and does not want to be asked about secrets. */
  private final Authorizer authorizer =
      question -> {
        asked.add(question);
        return question.target().resource().equals("secrets")
            ? new Answer(false, "", "not now")
            : new Answer(question.verb().equals("get"), "by rule", "");
      };

  private Object value(String expression) throws Exception {
    return CEL.compile(expression, Set.of())
        .evaluate(
            name ->
                name.equals("authorizer")
                    ? authorizer.as(ANNA)
                    : authorizer.forResource(ANNA, new Target("apps", "sets", "scale", "n", "x")),
            Expressions.budget());
  }

  @Test
  void isAskedAboutAResource() throws Exception {
    assertThat(
            value(
                "authorizer.group('apps').resource('deployments').subresource('scale')"
                    + ".namespace('shop').name('web').fieldSelector('spec.nodeName=a')"
                    + ".labelSelector('app in (b)').check('get').allowed()"))
        .isEqualTo(true);
    assertThat(asked)
        .containsExactly(
            new Question(
                ANNA,
                "get",
                "",
                new Target("apps", "deployments", "scale", "shop", "web"),
                "spec.nodeName=a",
                "app in (b)"));
  }

  @Test
  void isAskedAboutAPathAndAServiceAccount() throws Exception {
    assertThat(
            value(
                "authorizer.serviceAccount('shop', 'web.bot').path('/healthz').check('put')"
                    + ".allowed()"))
        .isEqualTo(false);
    assertThat(asked)
        .containsExactly(
            new Question(
                new User(
                    "system:serviceaccount:shop:web.bot",
                    "",
                    List.of("system:serviceaccounts", "system:serviceaccounts:shop"),
                    Map.of()),
                "put",
                "/healthz",
                new Target("", "", "", "", ""),
                "",
                ""));
  }

  @Test
  void isAskedAboutTheResourceOfTheRequest() throws Exception {
    assertThat(value("authorizer.requestResource.check('get').reason()")).isEqualTo("by rule");
    assertThat(asked.getFirst().target()).isEqualTo(new Target("apps", "sets", "scale", "n", "x"));
  }

  @Test
  void mayFail() throws Exception {
    String check = "authorizer.group('').resource('secrets').check('get')";
    assertThat(value(check + ".errored() && " + check + ".error() == 'not now'")).isEqualTo(true);
    assertThat(value("authorizer.path('/').check('get').errored()")).isEqualTo(false);
    assertThat(value("authorizer.path('/').check('get').error()")).isEqualTo("");
  }

  @Test
  void allowsNothingWhereThereAreNoRules() throws Exception {
    Program program = CEL.compile("authorizer.path('/').check('get').allowed()", Set.of());
    assertThat(program.evaluate(_ -> Authorizer.NONE.as(ANNA), Expressions.budget()))
        .isEqualTo(false);
    assertThat(
            CEL.compile("authorizer.path('/').check('get').reason()", Set.of())
                .evaluate(_ -> Authorizer.NONE.as(ANNA), Expressions.budget()))
        .isEqualTo("no rules were given that would say who may do what");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "authorizer.path(' ')",
        "authorizer.group('apps').resource('')",
        "authorizer.serviceAccount('a.b', 'c')",
        "authorizer.serviceAccount('a', '-c')",
        "authorizer.serviceAccount('a', 'c..d')",
        "authorizer.serviceAccount('', 'c')",
        "authorizer.serviceAccount('a', 'C')",
      })
  void refusesWhatIsNoName(String expression) {
    assertThatThrownBy(() -> value(expression))
        .isInstanceOf(FaultyExpressionException.class)
        .message()
        .matches("(path|resource) must not be empty|Invalid service account (namespace|name)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"authorizer.allowed()", "authorizer.user", "authorizer.check('get')"})
  void knowsNoOtherSteps(String expression) {
    assertThatThrownBy(() -> value(expression))
        .message()
        .containsAnyOf("no matching overload", "does not support field selection");
  }
}
