package dev.breakwater.posture.cel.library;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A URL as Go reads it in a request: an absolute one, or an absolute path. Hosts are what Go 1.26
 * takes for hosts: in brackets stands an IPv6 address and nothing else, and {@code http} has one
 * colon, before the port.
 *
 * @see <a href="https://pkg.go.dev/net/url#ParseRequestURI">url.ParseRequestURI</a>
 */
final class Url {
  /** In characters. */
  static final int MAX_LENGTH = 64 * 1024;

  /** Of a query that has more, Go gives none. */
  private static final int MOST_PARAMETERS = 10_000;

  private final UrlParts parts;
  private final String fragment;

  /** In its normal form, which decides about equality. */
  private final String whole;

  private Url(UrlParts parts, String fragment) {
    this.parts = parts;
    this.fragment = fragment;
    this.whole = render();
  }

  /** Reads a URL; the fragment is no part of the path or query. */
  static Url parse(String text) throws MalformedException {
    check(text);
    String bytes = Quoted.toBytes(text);
    int hash = bytes.indexOf('#');
    String fragment = hash < 0 ? "" : bytes.substring(hash + 1);
    UrlParts parts = UrlParts.read(hash < 0 ? bytes : bytes.substring(0, hash), false);
    try {
      Escaping.FRAGMENT.unescape(fragment);
    } catch (MalformedException e) {
      throw UrlParts.fault(bytes, e);
    }
    return new Url(parts, fragment);
  }

  /** Throws where a text is no URL of a request. */
  static void check(String text) throws MalformedException {
    if (text.length() > MAX_LENGTH) {
      throw new MalformedException("a URL cannot be longer than " + MAX_LENGTH + " characters");
    }
    UrlParts.read(Quoted.toBytes(text), true);
  }

  /** In lower case; empty where it has none. */
  String scheme() {
    return parts.scheme();
  }

  /** With the port, and IPv6 addresses in brackets; empty where it has none. */
  String host() {
    return Quoted.fromBytes(parts.host());
  }

  /** Without the port, and IPv6 addresses without brackets. */
  String hostname() {
    String host = parts.host().substring(0, parts.host().length() - portWithColon().length());
    boolean brackets = host.startsWith("[") && host.endsWith("]");
    return Quoted.fromBytes(brackets ? host.substring(1, host.length() - 1) : host);
  }

  /** The port's digits; empty where it has none. */
  String port() {
    String port = portWithColon();
    return port.isEmpty() ? port : port.substring(1);
  }

  private String portWithColon() {
    int colon = parts.host().lastIndexOf(':');
    String port = colon < 0 ? "" : parts.host().substring(colon);
    return UrlParts.isPort(port) ? port : "";
  }

  /** The path as it is written, if what must be escaped is; else with that escaped. */
  String escapedPath() {
    return parts.escapedPath();
  }

  /**
   * The parameters of the query in order, names and values without escapes. What is malformed is
   * left out.
   */
  Map<String, List<String>> query() {
    Map<String, List<String>> query = new LinkedHashMap<>();
    if (parts.query().isEmpty()
        || parts.query().chars().filter(c -> c == '&').count() >= MOST_PARAMETERS) {
      return query;
    }
    for (String parameter : parts.query().split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      String key = Escaping.QUERY.unescapeOrNull(name);
      String value =
          Escaping.QUERY.unescapeOrNull(equals < 0 ? "" : parameter.substring(equals + 1));
      if (!parameter.isEmpty() && parameter.indexOf(';') < 0 && key != null && value != null) {
        query
            .computeIfAbsent(Quoted.fromBytes(key), _ -> new ArrayList<>())
            .add(Quoted.fromBytes(value));
      }
    }
    return query;
  }

  private String render() {
    StringBuilder text = new StringBuilder();
    if (!parts.scheme().isEmpty()) {
      text.append(parts.scheme()).append(':');
    }
    if (!parts.opaque().isEmpty()) {
      text.append(parts.opaque());
    } else {
      renderHierarchy(text);
    }
    if (parts.questionMark() || !parts.query().isEmpty()) {
      text.append('?').append(parts.query());
    }
    if (!fragment.isEmpty()) {
      String plain = Escaping.FRAGMENT.unescapeOrNull(fragment);
      text.append('#')
          .append(
              UrlParts.isEscaped(fragment, Escaping.FRAGMENT) || plain == null
                  ? fragment
                  : Escaping.FRAGMENT.escape(plain));
    }
    return text.toString();
  }

  private void renderHierarchy(StringBuilder text) {
    boolean hasAuthority = !parts.host().isEmpty() || parts.user() != null;
    if (hasAuthority
        || (!parts.scheme().isEmpty() && parts.hasSlashes() && !parts.path().isEmpty())) {
      text.append("//");
    }
    if (parts.user() != null) {
      text.append(parts.user()).append('@');
    }
    text.append(Escaping.HOST.escape(parts.host()));
    text.append(parts.escapedPath());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Url url && whole.equals(url.whole);
  }

  @Override
  public int hashCode() {
    return whole.hashCode();
  }

  @Override
  public String toString() {
    return Quoted.fromBytes(whole);
  }
}
