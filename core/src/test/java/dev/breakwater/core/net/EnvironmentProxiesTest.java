package dev.breakwater.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.BreakwaterException;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentProxiesTest {
  private static Proxy proxyFor(String uri, Map<String, String> environment)
      throws BreakwaterException {
    return EnvironmentProxies.from(environment).orElseThrow().select(URI.create(uri)).getFirst();
  }

  @Test
  void choosesByScheme() throws BreakwaterException {
    Map<String, String> environment =
        Map.of("HTTPS_PROXY", "http://p.example:3128", "http_proxy", "q.example");
    assertThat(proxyFor("https://r.example/", environment))
        .hasToString("HTTP @ p.example/<unresolved>:3128");
    assertThat(proxyFor("http://r.example/", environment))
        .hasToString("HTTP @ q.example/<unresolved>:80");
    assertThat(EnvironmentProxies.from(Map.of("NO_PROXY", "*"))).isEmpty();
    assertThat(proxyFor("http://r.example/", Map.of("HTTPS_PROXY", "p.example")))
        .isEqualTo(Proxy.NO_PROXY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*|https://r.example/|true",
        "r.example|https://r.example/|true",
        "R.Example|https://r.example/|true",
        "example|https://r.example/|true",
        ".example|https://r.example/|true",
        "*.example|https://r.example/|true",
        ".r.example|https://r.example/|false",
        "r.example:443|https://r.example/|true",
        "r.example:5000|https://r.example/|false",
        "a.example, r.example|https://r.example/|true",
        "xample|https://r.example/|false",
        "10.0.0.0/8|https://10.9.8.7/|true",
        "10.0.0.0/8|https://11.9.8.7/|false",
        "10.0.0.0/8|https://r.example/|false",
        "10.9.8.7|https://10.9.8.7:5000/|true",
        "10.9.8.7:5000|https://10.9.8.7:5000/|true",
        "10.9.8.7:5001|https://10.9.8.7:5000/|false",
        "2001:db8::/32|https://[2001:db8::1]/|true",
        "2001:db8::1|https://[2001:db8::1]/|true",
        "[2001:db8::1]:443|https://[2001:db8::1]/|true",
        "10.0.0.0/99|https://10.9.8.7/|false",
        "10.0.0.0/x|https://10.9.8.7/|false",
        "''|https://localhost:5000/|true",
        "''|https://127.1.2.3/|true",
        "''|https://[::1]/|true",
      })
  void leavesOutExceptions(String exceptions, String uri, boolean direct)
      throws BreakwaterException {
    Map<String, String> environment =
        Map.of("HTTPS_PROXY", "http://p.example:3128", "NO_PROXY", exceptions);
    assertThat(proxyFor(uri, environment).equals(Proxy.NO_PROXY)).isEqualTo(direct);
  }

  @Test
  void sendsAPasswordToTheProxyAlone() throws BreakwaterException {
    EnvironmentProxies proxies =
        EnvironmentProxies.from(
                Map.of("HTTPS_PROXY", "http://u:p%40+@p.example:1", "NO_PROXY", "direct.example"))
            .orElseThrow();
    assertThat(proxies.needsAuthorization()).isTrue();
    assertThat(proxies.authorization(URI.create("https://r.example/"))).contains("Basic dTpwQCs=");
    assertThat(proxies.authorization(URI.create("https://direct.example/"))).isEmpty();
    assertThat(proxies.authorization(URI.create("http://r.example/"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "socks5://u:hidden@p.example:1",
    "http://",
    "http://u:hidden@ho st",
    "http://u:%zz@h"
  })
  void saysWhatItCannotUse(String address) {
    assertThatThrownBy(() -> EnvironmentProxies.from(Map.of("HTTPS_PROXY", address)))
        .isInstanceOf(BreakwaterException.class)
        .hasMessageContaining("HTTPS_PROXY")
        .hasMessageNotContaining("hidden");
  }
}
