package dev.breakwater.posture.cel.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every function as Kubernetes documents it, through CEL. */
class LibrariesTest {
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .enableOptionalSyntax(true)
          .build();

  private static final CelTypeProvider TYPES =
      new CelTypeProvider() {
        @Override
        public ImmutableCollection<CelType> types() {
          return ImmutableList.copyOf(Libraries.types());
        }

        @Override
        public Optional<CelType> findType(String name) {
          return types().stream().filter(type -> type.name().equals(name)).findFirst();
        }
      };

  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .setTypeProvider(TYPES)
          .addLibraries(CelExtensions.optional(), CelExtensions.strings())
          .addFunctionDeclarations(Libraries.declarations())
          .build();

  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.plannerRuntimeBuilder()
          .setOptions(OPTIONS)
          .setTypeProvider(TYPES)
          .addLibraries(CelExtensions.optional(), CelExtensions.strings())
          .addFunctionBindings(Libraries.bindings())
          .build();

  private static Object evaluate(String expression)
      throws CelValidationException, CelEvaluationException {
    return RUNTIME.createProgram(COMPILER.compile(expression).getAst()).eval();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quantity('1.5G').isGreaterThan(quantity('200k'))",
        "isQuantity('1.3G') && isQuantity('1.3Gi') && isQuantity('10000k') && isQuantity('20M')",
        "!isQuantity('1,3G') && !isQuantity('200K') && !isQuantity('Three') && !isQuantity('20Mo')",
        "!isQuantity('10Mm') && !isQuantity('')",
        "quantity('50000000G').isInteger() && quantity('50k').isInteger() &&"
            + " quantity('50').isInteger()",
        "!quantity('9999999999999999999999999999999999999G').isInteger()",
        "!quantity('1.5').isInteger() && !quantity('1000m').isInteger()",
        "quantity('50k').asInteger() == 50000",
        "quantity('50k').sub(20000).asApproximateFloat() == 30000.0",
        "quantity('50.703k').asApproximateFloat() == 50703.0",
        "sign(quantity('-1')) == -1 && sign(quantity('0')) == 0 && sign(quantity('1m')) == 1",
        "quantity('50k').add(quantity('20k')) == quantity('70k')",
        "quantity('50k').add(quantity('20')) == quantity('50.02k')",
        "quantity('50k').add(20) == quantity('50020')",
        "!quantity('50k').add(20).isLessThan(quantity('50020'))",
        "quantity('50k').sub(quantity('20k')) == quantity('30k')",
        "quantity('50k').sub(20000) == quantity('30k')",
        "quantity('50k').add(20).sub(quantity('100k')).asInteger() == -49980",
        "quantity('50k').add(20).sub(quantity('100k')).sub(-50000) == quantity('20')",
        "quantity('200M').compareTo(quantity('0.2G')) == 0",
        "quantity('50M').compareTo(quantity('50Mi')) == -1",
        "quantity('50Mi').compareTo(quantity('50M')) == 1",
        "quantity('150Mi').isGreaterThan(quantity('100Mi'))",
        "!quantity('50M').isGreaterThan(quantity('100M'))",
        "quantity('50M').isLessThan(quantity('100M')) &&"
            + " !quantity('100M').isLessThan(quantity('50M'))",
        "quantity('200M') == quantity('0.2G') && quantity('2000k') == quantity('2M')",
        "quantity('200M') != quantity('0.3G')",
        "quantity('1k') in [quantity('1000')]",
        "['1', '2Ki'].all(q, quantity(q).isLessThan(quantity('3Ki')))",
      })
  void knowsQuantities(String expression) throws Exception {
    assertThat(evaluate(expression)).isEqualTo(true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "isURL('https://user:pass@example.com:80/path?query=val#fragment') &&"
            + " isURL('/absolute-path')",
        "!isURL('https://a:b:c/') && !isURL('../relative-path') && !isURL('') &&"
            + " !isURL('example.com')",
        "url('/path').getScheme() == '' && url('https://example.com/').getScheme() == 'https'",
        "url('https://example.com:80/').getHost() == 'example.com:80'",
        "url('https://example.com/').getHost() == 'example.com' && url('/path').getHost() == ''",
        "url('https://[::1]:80/').getHost() == '[::1]:80' && url('https://[::1]/').getHost() =="
            + " '[::1]'",
        "url('https://example.com:80/').getHostname() == 'example.com'",
        "url('https://127.0.0.1:80/').getHostname() == '127.0.0.1'",
        "url('https://[::1]:80/').getHostname() == '::1' && url('/path').getHostname() == ''",
        "url('https://example.com:80/').getPort() == '80' && url('https://example.com/').getPort()"
            + " == ''",
        "url('https://example.com/path').getEscapedPath() == '/path'",
        "url('https://example.com/path with spaces/').getEscapedPath() == '/path%20with%20spaces/'",
        "url('https://example.com').getEscapedPath() == ''",
        "url('https://example.com/path?k1=a&k2=b&k2=c').getQuery() == {'k1': ['a'], 'k2': ['b',"
            + " 'c']}",
        "url('https://example.com/path?key with spaces=value with spaces').getQuery()"
            + " == {'key with spaces': ['value with spaces']}",
        "url('https://example.com/path?').getQuery() == {} &&"
            + " url('https://example.com/').getQuery() == {}",
        "url('https://example.com/path#f').getEscapedPath() == '/path'",
        "url('HTTP://example.com') == url('http://example.com') && url('/a') != url('/b')",
      })
  void knowsUrls(String expression) throws Exception {
    assertThat(evaluate(expression)).isEqualTo(true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "isIP('127.0.0.1') && isIP('::1') && !isIP('127.0.0.256') && !isIP(':::1') && !isIP('')",
        "!isIP('::ffff:1.2.3.4') && !isIP('fe80::1%eth0') && !isIP('127.0.0.01') &&"
            + " !isIP('localhost')",
        "ip.isCanonical('127.0.0.1') && ip.isCanonical('2001:db8::abcd')",
        "!ip.isCanonical('2001:DB8::ABCD') && !ip.isCanonical('2001:db8::0:0:0:abcd')",
        "ip('127.0.0.1').family() == 4 && ip('::1').family() == 6",
        "ip('0.0.0.0').isUnspecified() && ip('::').isUnspecified() &&"
            + " !ip('127.0.0.1').isUnspecified()",
        "ip('127.0.0.1').isLoopback() && ip('::1').isLoopback() && !ip('192.168.0.1').isLoopback()",
        "ip('224.0.0.1').isLinkLocalMulticast() && !ip('224.0.1.1').isLinkLocalMulticast()",
        "ip('ff02::1').isLinkLocalMulticast() && !ip('fd00::1').isLinkLocalMulticast()",
        "ip('169.254.169.254').isLinkLocalUnicast() && !ip('192.168.0.1').isLinkLocalUnicast()",
        "ip('fe80::1').isLinkLocalUnicast() && !ip('fd80::1').isLinkLocalUnicast()",
        "ip('192.168.0.1').isGlobalUnicast() && !ip('255.255.255.255').isGlobalUnicast()",
        "ip('2001:db8::abcd').isGlobalUnicast() && !ip('ff00::1').isGlobalUnicast()",
        "string(ip('2001:DB8::0:1')) == '2001:db8::1' && string(ip('10.0.0.1')) == '10.0.0.1'",
        "ip('2001:DB8::1') == ip('2001:db8:0::1') && ip('10.0.0.1') != ip('10.0.0.2')",
        "isCIDR('192.168.0.0/16') && isCIDR('::1/128') && isCIDR('192.168.0.1/16')",
        "!isCIDR('192.168.0.0/33') && !isCIDR('::1/129') && !isCIDR('10.0.0.0') &&"
            + " !isCIDR('10.0.0.0/')",
        "!isCIDR('::ffff:10.0.0.0/120') && !isCIDR('fe80::%eth0/10')",
        "cidr('192.168.0.0/24').containsIP(ip('192.168.0.1'))",
        "!cidr('192.168.0.0/24').containsIP(ip('192.168.1.1'))",
        "cidr('192.168.0.0/24').containsIP('192.168.0.1') && !cidr('10.0.0.0/8').containsIP('::1')",
        "cidr('192.168.0.0/16').containsCIDR(cidr('192.168.10.0/24'))",
        "!cidr('192.168.1.0/24').containsCIDR(cidr('192.168.2.0/24'))",
        "cidr('192.168.0.0/16').containsCIDR('192.168.10.0/24') &&"
            + " cidr('::/0').containsCIDR('1::/16')",
        "!cidr('192.168.0.0/24').containsCIDR('192.168.0.0/23')",
        "cidr('192.168.0.1/24').ip() == ip('192.168.0.1') && cidr('::1/128').ip().family() == 6",
        "cidr('192.168.0.1/24').masked() == cidr('192.168.0.0/24')",
        "cidr('192.168.0.0/24') == cidr('192.168.0.0/24').masked()",
        "cidr('192.168.0.1/24') != cidr('192.168.0.1/24').masked()",
        "cidr('192.168.0.0/16').prefixLength() == 16 && cidr('::1/128').prefixLength() == 128",
        "string(cidr('2001:db8:1::/32').masked()) == '2001:db8::/32'",
        "string(1) == '1' && string(b'a') == 'a'",
      })
  void knowsAddresses(String expression) throws Exception {
    assertThat(evaluate(expression)).isEqualTo(true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "isSemver('1.0.0') && isSemver('1.2.3-beta.1+build.1') && !isSemver('hello') &&"
            + " !isSemver('v1.0')",
        "isSemver('v1.0', true) && isSemver('1.0', true) && isSemver('01.01.01', true) &&"
            + " isSemver('1', true)",
        "!isSemver('', true) && !isSemver(' 1.0.0', true) && !isSemver('v1.0', false)",
        "semver('v01.01', true) == semver('1.1.0') && semver('1.2.3') != semver('1.0.0')",
        "semver('1.2.3').major() == 1 && semver('1.2.3').minor() == 2 && semver('1.2.3').patch() =="
            + " 3",
        "semver('1.2.3').compareTo(semver('1.2.3')) == 0 &&"
            + " semver('1.2.3').compareTo(semver('2.0.0')) == -1",
        "semver('1.2.3').compareTo(semver('0.1.2')) == 1",
        "semver('1.0.0-rc.1').isLessThan(semver('1.0.0')) &&"
            + " semver('1.2.3').isGreaterThan(semver('1.0.0'))",
        "semver('1.0.0+a') == semver('1.0.0+b')",
      })
  void knowsVersions(String expression) throws Exception {
    assertThat(evaluate(expression)).isEqualTo(true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!format.dns1123Label().validate('my-label-name').hasValue()",
        "!format.dns1123Subdomain().validate('apiextensions.k8s.io').hasValue()",
        "!format.dns1035Label().validate('my-label-name').hasValue()",
        "!format.qualifiedName().validate('apiextensions.k8s.io/v1beta1').hasValue()",
        "!format.dns1123LabelPrefix().validate('my-label-prefix-').hasValue()",
        "!format.dns1123SubdomainPrefix().validate('mysubdomain.prefix.-').hasValue()",
        "!format.dns1035LabelPrefix().validate('my-label-prefix-').hasValue()",
        "!format.labelValue().validate('my-cool-label-Value').hasValue()",
        "!format.uri().validate('http://example.com').hasValue()",
        "!format.uuid().validate('123e4567-e89b-12d3-a456-426614174000').hasValue()",
        "!format.byte().validate('aGVsbG8=').hasValue()",
        "!format.date().validate('2021-01-01').hasValue()",
        "!format.datetime().validate('2021-01-01T00:00:00Z').hasValue()",
        "format.named('unknown') == optional.none() && !format.named('').hasValue()",
        "format.named('uuid').value() == format.uuid() && format.uuid() != format.byte()",
        "['dns1123Label', 'dns1123Subdomain', 'dns1035Label', 'qualifiedName',"
            + " 'dns1123LabelPrefix', 'dns1123SubdomainPrefix', 'dns1035LabelPrefix', 'labelValue',"
            + " 'uri', 'uuid', 'byte', 'date', 'datetime'].all(name,"
            + " format.named(name).hasValue())",
        "format.date().validate('2020-01-32').value() == ['invalid date']",
        "format.byte().validate('aGVsbG8').orValue([]).join('; ') == 'invalid base64'",
      })
  void knowsFormats(String expression) throws Exception {
    assertThat(evaluate(expression)).isEqualTo(true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "quantity('10Mo') | quantities must match the regular expression",
        "quantity('10Mm') | unable to parse quantity's suffix",
        "quantity('200K') | unable to parse quantity's suffix",
        "quantity('9999999999999999999999999999999999999G').asInteger() | cannot convert value to"
            + " integer",
        "quantity('1e1000000000').add(1) | too far apart to be added",
        "url('https://a:b:c/') | URL parse error during conversion from string: parse"
            + " \"https://a:b:c/\": invalid port",
        "url('../relative-path') | invalid URI for request",
        "ip('127.0.0.256') | ParseAddr(\"127.0.0.256\"): IPv4 field has value >255",
        "ip(':::1') | each colon-separated field must have at least one digit (at \":1\")",
        "ip.isCanonical('x') | unable to parse IP",
        "cidr('192.168.0.0/') | network address parse error during conversion from string: network"
            + " address parse error during conversion from string:"
            + " netip.ParsePrefix(\"192.168.0.0/\"): bad bits after slash: \"\"",
        "cidr('192.168.0.0/33') | prefix length out of range",
        "cidr('10.0.0.0/8').containsIP('x') | unable to parse IP",
        "cidr('10.0.0.0/8').containsCIDR('x') | no '/'",
        "semver('v1.0') | No Major.Minor.Patch elements found",
        "semver('200K') | No Major.Minor.Patch elements found",
        "semver('1-a', true) | short version cannot contain PreRelease/Build meta data",
        "dyn('1').isLessThan(dyn('2')) | No matching overload for function 'isLessThan'",
      })
  void saysWhatIsWrong(String expression, String message) {
    assertThatThrownBy(() -> evaluate(expression))
        .isInstanceOf(CelEvaluationException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quantity(1)",
        "isQuantity([1, 2, 3])",
        "quantity('1').sign()",
        "url(1)",
        "ip(192168)",
        "cidr(192168)",
        "isSemver([1, 2, 3])",
        "format.dns1123Label('a')",
        "format.other()",
        "quantity('1') == ip('::1')",
        "semver('1.0.0').isLessThan(quantity('1'))",
      })
  void refusesOtherTypesWhenItCompiles(String expression) {
    assertThatThrownBy(() -> evaluate(expression)).isInstanceOf(CelValidationException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dyn(quantity('1k')).isLessThan(dyn(quantity('2k')))",
        "dyn(semver('1.0.0')).isLessThan(dyn(semver('2.0.0')))",
        "[dyn(quantity('1k'))].exists(q, q.add(1) == quantity('1001'))",
        "dyn(cidr('10.0.0.0/8')).ip() == ip('10.0.0.0') && ip(dyn('::1')).isLoopback()",
        "{'a': quantity('1')}.a.asInteger() == 1",
        "optional.of(quantity('1')).orValue(quantity('2')) == quantity('1')",
      })
  void findsTheOverloadWhereTypesAreNotKnown(String expression) throws Exception {
    assertThat(evaluate(expression)).isEqualTo(true);
  }

  @Test
  void namesItsTypes() throws Exception {
    assertThat(Libraries.types())
        .extracting(CelType::name)
        .containsExactly(
            "kubernetes.Quantity",
            "kubernetes.URL",
            "net.IP",
            "net.CIDR",
            "kubernetes.Semver",
            "kubernetes.NamedFormat");
    assertThat(evaluate("net.IP != net.CIDR")).isEqualTo(true);
    assertThat(Libraries.typeOf(IpAddress.parse("::1"))).map(CelType::name).hasValue("net.IP");
    assertThat(Libraries.typeOf(NamedFormat.UUID))
        .map(CelType::name)
        .hasValue("kubernetes.NamedFormat");
    assertThat(Libraries.typeOf("text")).isEmpty();
  }

  @Test
  void costsWhatItCostsTheServer() throws Exception {
    Map<String, Long> costs = new HashMap<>();
    Object cidr = Cidr.parse("10.0.0.0/20");
    Object six = Cidr.parse("2001:db8::/64");
    costs.put("string_to_quantity", cost("string_to_quantity", "a".repeat(101)));
    costs.put("string_to_ip", cost("string_to_ip", "10.0.0.1"));
    costs.put("is_url_string", cost("is_url_string", "a".repeat(101)));
    costs.put("ip_is_canonical", cost("ip_is_canonical", "a".repeat(11)));
    costs.put("quantity_add", cost("quantity_add", Quantity.of(1), Quantity.of(1)));
    costs.put("cidr_ip", cost("cidr_ip", cidr));
    costs.put("cidr_contains_ip_ip", cost("cidr_contains_ip_ip", six, IpAddress.parse("::1")));
    costs.put("cidr_contains_ip_string", cost("cidr_contains_ip_string", six, "a".repeat(21)));
    costs.put("cidr_contains_cidr", cost("cidr_contains_cidr", cidr, six));
    costs.put("cidr_contains_cidr_string", cost("cidr_contains_cidr_string", cidr, "10.0.0.0/24"));
    costs.put("format-validate", cost("format-validate", NamedFormat.UUID, "a"));
    assertThat(costs)
        .containsOnly(
            Map.entry("string_to_quantity", 11L),
            Map.entry("string_to_ip", 1L),
            Map.entry("is_url_string", 1L),
            Map.entry("ip_is_canonical", 3L),
            Map.entry("quantity_add", 1L),
            Map.entry("cidr_ip", 1L),
            Map.entry("cidr_contains_ip_ip", 2L),
            Map.entry("cidr_contains_ip_string", 5L),
            Map.entry("cidr_contains_cidr", 3L),
            Map.entry("cidr_contains_cidr_string", 5L),
            Map.entry("format-validate", 18L));
    assertThat(Libraries.costs()).hasSize(66);
  }

  private static long cost(String overload, Object... arguments) {
    CallCost cost = Libraries.costs().get(overload);
    assertThat(cost).isNotNull();
    return cost.of(arguments);
  }
}
