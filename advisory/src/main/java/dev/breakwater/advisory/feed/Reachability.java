package dev.breakwater.advisory.feed;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds out once for each host whether it can be connected to, name look-up and all within one time
 * limit. The JDK's HTTP client does not count the look-up, which can take half a minute on a
 * machine whose network is cut off, and would try again for every feed.
 */
final class Reachability {
  private final Duration limit;
  private final ConcurrentHashMap<String, CompletableFuture<Optional<String>>> hosts =
      new ConcurrentHashMap<>();

  Reachability(Duration limit) {
    this.limit = limit;
  }

  /** Why the host of {@code uri}, or the proxy before it, cannot be reached; empty where it can. */
  Optional<String> failure(URI uri) throws InterruptedException {
    InetSocketAddress address = firstHop(uri);
    String key = address.getHostString() + ":" + address.getPort();
    CompletableFuture<Optional<String>> probe = hosts.computeIfAbsent(key, k -> start(address));
    try {
      return probe.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      Optional<String> late = Optional.of("no answer within " + limit.toMillis() + " ms");
      probe.complete(late);
      return late;
    } catch (ExecutionException e) {
      return Optional.of(String.valueOf(e.getCause()));
    }
  }

  private CompletableFuture<Optional<String>> start(InetSocketAddress address) {
    CompletableFuture<Optional<String>> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("probe " + address.getHostString())
        .start(() -> result.complete(connect(address)));
    return result;
  }

  private Optional<String> connect(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      InetSocketAddress resolved =
          new InetSocketAddress(address.getHostString(), address.getPort());
      if (resolved.isUnresolved()) {
        throw new UnknownHostException(address.getHostString());
      }
      socket.connect(resolved, (int) limit.toMillis());
      return Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.of("its name cannot be looked up");
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of(e.getMessage() == null ? "no connection" : e.getMessage());
    }
  }

  private static InetSocketAddress firstHop(URI uri) {
    ProxySelector selector = ProxySelector.getDefault();
    List<Proxy> proxies = selector == null ? List.of() : selector.select(uri);
    for (Proxy proxy : proxies) {
      if (proxy.type() == Proxy.Type.HTTP && proxy.address() instanceof InetSocketAddress hop) {
        return hop;
      }
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
    return InetSocketAddress.createUnresolved(uri.getHost(), port);
  }
}
