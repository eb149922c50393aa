package dev.breakwater.advisory.archive;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that {@code http_proxy}, {@code https_proxy} and {@code no_proxy} name, in either
 * case. Proxies that want a login and SOCKS proxies are not known. Immutable.
 */
final class EnvironmentProxies extends ProxySelector {
  private final Map<String, String> environment;

  EnvironmentProxies(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public List<Proxy> select(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    String proxy = value(scheme + "_proxy");
    if (proxy.isEmpty() || uri.getHost() == null || isExempt(uri.getHost())) {
      return List.of(Proxy.NO_PROXY);
    }
    InetSocketAddress address = address(proxy);
    return List.of(address == null ? Proxy.NO_PROXY : new Proxy(Proxy.Type.HTTP, address));
  }

  private String value(String name) {
    String lower = environment.get(name);
    String upper = environment.get(name.toUpperCase(Locale.ROOT));
    return lower != null ? lower.strip() : upper != null ? upper.strip() : "";
  }

  private static @Nullable InetSocketAddress address(String proxy) {
    try {
      URI uri = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
      if (uri.getHost() == null) {
        return null;
      }
      return InetSocketAddress.createUnresolved(
          uri.getHost(), uri.getPort() > 0 ? uri.getPort() : 80);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private boolean isExempt(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    for (String entry : value("no_proxy").toLowerCase(Locale.ROOT).split("[, ]+")) {
      String suffix = entry.startsWith(".") ? entry.substring(1) : entry;
      int port = suffix.indexOf(':');
      suffix = port > 0 && !suffix.contains("::") ? suffix.substring(0, port) : suffix;
      if (suffix.equals("*")
          || (!suffix.isEmpty() && (name.equals(suffix) || name.endsWith("." + suffix)))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // The request fails with its own message.
  }
}
