package dev.breakwater.inventory.golang;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The flags handed to Go's linker, as the build information keeps them: quoted as a Go string where
 * they hold blanks; within, arguments are separated by blanks and may each be enclosed in quotes.
 */
final class LinkerFlags {
  /** Where Kubernetes keeps the version of all its programs. */
  private static final String KUBERNETES_PACKAGE = "k8s.io/component-base/version";

  private LinkerFlags() {}

  /**
   * The version given to the {@code version} variable, in any case, of the main package, or of a
   * package of the main module that is called so; with the {@code v} that Go's versions have. Other
   * variables ({@code goVersion}, {@code apiVersion}) need not mean the program, and a value that
   * is no release number says nothing.
   *
   * @param module the main module's path
   */
  static @Nullable String mainVersion(String setting, String module) {
    String version = null;
    List<String> arguments = split(unquote(setting));
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      String definition = null;
      if (argument.equals("-X") || argument.equals("--X")) {
        definition = ++i < arguments.size() ? arguments.get(i) : null;
      } else if (argument.startsWith("-X=") || argument.startsWith("--X=")) {
        definition = argument.substring(argument.indexOf('=') + 1);
      }
      int equals = definition == null ? -1 : definition.indexOf('=');
      if (definition != null && equals > 0 && isVersion(definition, equals, module)) {
        version = release(definition.substring(equals + 1)); // the linker, too, heeds the last
      }
    }
    return version;
  }

  /** Whether a variable, which ends at {@code end}, holds the version of the program. */
  private static boolean isVersion(String definition, int end, String module) {
    int dot = definition.lastIndexOf('.', end);
    if (dot < 0) {
      return false;
    }
    String variable = definition.substring(dot + 1, end);
    String path = definition.substring(0, dot);
    if (path.equals(KUBERNETES_PACKAGE)) {
      return module.equals("k8s.io/kubernetes") && variable.equals("gitVersion");
    }
    return variable.equalsIgnoreCase("version")
        && (path.equals("main")
            || (path.startsWith(module + "/")
                && (path.endsWith("/version") || path.endsWith("/dockerversion"))));
  }

  /**
   * {@code v1.2.3} for {@code 1.2.3} and the like, as Go would write it; null for anything else. A
   * distribution writes {@code 1.2.3~rc1} for a candidate, and {@code 1.2.3~ds1} for the release
   * without some of its files.
   */
  static @Nullable String release(String value) {
    if (value.length() > 128) {
      return null;
    }
    int at = value.startsWith("v") ? 1 : 0;
    for (int number = 0; number < 3; number++) {
      int start = at;
      while (at < value.length() && value.charAt(at) >= '0' && value.charAt(at) <= '9') {
        at++;
      }
      if (at == start) {
        return null;
      }
      if (number < 2) {
        if (at >= value.length() || value.charAt(at) != '.') {
          return null;
        }
        at++;
      }
    }
    String suffix = value.substring(at);
    if (suffix.startsWith("~")) {
      boolean candidate =
          suffix.startsWith("rc", 1)
              || suffix.startsWith("beta", 1)
              || suffix.startsWith("alpha", 1);
      suffix = (candidate ? "-" : "+") + suffix.substring(1);
    }
    if (!suffix.isEmpty() && !isSuffix(suffix)) {
      return null;
    }
    String version = (value.startsWith("v") ? "" : "v") + value.substring(0, at) + suffix;
    return version.startsWith("v0.0.0") ? null : version;
  }

  private static boolean isSuffix(String suffix) {
    if (suffix.charAt(0) != '-' && suffix.charAt(0) != '+') {
      return false;
    }
    for (int i = 1; i < suffix.length(); i++) {
      char c = suffix.charAt(i);
      boolean allowed =
          (c >= '0' && c <= '9')
              || (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || c == '-'
              || c == '.'
              || c == '+';
      if (!allowed) {
        return false;
      }
    }
    return suffix.length() > 1;
  }

  /** Undoes Go's quoting; what has no quotes stands for itself. */
  private static String unquote(String text) {
    if (text.length() < 2 || text.charAt(0) != '"') {
      boolean raw = text.length() >= 2 && text.charAt(0) == '`' && text.endsWith("`");
      return raw ? text.substring(1, text.length() - 1) : text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 1; i < text.length() - 1; i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        c = text.charAt(++i);
        // Blanks are all that matters here; other escapes cannot be part of a version.
        c = c == 'n' || c == 't' || c == 'r' ? ' ' : c;
      }
      plain.append(c);
    }
    return plain.toString();
  }

  private static List<String> split(String text) {
    List<String> arguments = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char first = text.charAt(at);
      if (isBlank(first)) {
        at++;
      } else if (first == '\'' || first == '"') {
        int end = text.indexOf(first, at + 1);
        if (end < 0) {
          return arguments;
        }
        arguments.add(text.substring(at + 1, end));
        at = end + 1;
      } else {
        int end = at;
        while (end < text.length() && !isBlank(text.charAt(end))) {
          end++;
        }
        arguments.add(text.substring(at, end));
        at = end;
      }
    }
    return arguments;
  }

  private static boolean isBlank(char character) {
    return character == ' ' || character == '\t' || character == '\n' || character == '\r';
  }
}
