package dev.breakwater.image.registry;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gets documents of a repository, logging in where the registry asks for it. */
final class RegistryCalls {
  /** Nothing held, something held that has expired, something fresh: more cannot help. */
  private static final int MAX_LOGINS = 2;

  private final Transport transport;
  private final Authorizer authorizer;
  private final Limits limits;
  private final Set<String> plainHttp;

  RegistryCalls(Transport transport, Authorizer authorizer, Limits limits, Set<String> plainHttp) {
    this.transport = transport;
    this.authorizer = authorizer;
    this.limits = limits;
    this.plainHttp = plainHttp;
  }

  /**
   * Gets one document.
   *
   * @param path below the repository, for example {@code /manifests/latest}
   * @return the answer, whatever its status
   * @throws RegistryFault where there is none, or the login failed
   */
  Response get(ImageReference image, String path, Map<String, String> headers) throws IOException {
    return get(image, address(image, "/" + image.repository() + path), pulling(image), headers);
  }

  /**
   * Gets one document of a list.
   *
   * @param image any of the registry that lists
   * @param scope what a token must allow
   */
  Response get(ImageReference image, URI uri, String scope, Map<String, String> headers)
      throws IOException {
    Origin registry = Origin.of(uri);
    Authorizer.Place place = new Authorizer.Place(registry, scope);
    String authorization = authorizer.held(place);
    for (int logins = 0; ; logins++) {
      Response response = transport.send(Transport.Ask.get(uri, headers, authorization));
      // A storage server that we were sent to must not make us log in.
      if (response.status() != 401
          || logins == MAX_LOGINS
          || !Origin.of(response.uri()).equals(registry)) {
        return response;
      }
      List<Challenge> challenges =
          Challenge.parse(response.headers().allValues("WWW-Authenticate"));
      if (challenges.isEmpty()) {
        return response;
      }
      String next;
      try {
        next = authorizer.answer(place, image, challenges, authorization);
      } catch (IOException e) {
        response.close();
        throw e;
      }
      if (next.equals(authorization)) {
        return response;
      }
      response.discard();
      authorization = next;
    }
  }

  static String pulling(ImageReference image) {
    return "repository:" + image.repository() + ":pull";
  }

  /**
   * An address of the registry.
   *
   * @param path below {@code /v2}
   */
  URI address(ImageReference image, String path) throws RegistryFault {
    String host = image.apiHost();
    String scheme = plainHttp.contains(host.toLowerCase(Locale.ROOT)) ? "http" : "https";
    try {
      return URI.create(scheme + "://" + host + "/v2" + path);
    } catch (IllegalArgumentException e) {
      throw new RegistryFault("'" + host + "' is no host", "check the name of the registry", e);
    }
  }

  /**
   * What an answer with an error status means, for what was pulled.
   *
   * @param missing what was asked for, for example "tag '12'"
   */
  RegistryFault refusal(Response response, ImageReference image, String missing)
      throws IOException {
    return refusal(response, image, pulling(image), missing + " in " + image.repository());
  }

  /**
   * What an answer with an error status means.
   *
   * @param scope what was asked to be allowed
   * @param missing what was asked for, and where
   */
  RegistryFault refusal(Response response, ImageReference image, String scope, String missing)
      throws IOException {
    String answering = Origin.of(response.uri()).authority();
    String said = ErrorBody.read(response, limits);
    String login = "log in with 'docker login " + image.host() + "'";
    return switch (response.status()) {
      case 401 -> unauthorized(response, image, scope, answering, said);
      case 403 ->
          new RegistryFault(
              answering + " does not allow it to " + who(image, scope) + said,
              login + " as somebody who may pull it");
      case 404 ->
          new RegistryFault(
              "there is no " + missing + said,
              "check the name; a private image may also be hidden from those who have not logged"
                  + " in");
      case 429 -> tooMany(response, image, scope, answering, said);
      case 502, 503, 504 ->
          new RegistryFault(
              answering
                  + " answered with status "
                  + response.status()
                  + " in "
                  + limits.attempts()
                  + " attempts"
                  + said
                  + askedToWait(response),
              "try again later");
      default ->
          new RegistryFault(
              answering + " answered with status " + response.status() + said,
              "check that the name is that of a registry, and look at the registry's own log");
    };
  }

  private RegistryFault unauthorized(
      Response response, ImageReference image, String scope, String answering, String said)
      throws IOException {
    String login = "log in with 'docker login " + image.host() + "'";
    Credential credential = credential(image, scope);
    if (!answering.equals(Origin.of(address(image, "")).authority())) {
      return new RegistryFault(
          answering + ", where the registry sent us, does not allow it" + said,
          "the registry's storage is set up wrongly; tell its owner");
    }
    if (credential instanceof Credential.Anonymous) {
      boolean silent = response.header("WWW-Authenticate") == null;
      return new RegistryFault(
          answering
              + " does not give it to those who have not logged in"
              + said
              + (silent ? " and does not say how to log in" : ""),
          "check the name; if the image is private, " + login);
    }
    return new RegistryFault(
        answering + " refused " + credential + " of " + authorizer.credentialsFile() + said,
        "check the name; if it is right, " + login + " anew");
  }

  private RegistryFault tooMany(
      Response response, ImageReference image, String scope, String answering, String said)
      throws IOException {
    if (image.onDockerHub()) {
      return new RegistryFault(
          "Docker Hub's limit on pulls is reached for "
              + who(image, scope)
              + said
              + askedToWait(response),
          "wait some hours, log in with 'docker login' for a higher limit, or pull from a mirror");
    }
    return new RegistryFault(
        answering + " has had too many requests" + said + askedToWait(response), "try again later");
  }

  private static String askedToWait(Response response) {
    @Nullable String header = response.header("Retry-After");
    return header == null
        ? ""
        : "; it asks to wait (Retry-After: " + UntrustedText.clean(header, 40) + ")";
  }

  private String who(ImageReference image, String scope) throws IOException {
    Credential credential = credential(image, scope);
    return credential instanceof Credential.Anonymous
        ? "those who have not logged in"
        : credential.toString();
  }

  private Credential credential(ImageReference image, String scope) throws IOException {
    return authorizer.credentialAt(new Authorizer.Place(Origin.of(address(image, "")), scope));
  }
}
