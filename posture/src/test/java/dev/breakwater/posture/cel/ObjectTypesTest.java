package dev.breakwater.posture.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectTypesTest {
  private static final Cel CEL = Cel.with(Map.of("object", SimpleType.DYN)).withObjects();

  private static Object value(String expression, CelType... results) throws Exception {
    return CEL.compile(expression, Set.of(results))
        .evaluate(Expressions::variable, Expressions.budget());
  }

  @Test
  void anyObjectHasAnyFields() throws Exception {
    Object made =
        value(
            "Object{spec: Object.spec{replicas: object.spec.replicas + 1,"
                + " ?paused: object.?spec.?paused,"
                + " containers: object.spec.containers.map(c,"
                + " Object.spec.containers{name: c.name})}}",
            Cel.OBJECT);

    assertThat(Expressions.plain(made))
        .isEqualTo(
            Map.of(
                "spec",
                Map.of(
                    "replicas",
                    4L,
                    "containers",
                    List.of(Map.of("name", "main"), Map.of("name", "side")))));
    assertThat(((ObjectValue) made).typeName()).isEqualTo("Object");
    ObjectValue spec = (ObjectValue) ((Map<?, ?>) made).get("spec");
    assertThat(spec).isNotNull();
    assertThat(spec.typeName()).isEqualTo("Object.spec");
    assertThat(((List<?>) spec.get("containers")).getFirst())
        .isInstanceOfSatisfying(
            ObjectValue.class,
            container -> assertThat(container.typeName()).isEqualTo("Object.spec.containers"));
  }

  @Test
  void patchesAreLists() throws Exception {
    assertThat(
            Expressions.plain(
                value(
                    "[JSONPatch{op: 'add', path: '/metadata/labels/'"
                        + " + jsonpatch.escapeKey('example.org/a~b'), value: 'x'}]"
                        + " + [JSONPatch{op: 'remove', path: '/spec'}]",
                    Cel.PATCHES)))
        .isEqualTo(
            List.of(
                Map.of("op", "add", "path", "/metadata/labels/example.org~1a~0b", "value", "x"),
                Map.of("op", "remove", "path", "/spec")));
  }

  @Test
  void differByTheirTypes() throws Exception {
    assertThat(value("Object{} == Object{} && Object{a: 1} == Object{a: 1.0}")).isEqualTo(true);
    assertThat(value("dyn(Object.a{}) == dyn(Object.b{}) || dyn(Object{}) == dyn({})"))
        .isEqualTo(false);
    assertThat(value("has(Object{a: 1}.a) && !has(Object{a: 1}.b) && Object{a: 1}.a == 1"))
        .isEqualTo(true);
  }

  /** A variable of the policy keeps the type that its expression has. */
  @Test
  void areTypesOfVariables() throws Exception {
    CelType type = CEL.compile("Object.spec{a: 1}", Set.of()).type();
    Cel more = CEL.withStruct("variables", Map.of("spec", type));
    ObjectValue spec = new ObjectValue("Object.spec", Map.of("a", 1L));

    assertThat(
            Expressions.plain(
                more.compile(
                        "Object{spec: variables.spec, b: variables.spec.a}", Set.of(Cel.OBJECT))
                    .evaluate(_ -> spec, Expressions.budget())))
        .isEqualTo(Map.of("spec", Map.of("a", 1L), "b", 1L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "Objekt{} | undeclared reference to 'Objekt' (did you mean 'object'?)",
        "JSONPatch{operation: 'add'} | undefined field 'operation'",
        "JSONPatch{op: 1} | expected type of field 'op' is 'string' but provided type is 'int'",
        "JSONPatch{op: dyn(1)} | unexpected type int for JSONPatchType 'op' field",
      })
  void otherTypesAndFieldsThereAreNone(String expression, String message) {
    assertThatThrownBy(() -> value(expression)).as(expression).hasMessage(message);
  }

  @Test
  void resultsAreChecked() {
    assertThatThrownBy(() -> value("Object.spec{}", Cel.OBJECT))
        .hasMessage("must evaluate to Object but got Object.spec");
    assertThatThrownBy(() -> value("JSONPatch{}", Cel.PATCHES))
        .hasMessage("must evaluate to list(JSONPatch) but got JSONPatch");
  }
}
