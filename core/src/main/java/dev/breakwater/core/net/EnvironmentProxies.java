package dev.breakwater.core.net;

import dev.breakwater.core.BreakwaterException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Proxies as curl and Go's programs take them from the environment: {@code HTTPS_PROXY}, {@code
 * HTTP_PROXY} and {@code NO_PROXY}, or the same in lower case. {@code NO_PROXY} lists host names
 * (which cover what is below them), addresses and address ranges, each with a port if wanted, or
 * {@code *}. Loopback is never reached through a proxy.
 */
public final class EnvironmentProxies extends ProxySelector {
  private static final int MAX_LENGTH = 16 * 1024;

  private final @Nullable Relay forHttps;
  private final @Nullable Relay forHttp;
  private final List<String> exceptions;

  /**
   * One proxy.
   *
   * @param authorization value of Proxy-Authorization; null where it wants none
   */
  private record Relay(Proxy proxy, @Nullable String authorization) {}

  private EnvironmentProxies(
      @Nullable Relay forHttps, @Nullable Relay forHttp, List<String> exceptions) {
    this.forHttps = forHttps;
    this.forHttp = forHttp;
    this.exceptions = exceptions;
  }

  /**
   * The proxies that the environment names; empty where it names none.
   *
   * @throws BreakwaterException where an address cannot be used
   */
  public static Optional<EnvironmentProxies> from(Map<String, String> environment)
      throws BreakwaterException {
    Relay forHttps = relay("HTTPS_PROXY", environment);
    Relay forHttp = relay("HTTP_PROXY", environment);
    if (forHttps == null && forHttp == null) {
      return Optional.empty();
    }
    String exceptions = variable("NO_PROXY", environment);
    if (exceptions.length() > MAX_LENGTH) {
      throw new BreakwaterException("NO_PROXY is longer than " + MAX_LENGTH + " characters");
    }
    return Optional.of(
        new EnvironmentProxies(
            forHttps,
            forHttp,
            List.of(exceptions.toLowerCase(Locale.ROOT).trim().split("[,\\s]+"))));
  }

  private static String variable(String name, Map<String, String> environment) {
    String value = environment.getOrDefault(name, "");
    return value.isEmpty() ? environment.getOrDefault(name.toLowerCase(Locale.ROOT), "") : value;
  }

  private static @Nullable Relay relay(String name, Map<String, String> environment)
      throws BreakwaterException {
    String text = variable(name, environment).trim();
    if (text.isEmpty()) {
      return null;
    }
    try {
      URI uri = new URI(text.contains("://") ? text : "http://" + text);
      if ("http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null) {
        int port = uri.getPort() >= 0 ? uri.getPort() : 80;
        return new Relay(
            new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port)),
            authorization(uri.getRawUserInfo()));
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      // falls through to the same message, which does not repeat the address: it may hold a
      // password
    }
    throw new BreakwaterException(
        "Tried to use the proxy in "
            + name
            + " but its address cannot be used: it must have the form http://HOST:PORT or"
            + " http://USER:PASSWORD@HOST:PORT");
  }

  private static @Nullable String authorization(@Nullable String userInfo) {
    if (userInfo == null) {
      return null;
    }
    // URLDecoder reads "+" as a blank; in user information it stands for itself.
    String plain = URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether a proxy wants a user name and a password. */
  public boolean needsAuthorization() {
    return (forHttps != null && forHttps.authorization != null)
        || (forHttp != null && forHttp.authorization != null);
  }

  /** The value of Proxy-Authorization for a request; empty where none is to be sent. */
  public Optional<String> authorization(URI uri) {
    Relay relay = relayFor(uri);
    return Optional.ofNullable(relay == null ? null : relay.authorization);
  }

  @Override
  public List<Proxy> select(URI uri) {
    Relay relay = relayFor(uri);
    return List.of(relay == null ? Proxy.NO_PROXY : relay.proxy);
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // There is no other proxy to turn to.
  }

  private @Nullable Relay relayFor(URI uri) {
    String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
    boolean secure = "https".equalsIgnoreCase(uri.getScheme());
    int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
    return isException(host, port) ? null : secure ? forHttps : forHttp;
  }

  private boolean isException(String host, int port) {
    InetAddress address = literal(host);
    if (host.equals("localhost")
        || host.endsWith(".localhost")
        || (address != null && address.isLoopbackAddress())) {
      return true;
    }
    for (String exception : exceptions) {
      if (exception.equals("*") || covers(exception, host, address, port)) {
        return true;
      }
    }
    return false;
  }

  private static boolean covers(
      String exception, String host, @Nullable InetAddress address, int port) {
    int slash = exception.indexOf('/');
    if (slash > 0) {
      return address != null && inRange(exception, slash, address);
    }
    String name = exception;
    int colon = exception.lastIndexOf(':');
    boolean bare = exception.indexOf(':') != colon && !exception.startsWith("[");
    if (colon > exception.lastIndexOf(']') && !bare) {
      if (!exception.substring(colon + 1).equals(Integer.toString(port))) {
        return false;
      }
      name = exception.substring(0, colon);
    }
    if (address != null) {
      return address.equals(literal(name));
    }
    String below = name.startsWith("*.") ? name.substring(1) : name;
    if (below.startsWith(".")) {
      return host.endsWith(below);
    }
    return !below.isEmpty() && (host.equals(below) || host.endsWith("." + below));
  }

  private static boolean inRange(String range, int slash, InetAddress address) {
    InetAddress network = literal(range.substring(0, slash));
    byte[] ours = address.getAddress();
    if (network == null || network.getAddress().length != ours.length) {
      return false;
    }
    int bits;
    try {
      bits = Integer.parseInt(range.substring(slash + 1));
    } catch (NumberFormatException e) {
      return false;
    }
    if (bits < 0 || bits > ours.length * 8) {
      return false;
    }
    byte[] theirs = network.getAddress();
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  /** The address that a text spells out; null for a name. Asks no name service. */
  private static @Nullable InetAddress literal(String text) {
    boolean bracketed = text.startsWith("[") && text.endsWith("]");
    try {
      return InetAddress.ofLiteral(bracketed ? text.substring(1, text.length() - 1) : text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
