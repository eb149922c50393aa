package dev.breakwater.posture.cel.library;

import org.jspecify.annotations.Nullable;

/**
 * Whose server it is.
 *
 * @param user escaped; null where there is none
 * @param host unescaped, with its port
 */
record UrlAuthority(@Nullable String user, String host) {
  static UrlAuthority read(String scheme, String text) throws MalformedException {
    int at = text.lastIndexOf('@');
    String host = host(scheme, text.substring(at + 1));
    return new UrlAuthority(at < 0 ? null : user(text.substring(0, at)), host);
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
    ParsedAddress parsed;
    try {
      parsed = ParsedAddress.of(Quoted.fromBytes(address));
    } catch (MalformedException e) {
      throw new MalformedException("invalid host: " + e.getMessage());
    }
    if (parsed.address().four()) {
      throw new MalformedException("invalid IP-literal");
    }
    return "[" + address + "]" + text.substring(close + 1);
  }

  private static void requirePort(String text) throws MalformedException {
    if (!UrlParts.isPort(text)) {
      throw new MalformedException("invalid port " + Quoted.bytes(text) + " after host");
    }
  }
}
