package dev.breakwater.content.secret;

import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks providers whether a secret is alive, where they have a question that changes nothing: "who
 * am I", or a list of one. Nobody does this unless a person asked for it, because it tells the
 * provider that somebody has the secret, and from where.
 *
 * <p>Secrets go to their own provider only, over TLS, in a header (Telegram wants them in the
 * path); redirects are not followed, nothing is logged, no answer is kept but alive or not. Each
 * secret is asked about once. Bounds: {@link #MAX_REQUESTS} requests of {@link #REQUEST_TIME} each,
 * {@link #TOTAL_TIME} together; what does not fit is unknown. Safe to share between threads, which
 * then wait for each other.
 */
public final class SecretVerifier implements AutoCloseable {
  /** Questions of one run. */
  public static final int MAX_REQUESTS = 100;

  /** Time for one question. */
  public static final Duration REQUEST_TIME = Duration.ofSeconds(10);

  /** Time for all questions of one run. */
  public static final Duration TOTAL_TIME = Duration.ofSeconds(60);

  private static final int MAX_ANSWER = 64 * 1024;

  /** What a provider said. */
  public enum Outcome {
    LIVE("its provider says that it is alive"),
    DEAD("its provider says that it is not, or no longer, valid"),
    UNKNOWN("its provider could not tell whether it is alive"),
    NOT_ASKED("its provider was not asked, there being no question that changes nothing");

    private final String text;

    Outcome(String text) {
      this.text = text;
    }

    /** Part of a sentence, for people. */
    public String text() {
      return text;
    }
  }

  /** How the secret is shown to the provider. */
  private enum Manner {
    BEARER,
    HEADER,
    PASSWORD,
    PATH
  }

  /**
   * A question.
   *
   * @param address of the provider
   * @param path behind it; the secret follows {@code /bot} for {@link Manner#PATH}
   * @param name of the header for {@link Manner#HEADER}, of the user for {@link Manner#PASSWORD}
   */
  private record Question(String address, String path, Manner manner, String name) {}

  /** The questions, each from the provider's reference of its interface. */
  private static @Nullable Question question(String rule) {
    return switch (rule) {
      case "github-personal-access-token",
          "github-fine-grained-token",
          "github-oauth-token",
          "github-app-user-token" ->
          bearer("https://api.github.com", "/user");
      case "gitlab-personal-access-token" ->
          new Question("https://gitlab.com", "/api/v4/user", Manner.HEADER, "PRIVATE-TOKEN");
      case "slack-bot-token", "slack-user-token" -> bearer("https://slack.com", "/api/auth.test");
      case "stripe-live-key", "stripe-test-key" -> bearer("https://api.stripe.com", "/v1/account");
      case "sendgrid-api-key" -> bearer("https://api.sendgrid.com", "/v3/scopes");
      case "openai-api-key" -> bearer("https://api.openai.com", "/v1/models");
      case "anthropic-api-key" ->
          new Question("https://api.anthropic.com", "/v1/models", Manner.HEADER, "x-api-key");
      case "digitalocean-token" -> bearer("https://api.digitalocean.com", "/v2/account");
      case "huggingface-token" -> bearer("https://huggingface.co", "/api/whoami-v2");
      case "cloudflare-api-token" ->
          bearer("https://api.cloudflare.com", "/client/v4/user/tokens/verify");
      case "heroku-api-key", "heroku-uuid-key" -> bearer("https://api.heroku.com", "/account");
      case "linode-token" -> bearer("https://api.linode.com", "/v4/profile");
      case "mailgun-api-key" ->
          new Question("https://api.mailgun.net", "/v3/domains", Manner.PASSWORD, "api");
      case "telegram-bot-token" ->
          new Question("https://api.telegram.org", "/getMe", Manner.PATH, "");
      case "postman-api-key" ->
          new Question("https://api.getpostman.com", "/me", Manner.HEADER, "X-Api-Key");
      case "replicate-api-token" -> bearer("https://api.replicate.com", "/v1/account");
      case "figma-token" ->
          new Question("https://api.figma.com", "/v1/me", Manner.HEADER, "X-Figma-Token");
      default -> null;
    };
  }

  private static Question bearer(String address, String path) {
    return new Question(address, path, Manner.BEARER, "");
  }

  private final HttpClient client;

  /** Asked instead of every provider; null to ask the providers. */
  private final @Nullable URI instead;

  private final Duration requestTime;
  private final Map<Secret, Outcome> known = new HashMap<>();
  private int requests;
  private long spent;

  /**
   * Asks the providers.
   *
   * @param proxies how to reach them; null for directly
   */
  public SecretVerifier(@Nullable ProxySelector proxies) {
    this(proxies, null, REQUEST_TIME);
  }

  /** Asks one server whatever the provider. */
  SecretVerifier(@Nullable ProxySelector proxies, @Nullable URI instead, Duration requestTime) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(requestTime)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1);
    if (proxies != null) {
      builder.proxy(proxies);
    }
    this.client = builder.build();
    this.instead = instead;
    this.requestTime = requestTime;
  }

  /**
   * Asks about one secret; never fails.
   *
   * @param rule that found it
   */
  Outcome verify(String rule, Secret secret) {
    Question question = question(rule);
    if (question == null) {
      return Outcome.NOT_ASKED;
    }
    synchronized (known) {
      Outcome before = known.get(secret);
      if (before != null) {
        return before;
      }
      if (requests == MAX_REQUESTS || spent >= TOTAL_TIME.toNanos()) {
        return Outcome.UNKNOWN;
      }
      requests++;
      long start = System.nanoTime();
      Outcome outcome = ask(question, secret.reveal());
      spent += System.nanoTime() - start;
      known.put(secret, outcome);
      return outcome;
    }
  }

  private Outcome ask(Question question, String secret) {
    CompletableFuture<HttpResponse<byte[]>> answer = null;
    try {
      answer =
          client.sendAsync(
              request(question, secret),
              BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER));
      // A request's own timeout ends with the headers; this one covers the body.
      HttpResponse<byte[]> response = answer.get(requestTime.toMillis(), TimeUnit.MILLISECONDS);
      return outcome(question, response.statusCode(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Outcome.UNKNOWN;
    } catch (ExecutionException | TimeoutException | IllegalArgumentException e) {
      // What went wrong may repeat the secret: an address with it, a header that cannot be.
      return Outcome.UNKNOWN;
    } finally {
      if (answer != null) {
        answer.cancel(true);
      }
    }
  }

  private HttpRequest request(Question question, String secret) {
    String base = instead == null ? question.address() : instead.toString();
    boolean inPath = question.manner() == Manner.PATH;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + (inPath ? "/bot" + secret : "") + question.path()))
            .timeout(requestTime)
            .header("User-Agent", "breakwater")
            .GET();
    switch (question.manner()) {
      case BEARER -> request.header("Authorization", "Bearer " + secret);
      case HEADER -> request.header(question.name(), secret);
      case PASSWORD ->
          request.header(
              "Authorization",
              "Basic "
                  + Base64.getEncoder()
                      .encodeToString(
                          (question.name() + ":" + secret).getBytes(StandardCharsets.UTF_8)));
      case PATH -> {}
    }
    if (question.name().equals("x-api-key")) {
      request.header("anthropic-version", "2023-06-01");
    }
    return request.build();
  }

  /** Slack says everything with status 200; the others mean by their status what it means. */
  private static Outcome outcome(Question question, int status, byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    if (status == 200 && question.path().equals("/api/auth.test")) {
      return text.contains("\"ok\":true")
          ? Outcome.LIVE
          : text.contains("_auth\"") || text.contains("token_") || text.contains("account_inactive")
              ? Outcome.DEAD
              : Outcome.UNKNOWN;
    }
    boolean refused = status == 401 || (status == 404 && question.manner() == Manner.PATH);
    return status == 200 ? Outcome.LIVE : refused ? Outcome.DEAD : Outcome.UNKNOWN;
  }

  /** Ends what is still under way. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
