package dev.breakwater.posture.cel.library;

import static dev.breakwater.posture.cel.library.LibraryFunction.global;
import static dev.breakwater.posture.cel.library.LibraryFunction.member;
import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.STRING;

import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import java.util.List;

/**
 * {@code url} and its parts.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-url-library">Kubernetes
 *     URL library</a>
 */
final class UrlLibrary {
  static final Kind<Url> URL = Kind.opaque("kubernetes.URL", Url.class);

  private UrlLibrary() {}

  static List<LibraryFunction> functions() {
    return List.of(
        global("url", "string_to_url", Kind.TEXT, URL.type(), CallCost.TRAVERSAL, UrlLibrary::url),
        global("isURL", "is_url_string", Kind.TEXT, BOOL, CallCost.NOMINAL, UrlLibrary::isUrl),
        member("getScheme", "url_get_scheme", URL, STRING, Url::scheme),
        member("getHost", "url_get_host", URL, STRING, Url::host),
        member("getHostname", "url_get_hostname", URL, STRING, Url::hostname),
        member("getPort", "url_get_port", URL, STRING, Url::port),
        member("getEscapedPath", "url_get_escaped_path", URL, STRING, Url::escapedPath),
        member(
            "getQuery",
            "url_get_query",
            URL,
            MapType.create(STRING, ListType.create(STRING)),
            Url::query));
  }

  private static Object url(String text) throws MalformedException {
    try {
      return Url.parse(text);
    } catch (MalformedException e) {
      throw new MalformedException(
          "URL parse error during conversion from string: " + e.getMessage());
    }
  }

  private static Object isUrl(String text) {
    try {
      Url.check(text);
      return true;
    } catch (MalformedException _) {
      return false;
    }
  }
}
