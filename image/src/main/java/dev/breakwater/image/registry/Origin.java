package dev.breakwater.image.registry;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Scheme, host and port: the boundary that no credential crosses.
 *
 * @param host in lower case
 * @param port the scheme's own where the address has none
 */
record Origin(String scheme, String host, int port) {

  /**
   * The origin of an address.
   *
   * @throws RegistryFault where it is none of http or https, has no host, or carries credentials
   */
  static Origin of(URI uri) throws RegistryFault {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    String host = uri.getHost();
    if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new RegistryFault(
          "'" + UntrustedText.clean(withoutQuery(uri), 200) + "' is no http or https address",
          "check the name of the registry");
    }
    if (uri.getRawUserInfo() != null) {
      throw new RegistryFault(
          "an address of " + UntrustedText.clean(host, 100) + " carries a user name",
          "the registry must not be set up that way; tell its owner");
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
    return new Origin(scheme, host.toLowerCase(Locale.ROOT), port);
  }

  /** The address without its query, which may be signed, and without user information. */
  private static String withoutQuery(URI uri) {
    String text = uri.toString();
    int end = text.indexOf('?');
    text = end < 0 ? text : text.substring(0, end);
    int at = text.lastIndexOf('@');
    return at < 0 ? text : "…" + text.substring(at);
  }

  /** Whether it may be spoken to: over TLS, or without where its name was given for that. */
  boolean allowed(Set<String> plainHttp) {
    return scheme.equals("https") || plainHttp.contains(authority());
  }

  /** Host and port as people write them: without the scheme's own port. */
  String authority() {
    boolean usual = port == (scheme.equals("https") ? 443 : 80);
    return usual ? host : host + ":" + port;
  }

  @Override
  public String toString() {
    return scheme + "://" + authority();
  }
}
