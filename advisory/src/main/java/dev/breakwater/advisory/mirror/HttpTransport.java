package dev.breakwater.advisory.mirror;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An archive over HTTP. A user name and password in its URI go to that origin alone and into no
 * message; apt's own settings for proxies and logins are not read.
 */
final class HttpTransport implements ArchiveTransport {
  private static final String PLAIN = "-._~!$&'()*+,;=:@/";

  private final HttpFetcher fetcher;
  private final String origin;
  private final String basePath;
  private final String query;
  private final @Nullable String authorization;

  private HttpTransport(
      HttpFetcher fetcher,
      String origin,
      String basePath,
      String query,
      @Nullable String authorization) {
    this.fetcher = fetcher;
    this.origin = origin;
    this.basePath = basePath;
    this.query = query;
    this.authorization = authorization;
  }

  /**
   * An archive at {@code http://…} or {@code https://…}; a query stands behind every path.
   *
   * @throws ArchiveException where the URI has no host
   */
  static HttpTransport of(String uri, HttpFetcher fetcher) throws ArchiveException {
    int scheme = uri.indexOf("://");
    int slash = scheme < 0 ? -1 : uri.indexOf('/', scheme + 3);
    if (slash < 0) {
      throw new ArchiveException("the source's URI has no host");
    }
    String authority = uri.substring(scheme + 3, slash);
    int at = authority.lastIndexOf('@');
    String authorization = null;
    if (at >= 0) {
      authorization =
          "Basic "
              + Base64.getEncoder()
                  .encodeToString(authority.substring(0, at).getBytes(StandardCharsets.UTF_8));
      authority = authority.substring(at + 1);
    }
    String origin = uri.substring(0, scheme).toLowerCase(Locale.ROOT) + "://" + authority;
    int question = uri.indexOf('?', slash);
    String path = question < 0 ? uri.substring(slash) : uri.substring(slash, question);
    String query = question < 0 ? "" : "?" + encoded(uri.substring(question + 1));
    return new HttpTransport(fetcher, origin, path, query, authorization);
  }

  @Override
  public void fetch(String path, long most, Path target) throws ArchiveException {
    URI uri;
    try {
      uri = new URI(origin + encoded(basePath + path) + query);
    } catch (URISyntaxException e) {
      throw new ArchiveException("the source's URI is not one: " + place(path), e);
    }
    if (uri.getHost() == null) {
      throw new ArchiveException("the source's URI has no host: " + place(path));
    }
    fetcher.fetch(uri, authorization, most, target);
  }

  @Override
  public String place(String path) {
    return origin + basePath + path;
  }

  /** What is already encoded stays so. */
  static String encoded(String path) {
    StringBuilder out = new StringBuilder(path.length() + 16);
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      char c = (char) (bytes[i] & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || PLAIN.indexOf(c) >= 0
              || (c == '%' && isHexadecimal(bytes, i + 1) && isHexadecimal(bytes, i + 2));
      if (plain) {
        out.append(c);
      } else {
        HexFormat.of().withUpperCase().toHexDigits(out.append('%'), bytes[i]);
      }
    }
    return out.toString();
  }

  private static boolean isHexadecimal(byte[] bytes, int at) {
    return at < bytes.length && Character.digit((char) bytes[at], 16) >= 0;
  }
}
