package dev.breakwater.posture.cel.library;

import org.jspecify.annotations.Nullable;

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
record UrlParts(
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
  static UrlParts read(String bytes, boolean request) throws MalformedException {
    try {
      return of(bytes, request);
    } catch (MalformedException e) {
      throw fault(bytes, e);
    }
  }

  static MalformedException fault(String bytes, MalformedException why) {
    return new MalformedException("parse " + Quoted.bytes(bytes) + ": " + why.getMessage());
  }

  private static UrlParts of(String bytes, boolean request) throws MalformedException {
    for (int i = 0; i < bytes.length(); i++) {
      if (bytes.charAt(i) < ' ' || bytes.charAt(i) == 0x7F) {
        throw new MalformedException("net/url: invalid control character in URL");
      }
    }
    if (bytes.isEmpty() && request) {
      throw new MalformedException("empty url");
    }
    if (bytes.equals("*")) {
      return new UrlParts("", "", false, null, "", "*", "*", false, "");
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
        return new UrlParts(scheme, rest, false, null, "", "", "", questionMark, query);
      }
      requireRelative(rest, request);
    }
    boolean triple = !request && rest.startsWith("///");
    boolean hasSlashes = rest.startsWith("//") && (!scheme.isEmpty() || !(request || triple));
    int path = hasSlashes ? rest.indexOf('/', 2) : 0;
    UrlAuthority authority =
        hasSlashes
            ? UrlAuthority.read(scheme, rest.substring(2, path < 0 ? rest.length() : path))
            : new UrlAuthority(null, "");
    String written = path < 0 ? "" : rest.substring(path);
    return new UrlParts(
        scheme,
        "",
        hasSlashes,
        authority.user(),
        authority.host(),
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
