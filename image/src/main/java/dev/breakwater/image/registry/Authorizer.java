package dev.breakwater.image.registry;

import dev.breakwater.image.registry.TokenService.Grant;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Answers the challenges of registries and remembers the answers. What was granted for one
 * registry, scope and credential is used for that registry, scope and credential alone, so a token
 * of one tenant never reaches another. Safe to share between threads: of many that meet the same
 * challenge one fetches the token and the others wait for it.
 */
final class Authorizer {
  /** A long-lived client that sees many repositories forgets them all at this number. */
  private static final int MAX_REMEMBERED = 4096;

  private final DockerConfig config;
  private final TokenService tokens;
  private final InstantSource clock;
  private final ConcurrentHashMap<Place, Credential> credentials = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Tenancy, Grant> grants = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Place, ReentrantLock> locks = new ConcurrentHashMap<>();

  /**
   * What is to be done at a registry.
   *
   * @param scope as a token names it, for example {@code repository:library/debian:pull}
   */
  record Place(Origin registry, String scope) {}

  private record Tenancy(Place place, Credential credential) {}

  Authorizer(DockerConfig config, TokenService tokens, InstantSource clock) {
    this.config = config;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** What was granted before and still holds; null where nothing was. */
  @Nullable String held(Place place) {
    Credential credential = credentials.get(place);
    Grant grant = credential == null ? null : grants.get(new Tenancy(place, credential));
    return grant != null && clock.instant().isBefore(grant.until()) ? grant.header() : null;
  }

  /**
   * Answers a challenge.
   *
   * @param refused what the registry was told and refused; null where it was told nothing
   * @return the value of Authorization to try next
   * @throws RegistryFault where there is no answer
   */
  String answer(
      Place place, ImageReference image, List<Challenge> challenges, @Nullable String refused)
      throws IOException {
    forgetWhenMany();
    ReentrantLock lock = locks.computeIfAbsent(place, _ -> new ReentrantLock());
    lock.lock();
    try {
      String held = held(place);
      if (held != null && !held.equals(refused)) {
        return held;
      }
      // Helpers hand out passwords that expire, so one that is refused is asked for again.
      Credential credential = credentials.get(place);
      if (credential == null || refused != null) {
        credential = config.credentialFor(image);
        credentials.put(place, credential);
      }
      Grant grant = grant(place, image, challenges, credential);
      grants.put(new Tenancy(place, credential), grant);
      return grant.header();
    } catch (RegistryFault e) {
      credentials.remove(place);
      throw e;
    } finally {
      lock.unlock();
    }
  }

  private void forgetWhenMany() {
    if (credentials.size() > MAX_REMEMBERED) {
      credentials.clear();
      grants.clear();
      locks.clear();
    }
  }

  /** Who we were to a registry, for messages. */
  Credential credentialAt(Place place) {
    return credentials.getOrDefault(place, new Credential.Anonymous());
  }

  /** The file that credentials come from, for messages; empty where there is none. */
  String credentialsFile() {
    return config.where();
  }

  private Grant grant(
      Place place, ImageReference image, List<Challenge> challenges, Credential credential)
      throws IOException {
    Challenge bearer = Challenge.first(challenges, "bearer");
    if (bearer != null) {
      return credential instanceof Credential.RegistryToken token
          ? new Grant("Bearer " + token.token(), Instant.MAX)
          : tokens.fetch(bearer, image, place.scope(), credential);
    }
    if (Challenge.first(challenges, "basic") == null) {
      throw new RegistryFault(
          image.apiHost() + " asks for a kind of login that is not known here",
          "Basic and Bearer are; see whether the registry can offer one of them");
    }
    return switch (credential) {
      case Credential.Password password -> new Grant(TokenService.basic(password), Instant.MAX);
      case Credential.Anonymous _ ->
          throw new RegistryFault(
              image.apiHost() + " wants a user name and a password and " + noneKnown(),
              "log in with 'docker login " + image.host() + "'");
      case Credential.IdentityToken _, Credential.RegistryToken _ ->
          throw new RegistryFault(
              image.apiHost()
                  + " wants a user name and a password, and "
                  + config.where()
                  + " holds "
                  + credential,
              "log in with 'docker login " + image.host() + "'");
    };
  }

  private String noneKnown() {
    return config.where().isEmpty()
        ? "no credentials file is given"
        : config.where() + " has none for it";
  }
}
