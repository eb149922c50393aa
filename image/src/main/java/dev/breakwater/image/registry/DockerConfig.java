package dev.breakwater.image.registry;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Credentials as {@code docker login} and {@code podman login} keep them. A credential helper named
 * for the host comes first, then the store for all hosts, then what the file itself holds; among
 * its entries the one for the longest part of {@code host/repository} counts.
 *
 * @see <a
 *     href="https://github.com/docker/cli/blob/master/docs/reference/commandline/cli.md">Docker's
 *     configuration file</a>
 * @see <a href="https://github.com/containers/image/blob/main/docs/containers-auth.json.5.md">
 *     containers-auth.json(5)</a>
 */
final class DockerConfig {
  private static final int MAX_BYTES = 1024 * 1024;
  private static final String DOCKER_HUB = "docker.io";
  private static final String DOCKER_HUB_KEY = "https://index.docker.io/v1/";

  private final String where;
  private final Json auths;
  private final Json helpers;
  private final String store;
  private final CredentialHelper helper;

  private DockerConfig(String where, Json document, CredentialHelper helper) {
    this.where = where;
    this.auths = document.get("auths");
    this.helpers = document.get("credHelpers");
    this.store = document.text("credsStore", "");
    this.helper = helper;
  }

  /** A configuration that knows nobody. */
  static DockerConfig none() {
    return new DockerConfig(
        "", new Json.Nothing(), new CredentialHelper(Map.of(), CredentialHelper.PATIENCE));
  }

  /**
   * Reads a configuration file.
   *
   * @throws BreakwaterException where there is none or it is not JSON
   */
  static DockerConfig read(Path file, CredentialHelper helper) throws BreakwaterException {
    String task = "Tried to read registry credentials from " + file + " but ";
    try (InputStream in = Files.newInputStream(file)) {
      return parse(in.readNBytes(MAX_BYTES + 1), file.toString(), helper);
    } catch (NoSuchFileException e) {
      throw new BreakwaterException(
          task + "there is no such file: name another, or make it with 'docker login'", e);
    } catch (IOException e) {
      throw new BreakwaterException(task + e.getMessage() + ": mend the file or name another", e);
    }
  }

  static DockerConfig parse(byte[] document, String where, CredentialHelper helper)
      throws IOException {
    if (document.length > MAX_BYTES) {
      throw new IOException("it is longer than " + MAX_BYTES + " bytes");
    }
    Json json;
    try {
      json = Json.parse(document);
    } catch (IOException e) {
      // The parser quotes what it stumbled over, and that may be a password.
      throw new IOException("it is not valid JSON");
    }
    return new DockerConfig(where, json, helper);
  }

  /** The file, for messages; empty where there is none. */
  String where() {
    return where;
  }

  /**
   * Who we are to the registry of an image.
   *
   * @throws RegistryFault where an entry cannot be read or a helper fails
   */
  Credential credentialFor(ImageReference image) throws IOException {
    String server = image.onDockerHub() ? DOCKER_HUB_KEY : image.host();
    for (String key : keysFor(image, helpers)) {
      String name = helpers.text(key, "");
      Credential found =
          name.isEmpty() ? new Credential.Anonymous() : helper.ask(name, server, where);
      if (!(found instanceof Credential.Anonymous)) {
        return found;
      }
    }
    if (!store.isEmpty()) {
      Credential found = helper.ask(store, server, where);
      if (!(found instanceof Credential.Anonymous)) {
        return found;
      }
    }
    for (String key : keysFor(image, auths)) {
      Credential found = read(key, auths.get(key));
      if (!(found instanceof Credential.Anonymous)) {
        return found;
      }
    }
    return new Credential.Anonymous();
  }

  /** The keys of a table that name a part of {@code host/repository}, the longest part first. */
  private static List<String> keysFor(ImageReference image, Json table) {
    String whole = image.host().toLowerCase(Locale.ROOT) + "/" + image.repository() + "/";
    List<String> keys = new ArrayList<>();
    for (String key : table.members().keySet()) {
      if (whole.startsWith(normalised(key) + "/")) {
        keys.add(key);
      }
    }
    keys.sort(Comparator.comparingInt((String key) -> normalised(key).length()).reversed());
    return keys;
  }

  /**
   * An entry's key as a place. Docker once wrote addresses ({@code https://host/v1/}), whose path
   * says nothing; Podman writes {@code host/namespace}. Docker Hub has four names.
   */
  private static String normalised(String key) {
    String place = key;
    boolean address = false;
    int scheme = place.indexOf("://");
    if (scheme >= 0) {
      place = place.substring(scheme + 3);
      address = true;
    }
    int slash = place.indexOf('/');
    String host = slash < 0 ? place : place.substring(0, slash);
    String path = slash < 0 ? "" : place.substring(slash);
    while (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    if (address || path.equals("/v1") || path.equals("/v2")) {
      path = "";
    }
    host =
        switch (host.toLowerCase(Locale.ROOT)) {
          case "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com" -> DOCKER_HUB;
          default -> host.toLowerCase(Locale.ROOT);
        };
    return host + path;
  }

  private Credential read(String key, Json entry) throws RegistryFault {
    String identity = entry.text("identitytoken", "");
    if (!identity.isEmpty()) {
      return new Credential.IdentityToken(identity);
    }
    String registry = entry.text("registrytoken", "");
    if (!registry.isEmpty()) {
      return new Credential.RegistryToken(registry);
    }
    String encoded = entry.text("auth", "");
    if (!encoded.isEmpty()) {
      return decode(key, encoded);
    }
    String user = entry.text("username", "");
    return user.isEmpty()
        ? new Credential.Anonymous()
        : new Credential.Password(user, entry.text("password", ""));
  }

  private Credential decode(String key, String encoded) throws RegistryFault {
    String plain = "";
    try {
      plain = new String(Base64.getDecoder().decode(encoded.strip()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // No colon is found below. The cause is left out: it quotes the secret.
    }
    int colon = plain.indexOf(':');
    if (colon <= 0) {
      throw new RegistryFault(
          "the entry '" + UntrustedText.clean(key, 200) + "' in " + where + " cannot be read",
          "its auth must be the Base64 form of USER:PASSWORD; log in anew with 'docker login'");
    }
    int end = plain.length();
    while (end > colon + 1 && plain.charAt(end - 1) == 0) {
      end--;
    }
    return new Credential.Password(plain.substring(0, colon), plain.substring(colon + 1, end));
  }
}
