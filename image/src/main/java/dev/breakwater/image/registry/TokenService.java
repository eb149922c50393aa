package dev.breakwater.image.registry;

import dev.breakwater.core.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fetches bearer tokens from the service that a challenge names.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">token
 *     authentication</a>
 * @see <a href="https://distribution.github.io/distribution/spec/auth/oauth/">OAuth 2</a>
 */
final class TokenService {
  private static final String REPOSITORY = "repository:";
  private static final int MAX_ADDRESS = 4096;
  private static final int MAX_TOKEN = 64 * 1024;
  private static final int MAX_ANSWER = 256 * 1024;

  private final Transport transport;
  private final Limits limits;
  private final InstantSource clock;

  /**
   * What the registry is to be told.
   *
   * @param header value of Authorization
   * @param until when to fetch another
   */
  record Grant(String header, Instant until) {
    @Override
    public String toString() {
      return "a grant until " + until;
    }
  }

  TokenService(Transport transport, Limits limits, InstantSource clock) {
    this.transport = transport;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Fetches a token for one scope.
   *
   * @param scope what is wanted, and never more
   * @throws RegistryFault where the service refuses, or cannot be used
   */
  Grant fetch(Challenge challenge, ImageReference image, String scope, Credential credential)
      throws IOException {
    URI realm = realm(challenge, image);
    String query = query(challenge, scope);
    Response response;
    if (credential instanceof Credential.IdentityToken identity) {
      String form =
          "grant_type=refresh_token&client_id=breakwater&refresh_token="
              + encode(identity.token())
              + "&"
              + query;
      response = transport.send(new Transport.Ask(realm, Map.of(), null, form));
    } else {
      String base = realm.toString();
      URI uri = URI.create(base + (base.indexOf('?') < 0 ? '?' : '&') + query);
      String authorization =
          credential instanceof Credential.Password password ? basic(password) : null;
      response = transport.send(Transport.Ask.get(uri, Map.of(), authorization));
    }
    if (response.status() != 200) {
      throw refused(response, image, credential);
    }
    return read(response, realm);
  }

  /** The value of Authorization for a password. */
  static String basic(Credential.Password password) {
    String plain = password.user() + ":" + password.password();
    return "Basic " + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  private static URI realm(Challenge challenge, ImageReference image) throws RegistryFault {
    String realm = challenge.parameter("realm");
    if (realm != null && realm.length() <= MAX_ADDRESS && realm.indexOf('#') < 0) {
      try {
        URI uri = URI.create(realm);
        Origin.of(uri);
        return uri;
      } catch (IllegalArgumentException e) {
        // falls through to the same message
      }
    }
    throw new RegistryFault(
        image.apiHost()
            + " wants a token but does not say where from ('"
            + UntrustedText.clean(realm == null ? "" : realm, 100)
            + "')",
        "the registry is set up wrongly; tell its owner");
  }

  private static String query(Challenge challenge, String wanted) {
    StringBuilder query = new StringBuilder();
    String service = challenge.parameter("service");
    if (service != null && service.length() <= MAX_ADDRESS) {
      query.append("service=").append(encode(service)).append('&');
    }
    return query.append("scope=").append(encode(scope(challenge, wanted))).toString();
  }

  /**
   * The scope to ask for: a repository behind a mirror may have another name than ours, so the
   * challenge's is taken, but never more than pulling from it.
   */
  private static String scope(Challenge challenge, String wanted) {
    String asked = challenge.parameter("scope");
    if (wanted.startsWith(REPOSITORY)
        && asked != null
        && asked.startsWith(REPOSITORY)
        && asked.indexOf(' ') < 0) {
      int actions = asked.lastIndexOf(':');
      if (actions > REPOSITORY.length() && asked.length() <= 1024) {
        return asked.substring(0, actions) + ":pull";
      }
    }
    return wanted;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private RegistryFault refused(Response response, ImageReference image, Credential credential)
      throws IOException {
    String host = Origin.of(response.uri()).authority();
    String said = ErrorBody.read(response, limits);
    if (response.status() == 401 || response.status() == 403 || response.status() == 400) {
      return new RegistryFault(
          "the token service " + host + " refused " + credential + said,
          "log in anew with 'docker login " + image.host() + "'");
    }
    return new RegistryFault(
        "the token service " + host + " answered with status " + response.status() + said,
        "try again later");
  }

  private Grant read(Response response, URI realm) throws IOException {
    Json json;
    try {
      json = Json.parse(response.readAll(MAX_ANSWER, limits.document()));
    } catch (RegistryFault e) {
      throw e;
    } catch (IOException e) {
      // The cause is left out: a parser quotes what it stumbled over.
      throw new RegistryFault(
          "the token service " + Origin.of(realm).authority() + " answered with no token",
          "try again later, or tell the registry's owner");
    }
    String token = json.text("token");
    if (token == null || token.isEmpty()) {
      token = json.text("access_token");
    }
    if (!isToken(token)) {
      throw new RegistryFault(
          "the token service " + Origin.of(realm).authority() + " answered with no usable token",
          "try again later, or tell the registry's owner");
    }
    // A token without a lifetime lives for a minute; it is given up early, to outlive no request.
    long seconds = Math.clamp(json.get("expires_in").number(60), 1, 24 * 3600);
    Duration early = Duration.ofSeconds(Math.min(10, seconds / 4));
    return new Grant("Bearer " + token, clock.instant().plusSeconds(seconds).minus(early));
  }

  private static boolean isToken(@Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > MAX_TOKEN) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }
}
