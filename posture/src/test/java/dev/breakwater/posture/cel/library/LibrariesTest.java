package dev.breakwater.posture.cel.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.CelOptions;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LibrariesTest {
  @Test
  void probe() throws Exception {
    for (String expression :
        new String[] {
          "quantity('12Mi').add(5).asInteger()",
          "quantity('1k') == quantity('1000')",
          "dyn(quantity('1k')).isLessThan(dyn(quantity('2')))",
          "dyn(semver('1.2.3')).isLessThan(semver('2.0.0'))",
          "semver('1.2.3') == semver('v1.2.3', true)",
          "format.named('uuid').value() == format.uuid()",
          "format.dns1123Label().validate('a b')",
          "format.dns1123Label().validate('ab').hasValue()",
          "ip.isCanonical('::1')",
          "string(ip('::1')) + string(cidr('10.1.2.3/8').masked()) + string(1)",
          "url('https://a@example.com:80/path%20?k1=a&k2=b&k2=c').getQuery()",
          "cidr('10.0.0.0/8').containsIP('10.1.1.1')",
          "cidr('10.0.0.0/8').ip() == ip('10.0.0.0')",
          "[quantity('1k')].exists(q, q == quantity('1000'))",
          "quantity('1k') in [quantity('1000')]",
          "type(ip('::1')) == net.IP",
          "quantity('hello')",
          "optional.of(quantity('1')).orValue(quantity('2')).asInteger()",
          "{'a': quantity('1')}.a.asInteger()",
        }) {
      Object result;
      try {
        result = evaluate(expression);
      } catch (Exception e) {
        result = e;
      }
      System.out.println(expression + " -> " + result);
    }
    assertThat(1).isEqualTo(1);
  }

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .enableOptionalSyntax(true)
          .build();

  static Object evaluate(String expression) throws Exception {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addLibraries(CelExtensions.optional(), CelExtensions.strings())
            .addFunctionDeclarations(Libraries.declarations());
    Libraries.types().forEach(builder::addVar);
    CelCompiler compiler = builder.build();
    CelRuntime runtime =
        CelRuntimeFactory.plannerRuntimeBuilder()
            .setOptions(OPTIONS)
            .addLibraries(CelExtensions.optional(), CelExtensions.strings())
            .addFunctionBindings(Libraries.bindings())
            .build();
    return runtime.createProgram(compiler.compile(expression).getAst()).eval(Map.copyOf(Libraries.types()));
  }
}
