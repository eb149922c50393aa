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

  private final Parts parts;
  private final String fragment;

  /** In its normal form, which decides about equality. */
  private final String whole;

  private Url(Parts parts, String fragment) {
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
    Parts parts = Parts.read(hash < 0 ? bytes : bytes.substring(0, hash), false);
    try {
      Escaping.FRAGMENT.unescape(fragment);
    } catch (MalformedException e) {
      throw Parts.fault(bytes, e);
    }
    return new Url(parts, fragment);
  }

  /** Throws where a text is no URL of a request. */
  static void check(String text) throws MalformedException {
    if (text.length() > MAX_LENGTH) {
      throw new MalformedException("a URL cannot be longer than " + MAX_LENGTH + " characters");
    }
    Parts.read(Quoted.toBytes(text), true);
  }

  /** In lower case; empty where it has none. */
  String scheme() {
    return parts.scheme;
  }

  /** With the port, and IPv6 addresses in brackets; empty where it has none. */
  String host() {
    return Quoted.fromBytes(parts.host);
  }

  /** Without the port, and IPv6 addresses without brackets. */
  String hostname() {
    String host = parts.host.substring(0, parts.host.length() - portWithColon().length());
    boolean brackets = host.startsWith("[") && host.endsWith("]");
    return Quoted.fromBytes(brackets ? host.substring(1, host.length() - 1) : host);
  }

  /** The port's digits; empty where it has none. */
  String port() {
    String port = portWithColon();
    return port.isEmpty() ? port : port.substring(1);
  }

  private String portWithColon() {
    int colon = parts.host.lastIndexOf(':');
    String port = colon < 0 ? "" : parts.host.substring(colon);
    return Parts.isPort(port) ? port : "";
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
    if (parts.query.isEmpty()
        || parts.query.chars().filter(c -> c == '&').count() >= MOST_PARAMETERS) {
      return query;
    }
    for (String parameter : parts.query.split("&", -1)) {
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
    if (!parts.scheme.isEmpty()) {
      text.append(parts.scheme).append(':');
    }
    if (!parts.opaque.isEmpty()) {
      text.append(parts.opaque);
    } else {
      renderHierarchy(text);
    }
    if (parts.questionMark || !parts.query.isEmpty()) {
      text.append('?').append(parts.query);
    }
    if (!fragment.isEmpty()) {
      String plain = Escaping.FRAGMENT.unescapeOrNull(fragment);
      text.append('#')
          .append(
              Parts.isEscaped(fragment, Escaping.FRAGMENT) || plain == null
                  ? fragment
                  : Escaping.FRAGMENT.escape(plain));
    }
    return text.toString();
  }

  private void renderHierarchy(StringBuilder text) {
    boolean hasAuthority = !parts.host.isEmpty() || parts.user != null;
    if (hasAuthority || (!parts.scheme.isEmpty() && parts.hasSlashes && !parts.path.isEmpty())) {
      text.append("//");
    }
    if (parts.user != null) {
      text.append(parts.user).append('@');
    }
    text.append(Escaping.HOST.escape(parts.host));
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

  /**
   * What a URL is made of, in bytes.
   *
   * @param opaque what follows the scheme where it begins with no slash
   * @param hasSlashes whether two slashes followed the scheme
   * @param user escaped; null where it has none
   * @param host unescaped
   * @param path unescaped
   * @param writtenPath as it is in the URL
   * @param questionMark whether there is one without a query
   */
  private record Parts(
      String scheme,
      String opaque,
      boolean hasSlashes,
      @Nullable String user,
      String host,
      String path,
      String writtenPath,
      boolean questionMark,
      String query) {
    /**
     * Reads a URL.
     *
     * @param request whether it must be absolute, or an absolute path
     */
    static Parts read(String bytes, boolean request) throws MalformedException {
      try {
        return of(bytes, request);
      } catch (MalformedException e) {
        throw fault(bytes, e);
      }
    }

    static MalformedException fault(String bytes, MalformedException why) {
      return new MalformedException("parse " + Quoted.bytes(bytes) + ": " + why.getMessage());
    }

    private static Parts of(String bytes, boolean request) throws MalformedException {
      for (int i = 0; i < bytes.length(); i++) {
        if (bytes.charAt(i) < ' ' || bytes.charAt(i) == 0x7F) {
          throw new MalformedException("net/url: invalid control character in URL");
        }
      }
      if (bytes.isEmpty() && request) {
        throw new MalformedException("empty url");
      }
      if (bytes.equals("*")) {
        return new Parts("", "", false, null, "", "*", "*", false, "");
      }
      int colon = schemeEnd(bytes);
      String scheme = colon < 0 ? "" : lowerCase(bytes.substring(0, colon));
      String rest = bytes.substring(colon + 1);
      int question = rest.indexOf('?');
      String query = question < 0 ? "" : rest.substring(question + 1);
      boolean questionMark = question >= 0 && query.isEmpty();
      rest = question < 0 ? rest : rest.substring(0, question);
      if (!rest.startsWith("/")) {
        if (!scheme.isEmpty()) {
          return new Parts(scheme, rest, false, null, "", "", "", questionMark, query);
        }
        requireRelative(rest, request);
      }
      boolean triple = !request && rest.startsWith("///");
      boolean hasSlashes = rest.startsWith("//") && (!scheme.isEmpty() || !(request || triple));
      int path = hasSlashes ? rest.indexOf('/', 2) : 0;
      Authority authority =
          hasSlashes
              ? Authority.read(scheme, rest.substring(2, path < 0 ? rest.length() : path))
              : new Authority(null, "");
      String written = path < 0 ? "" : rest.substring(path);
      return new Parts(
          scheme,
          "",
          hasSlashes,
          authority.user,
          authority.host,
          Escaping.PATH.unescape(written),
          written,
          questionMark,
          query);
    }

    private static void requireRelative(String rest, boolean request) throws MalformedException {
      if (request) {
        throw new MalformedException("invalid URI for request");
      }
      int colon = rest.indexOf(':');
      int slash = rest.indexOf('/');
      if (colon >= 0 && (slash < 0 || colon < slash)) {
        throw new MalformedException("first path segment in URL cannot contain colon");
      }
    }

    /** Where the scheme ends; -1 where there is none. */
    private static int schemeEnd(String bytes) throws MalformedException {
      for (int i = 0; i < bytes.length(); i++) {
        char c = bytes.charAt(i);
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        boolean later = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
        if (c == ':') {
          if (i == 0) {
            throw new MalformedException("missing protocol scheme");
          }
          return i;
        }
        if (!letter && (i == 0 || !later)) {
          return -1;
        }
      }
      return -1;
    }

    private static String lowerCase(String scheme) {
      StringBuilder lower = new StringBuilder(scheme);
      for (int i = 0; i < scheme.length(); i++) {
        char c = scheme.charAt(i);
        lower.setCharAt(i, c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
      }
      return lower.toString();
    }

    String escapedPath() {
      return isEscaped(writtenPath, Escaping.PATH) ? writtenPath : Escaping.PATH.escape(path);
    }

    /** Whether everything is escaped that must be, and nothing is there that never is. */
    static boolean isEscaped(String text, Escaping escaping) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if ("!$&'()*+,;=:@[]%".indexOf(c) < 0 && escaping.escapes(c)) {
          return false;
        }
      }
      return true;
    }

    /** Whether this is nothing, or a colon and digits. */
    static boolean isPort(String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (i == 0 ? c != ':' : c < '0' || c > '9') {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * Whose server it is.
   *
   * @param user escaped; null where there is none
   * @param host unescaped, with its port
   */
  private record Authority(@Nullable String user, String host) {
    static Authority read(String scheme, String text) throws MalformedException {
      int at = text.lastIndexOf('@');
      String host = host(scheme, text.substring(at + 1));
      return new Authority(at < 0 ? null : user(text.substring(0, at)), host);
    }

    private static String user(String text) throws MalformedException {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        boolean known = c < 0x80 && ("!'()*:%@".indexOf(c) >= 0 || !Escaping.USER.escapes(c));
        if (!known) {
          throw new MalformedException("net/url: invalid userinfo");
        }
      }
      int colon = text.indexOf(':');
      String name = colon < 0 ? text : text.substring(0, colon);
      String user = Escaping.USER.escape(Escaping.USER.unescape(name));
      return colon < 0
          ? user
          : user + ":" + Escaping.USER.escape(Escaping.USER.unescape(text.substring(colon + 1)));
    }

    private static String host(String scheme, String text) throws MalformedException {
      int open = text.lastIndexOf('[');
      if (open > 0) {
        throw new MalformedException("invalid IP-literal");
      }
      if (open == 0) {
        return literal(text);
      }
      // Lists of hosts with ports are for databases, and no business of http.
      boolean strict = scheme.equals("http") || scheme.equals("https");
      int colon = strict ? text.indexOf(':') : text.lastIndexOf(':');
      if (colon >= 0) {
        requirePort(text.substring(colon));
      }
      return Escaping.HOST.unescape(text);
    }

    private static String literal(String text) throws MalformedException {
      int close = text.lastIndexOf(']');
      if (close < 0) {
        throw new MalformedException("missing ']' in host");
      }
      requirePort(text.substring(close + 1));
      String name = text.substring(1, close);
      int zone = name.indexOf("%25");
      String address =
          zone < 0
              ? Escaping.HOST.unescape(name)
              : Escaping.HOST.unescape(name.substring(0, zone))
                  + Escaping.ZONE.unescape(name.substring(zone));
      IpAddress.Parsed parsed;
      try {
        parsed = IpAddress.Parsed.of(Quoted.fromBytes(address));
      } catch (MalformedException e) {
        throw new MalformedException("invalid host: " + e.getMessage());
      }
      if (parsed.address().four()) {
        throw new MalformedException("invalid IP-literal");
      }
      return "[" + address + "]" + text.substring(close + 1);
    }

    private static void requirePort(String text) throws MalformedException {
      if (!Parts.isPort(text)) {
        throw new MalformedException("invalid port " + Quoted.bytes(text) + " after host");
      }
    }
  }
}
