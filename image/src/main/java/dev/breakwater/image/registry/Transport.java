package dev.breakwater.image.registry;

import dev.breakwater.core.net.EnvironmentProxies;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests: follows redirects without taking credentials along, repeats what failed for a
 * while, bounds every wait. Safe to share between threads.
 *
 * <p>It speaks HTTP/1.1. Layers are few, large and read at the same time: each gets a connection
 * with its own window and its own TLS engine, so they use both processor cores and a slow reader
 * holds up nobody else. On HTTP/2 they would share one connection, whose loss breaks all of them.
 */
final class Transport implements AutoCloseable {
  private final HttpClient client;
  private final Limits limits;
  private final Set<String> plainHttp;
  private final Optional<EnvironmentProxies> proxies;
  private final InstantSource clock;

  /**
   * One request.
   *
   * @param headers without Authorization
   * @param authorization sent to the origin of {@code uri} alone; null for none
   * @param form posted as a form, and then no redirect is followed; null to get
   */
  record Ask(
      URI uri, Map<String, String> headers, @Nullable String authorization, @Nullable String form) {

    static Ask get(URI uri, Map<String, String> headers, @Nullable String authorization) {
      return new Ask(uri, headers, authorization, null);
    }
  }

  Transport(
      Limits limits,
      Set<String> plainHttp,
      @Nullable SSLContext trust,
      Optional<EnvironmentProxies> proxies,
      InstantSource clock) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(limits.connect());
    if (trust != null) {
      builder.sslContext(trust);
    }
    proxies.ifPresent(builder::proxy);
    this.client = builder.build();
    this.limits = limits;
    this.plainHttp = plainHttp;
    this.proxies = proxies;
    this.clock = clock;
  }

  /**
   * Sends a request until it is answered with something else than "later", or no try is left.
   *
   * @return the answer, whatever its status, redirects apart
   * @throws RegistryFault where there is none, saying why
   * @throws InterruptedIOException where the thread is interrupted
   */
  Response send(Ask ask) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Duration wait = Backoff.after(attempt, limits);
      try {
        Response response = follow(ask);
        if (!isPassing(response.status()) || attempt == limits.attempts()) {
          return response;
        }
        Optional<Duration> asked = RetryAfter.read(response.header("Retry-After"), clock.instant());
        if (asked.isPresent() && asked.get().compareTo(limits.maxRetryAfter()) > 0) {
          return response;
        }
        wait = asked.orElse(wait);
        response.discard();
      } catch (RegistryFault | InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        if (attempt == limits.attempts() || !isPassing(e)) {
          throw explain(e, Origin.of(ask.uri()), attempt);
        }
      }
      Backoff.pause(wait);
    }
  }

  private static boolean isPassing(int status) {
    return status == 429 || status == 502 || status == 503 || status == 504;
  }

  private Response follow(Ask ask) throws IOException {
    URI uri = ask.uri();
    String authorization = ask.authorization();
    for (int redirects = 0; ; redirects++) {
      Origin origin = Origin.of(uri);
      if (!origin.allowed(plainHttp)) {
        throw new RegistryFault(
            origin.authority() + " was to be spoken to without TLS",
            "name it as a plain-HTTP host if that is meant (--plain-http "
                + origin.authority()
                + ")");
      }
      Response response = exchange(uri, ask, authorization);
      String location = isRedirect(response.status()) ? response.header("Location") : null;
      if (location == null) {
        return response;
      }
      response.discard();
      if (ask.form() != null) {
        throw new RegistryFault(
            origin.authority() + " redirects a request that carries a secret",
            "its token service is set up wrongly; tell its owner");
      }
      if (redirects == limits.redirects()) {
        throw new RegistryFault(
            origin.authority() + " redirects more than " + limits.redirects() + " times",
            "the registry is set up wrongly; tell its owner");
      }
      uri = resolve(uri, location);
      if (!Origin.of(uri).equals(origin)) {
        // Never given back, not even where a later redirect returns to the registry.
        authorization = null;
      }
    }
  }

  private static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private static URI resolve(URI from, String location) throws RegistryFault {
    try {
      return from.resolve(URI.create(location));
    } catch (IllegalArgumentException e) {
      throw new RegistryFault(
          Origin.of(from).authority() + " redirects to something that is no address",
          "the registry is set up wrongly; tell its owner",
          e);
    }
  }

  private Response exchange(URI uri, Ask ask, @Nullable String authorization) throws IOException {
    CompletableFuture<HttpResponse<TimedBody>> pending =
        client.sendAsync(request(uri, ask, authorization), head -> new TimedBody(limits));
    try {
      HttpResponse<TimedBody> answer =
          pending.get(limits.response().toNanos(), TimeUnit.NANOSECONDS);
      return new Response(answer.statusCode(), answer.headers(), uri, answer.body());
    } catch (TimeoutException e) {
      abandon(pending);
      throw new IOException("there was no answer in " + Limits.text(limits.response()), e);
    } catch (InterruptedException e) {
      abandon(pending);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the registry");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw cause instanceof IOException io ? io : new IOException(String.valueOf(cause), cause);
    }
  }

  /** Ends the exchange, and the body of an answer that arrives just now. */
  private static void abandon(CompletableFuture<HttpResponse<TimedBody>> pending) {
    var _ =
        pending.whenComplete((answer, failure) -> {
          if (answer != null) {
            answer.body().close();
          }
        });
    pending.cancel(true);
  }

  private HttpRequest request(URI uri, Ask ask, @Nullable String authorization)
      throws RegistryFault {
    try {
      HttpRequest.Builder builder = HttpRequest.newBuilder(uri).header("User-Agent", "breakwater");
      ask.headers().forEach(builder::header);
      if (authorization != null) {
        builder.header("Authorization", authorization);
      }
      proxies
          .flatMap(proxy -> proxy.authorization(uri))
          .ifPresent(value -> builder.header("Proxy-Authorization", value));
      if (ask.form() != null) {
        builder
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(ask.form()));
      }
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw new RegistryFault(
          "the request to " + Origin.of(uri).authority() + " cannot be sent",
          "check the registry's name and its credentials for impossible characters",
          e);
    }
  }

  private static boolean isPassing(IOException failure) {
    return !(failure instanceof ConnectException
        || failure instanceof UnknownHostException
        || failure instanceof ProtocolException
        || find(failure, CertificateException.class)
        || isPlainAnswer(failure)
        || find(failure, IllegalArgumentException.class));
  }

  private static boolean isPlainAnswer(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    return failure instanceof SSLException
        && (message.contains("Unsupported or unrecognized SSL message")
            || message.contains("plaintext connection"));
  }

  private static boolean find(Throwable failure, Class<? extends Throwable> type) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 10; depth++) {
      if (type.isInstance(cause)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private static RegistryFault explain(IOException e, Origin origin, int attempts) {
    String host = origin.authority();
    if (find(e, UnresolvedAddressException.class) || find(e, UnknownHostException.class)) {
      return new RegistryFault(
          "there is no host " + origin.host(),
          "check the name, the name service, and whether a proxy is needed (HTTPS_PROXY)",
          e);
    }
    if (e instanceof HttpConnectTimeoutException) {
      return new RegistryFault(
          host + " does not answer" + tries(attempts),
          "check the network, and whether a proxy is needed (HTTPS_PROXY)",
          e);
    }
    if (e instanceof ConnectException) {
      return new RegistryFault(
          "nothing accepts connections at " + host, "check that the registry runs there", e);
    }
    if (isPlainAnswer(e)) {
      return new RegistryFault(
          host + " does not speak TLS",
          "name it as a plain-HTTP host if that is meant (--plain-http " + host + ")",
          e);
    }
    if (find(e, CertificateException.class)) {
      return new RegistryFault(
          "the certificate of " + host + " is not trusted (" + certificateFault(e) + ")",
          "give the certificate authority that signed it (--ca-file FILE)",
          e);
    }
    String why =
        e.getMessage() == null ? "it was closed" : UntrustedText.clean(e.getMessage(), 200);
    if (find(e, SSLException.class)) {
      return new RegistryFault(
          "no TLS connection to "
              + host
              + " came about, in "
              + attempts
              + " attempts ("
              + why
              + ")",
          "see whether it speaks TLS; if plain HTTP is meant, say so (--plain-http " + host + ")",
          e);
    }
    return new RegistryFault(
        "the connection to " + host + " failed" + tries(attempts) + " (" + why + ")",
        "try again later, or look at the registry's own log",
        e);
  }

  private static String tries(int attempts) {
    return attempts == 1 ? "" : ", in " + attempts + " attempts";
  }

  /** What the innermost certificate fault says: the outer ones repeat it between class names. */
  private static String certificateFault(Throwable failure) {
    String said = "";
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 10; depth++) {
      if (cause.getMessage() != null) {
        said = cause.getMessage();
      }
      cause = cause.getCause();
    }
    return UntrustedText.clean(said, 200);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
