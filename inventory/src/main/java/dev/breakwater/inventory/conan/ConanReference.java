package dev.breakwater.inventory.conan;

import dev.breakwater.inventory.detection.PackageList;
import java.util.Map;

/**
 * A reference of Conan, {@code name/version@user/channel#recipe%time:package#build}, of which all
 * after the version may be missing. Packages with a user are not those of ConanCenter.
 *
 * @see <a href="https://docs.conan.io/2/reference/conanfile/attributes.html">Conan reference</a>
 */
final class ConanReference {
  private ConanReference() {}

  /** Adds the package that a reference names. */
  static void add(String reference, PackageList packages) {
    String plain = before(before(before(reference.strip(), '#'), '%'), ':');
    String recipe = before(plain, '@');
    int slash = recipe.indexOf('/');
    if (slash <= 0 || recipe.indexOf('/', slash + 1) >= 0) {
      packages.addImpossible();
      return;
    }
    packages.add(
        "conan",
        null,
        recipe.substring(0, slash),
        recipe.substring(slash + 1),
        owner(plain.substring(Math.min(plain.length(), recipe.length() + 1))));
  }

  private static Map<String, String> owner(String text) {
    int slash = text.indexOf('/');
    if (text.isEmpty() || text.equals("_/_")) {
      return Map.of();
    }
    return slash < 0
        ? Map.of("user", text)
        : Map.of("user", text.substring(0, slash), "channel", text.substring(slash + 1));
  }

  private static String before(String text, char end) {
    int at = text.indexOf(end);
    return at < 0 ? text : text.substring(0, at);
  }
}
