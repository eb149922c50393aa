package dev.breakwater.advisory.mirror;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.net.EnvironmentProxies;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Downloads files: a bound on size, on time without progress, on time in all, and on the waiting of
 * all downloads together; two more attempts where the server is to blame, but none where it does
 * not answer in time; redirects never from TLS to plain text. Safe to share between threads.
 */
final class HttpFetcher implements AutoCloseable {
  private static final int ATTEMPTS = 3;
  private static final int MOST_REDIRECTS = 5;
  private static final long LONGEST_WAIT_MILLIS = 10_000;
  private static final Duration LONGEST_DOWNLOAD = Duration.ofMinutes(10);

  private final HttpClient client;
  private final Duration stall;
  private final Duration connect;
  private final Patience patience;

  HttpFetcher(ArchiveOptions options) throws ArchiveException {
    this.stall = options.stallTimeout();
    this.connect = options.connectTimeout();
    this.patience = new Patience(options.patience());
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connect);
    try {
      EnvironmentProxies.from(options.environment()).ifPresent(builder::proxy);
    } catch (BreakwaterException e) {
      throw new ArchiveException(String.valueOf(e.getMessage()), e);
    }
    if (options.caFile() != null) {
      builder.sslContext(trusting(options.caFile()));
    }
    this.client = builder.build();
  }

  /**
   * Writes what a URI holds to a file.
   *
   * @param authorization for the first origin alone; null for none
   * @param most bytes to take
   */
  void fetch(URI uri, @Nullable String authorization, long most, Path target)
      throws ArchiveException {
    patience.begin();
    try {
      fetchInSomeAttempt(uri, authorization, most, target);
    } finally {
      patience.end();
    }
  }

  private void fetchInSomeAttempt(URI uri, @Nullable String authorization, long most, Path target)
      throws ArchiveException {
    ArchiveException.Unreachable last = null;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        followRedirects(uri, authorization, most, target);
        return;
      } catch (ServerBusy e) {
        last = new ArchiveException.Unreachable(e.what);
        pause(uri, attempt, e.waitMillis);
      } catch (HttpTimeoutException e) {
        throw new ArchiveException.Unreachable(message(uri, e));
      } catch (ArchiveException e) {
        throw e;
      } catch (IOException e) {
        last = new ArchiveException.Unreachable(message(uri, e));
        pause(uri, attempt, 0);
      }
    }
    throw Objects.requireNonNull(last);
  }

  private static String message(URI uri, IOException e) {
    String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return shown(uri) + " could not be fetched: " + why;
  }

  /** Without what may be secret in a query. */
  private static String shown(URI uri) {
    String text = uri.toString();
    int question = text.indexOf('?');
    return question < 0 ? text : text.substring(0, question);
  }

  /** An answer that says to try again. */
  private static final class ServerBusy extends Exception {
    private static final long serialVersionUID = 1L;
    private final String what;
    private final long waitMillis;

    ServerBusy(String what, long waitMillis) {
      super(what);
      this.what = what;
      this.waitMillis = waitMillis;
    }
  }

  private void pause(URI uri, int attempt, long askedMillis) throws ArchiveException {
    if (attempt == ATTEMPTS) {
      return;
    }
    long millis = Math.max(askedMillis, 250L << attempt);
    if (TimeUnit.MILLISECONDS.toNanos(millis) > patience.left()) {
      throw outOfPatience(shown(uri));
    }
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ArchiveException("interrupted", e);
    }
  }

  private void followRedirects(URI uri, @Nullable String authorization, long most, Path target)
      throws IOException, ServerBusy {
    URI at = uri;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(at).timeout(connect.plus(stall)).header("Accept", "*/*");
      if (authorization != null && isSameOrigin(uri, at)) {
        request.header("Authorization", authorization);
      }
      HttpResponse<Void> response = send(request.build(), most, target);
      int status = response.statusCode();
      if (status == 200) {
        return;
      }
      if (status < 300 || status >= 400) {
        throw refusal(response, at);
      }
      at = redirectOf(response, at);
    }
    throw new ArchiveException(shown(uri) + " redirects more than " + MOST_REDIRECTS + " times");
  }

  private static boolean isSameOrigin(URI one, URI other) {
    return one.getScheme().equals(other.getScheme())
        && one.getRawAuthority().equals(other.getRawAuthority());
  }

  private static URI redirectOf(HttpResponse<Void> response, URI from) throws ArchiveException {
    String location = response.headers().firstValue("Location").orElse("");
    try {
      URI to = from.resolve(location);
      String scheme = to.getScheme() == null ? "" : to.getScheme().toLowerCase(Locale.ROOT);
      boolean allowed =
          scheme.equals("https") || (scheme.equals("http") && "http".equals(from.getScheme()));
      if (location.isEmpty() || !allowed || to.getHost() == null || to.getRawUserInfo() != null) {
        throw new ArchiveException(
            shown(from) + " redirects to where it must not: " + to.getScheme());
      }
      return to;
    } catch (IllegalArgumentException e) {
      throw new ArchiveException(shown(from) + " redirects to what is no URI", e);
    }
  }

  private static ArchiveException refusal(HttpResponse<Void> response, URI at) throws ServerBusy {
    int status = response.statusCode();
    return switch (status) {
      case 404, 410 ->
          new ArchiveException.Missing(shown(at) + " is not there (HTTP " + status + ")");
      case 401, 403, 407 ->
          new ArchiveException(
              shown(at) + " is refused without other credentials (HTTP " + status + ")");
      case 408, 425, 429, 500, 502, 503, 504 -> {
        long seconds = secondsToWait(response.headers().firstValue("Retry-After").orElse("0"));
        long wait = Math.clamp(seconds, 0, LONGEST_WAIT_MILLIS / 1000) * 1000;
        throw new ServerBusy(shown(at) + " cannot be had now (HTTP " + status + ")", wait);
      }
      default -> new ArchiveException(shown(at) + " cannot be had (HTTP " + status + ")");
    };
  }

  /** A date instead of a number is taken as "soon". */
  private static long secondsToWait(String retryAfter) {
    try {
      return Long.parseLong(retryAfter.strip());
    } catch (NumberFormatException e) {
      return 1;
    }
  }

  private HttpResponse<Void> send(HttpRequest request, long most, Path target) throws IOException {
    AtomicLong progress = new AtomicLong();
    String place = shown(request.uri());
    if (patience.left() <= 0) {
      throw outOfPatience(place);
    }
    try (FileChannel channel =
        FileChannel.open(
            target,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      CompletableFuture<HttpResponse<Void>> response =
          client.sendAsync(
              request,
              head ->
                  head.statusCode() == 200
                      ? new ToFile(channel, most, place, progress, patience)
                      : new ToFile(null, 64 << 10, place, progress, patience));
      return await(response, progress, place);
    }
  }

  /** The client's own time-out ends with the headers; this one watches the body, too. */
  private HttpResponse<Void> await(
      CompletableFuture<HttpResponse<Void>> response, AtomicLong progress, String place)
      throws IOException {
    long start = System.nanoTime();
    long seen = 0;
    long moved = start;
    while (true) {
      long now = System.nanoTime();
      try {
        return response.get(
            Math.min(patience.left(), stall.toNanos() - (now - moved)), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        now = System.nanoTime();
        long received = progress.get();
        if (received != seen) {
          seen = received;
          moved = now;
        }
        boolean slow = now - start > LONGEST_DOWNLOAD.toNanos();
        boolean still = now - moved >= stall.toNanos();
        if (!slow && !still && patience.left() > 0) {
          continue;
        }
        response.cancel(true);
        throw still
            ? new ArchiveException.Unreachable(
                place
                    + " stood still for "
                    + stall.toMillis()
                    + " ms, after "
                    + received
                    + " bytes")
            : slow
                ? new ArchiveException.Unreachable(
                    place + " took longer than " + LONGEST_DOWNLOAD.toMinutes() + " minutes")
                : outOfPatience(place);
      } catch (InterruptedException e) {
        response.cancel(true);
        Thread.currentThread().interrupt();
        throw new ArchiveException("interrupted", e);
      } catch (ExecutionException | CompletionException e) {
        throw cause(e);
      }
    }
  }

  private ArchiveException outOfPatience(String place) {
    return new ArchiveException.Unreachable(
        place
            + " was given up, because archives have kept this scan waiting for "
            + patience.whole().toMillis()
            + " ms in all");
  }

  private static IOException cause(Throwable wrapper) {
    Throwable cause = wrapper;
    while (cause != null) {
      if (cause instanceof ArchiveException e) {
        return e;
      }
      if (cause.getCause() == null) {
        break;
      }
      cause = cause.getCause();
    }
    for (Throwable at = wrapper; at != null; at = at.getCause()) {
      if (at instanceof IOException e && e.getMessage() != null) {
        return e;
      }
    }
    return cause instanceof IOException e ? e : new IOException(String.valueOf(cause), cause);
  }

  /** Writes a body to a file as it comes in; without a file it is dropped. */
  private static final class ToFile implements HttpResponse.BodySubscriber<Void> {
    private final CompletableFuture<Void> result = new CompletableFuture<>();
    private final @Nullable FileChannel channel;
    private final long most;
    private final String place;
    private final AtomicLong progress;
    private final Patience patience;
    private Flow.@Nullable Subscription subscription;

    ToFile(
        @Nullable FileChannel channel,
        long most,
        String place,
        AtomicLong progress,
        Patience patience) {
      this.channel = channel;
      this.most = most;
      this.place = place;
      this.progress = progress;
      this.patience = patience;
    }

    @Override
    public CompletionStage<Void> getBody() {
      return result;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      Flow.Subscription source = Objects.requireNonNull(subscription);
      try {
        for (ByteBuffer buffer : buffers) {
          patience.received(buffer.remaining());
          if (progress.addAndGet(buffer.remaining()) > most) {
            if (channel == null) {
              source.cancel();
              result.complete(null);
              return;
            }
            throw new ArchiveException(place + " is larger than the " + most + " bytes expected");
          }
          while (channel != null && buffer.hasRemaining()) {
            channel.write(buffer);
          }
        }
        source.request(1);
      } catch (IOException e) {
        source.cancel();
        result.completeExceptionally(
            e instanceof ArchiveException
                ? e
                : new ArchiveException("cannot write to the cache: " + e.getMessage(), e));
      }
    }

    @Override
    public void onError(Throwable failure) {
      result.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      result.complete(null);
    }
  }

  /** The system's authorities and those of a PEM file. */
  private static SSLContext trusting(Path caFile) throws ArchiveException {
    try (InputStream in = Files.newInputStream(caFile)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (X509Certificate known : systemAuthorities()) {
        store.setCertificateEntry("system-" + store.size(), known);
      }
      Collection<? extends Certificate> further =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      for (Certificate certificate : further) {
        store.setCertificateEntry("further-" + store.size(), certificate);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new ArchiveException(
          "the certificate authorities in " + caFile + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static X509Certificate[] systemAuthorities() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager known) {
        return known.getAcceptedIssuers();
      }
    }
    return new X509Certificate[0];
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
