package dev.breakwater.inventory.program;

import dev.breakwater.inventory.program.Evidence.Mark;
import dev.breakwater.inventory.program.Evidence.Stamp;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind of file, told by its name, that may hold a known program's version. The programs have the
 * names that Syft and Bitnami give them.
 *
 * @param name the whole of the file's name, but for digits and dots that may follow, as in {@code
 *     php8.2}; for a library, what its name starts with before it goes on to {@code .so}
 * @param evidence of its version; what is found first in this order counts
 */
record ProgramFile(String name, boolean library, List<Evidence> evidence) {
  private static final String PYTHON = "python";
  private static final String PYTHON_LIBRARY = "libpython";

  // What was only compiled against OpenSSL holds the same text, so no other program is asked.
  private static final Evidence[] OPENSSL = {
    Mark.of("openssl", "OpenSSL ", " #"),
    Mark.of("openssl", "OpenSSL ", "  #"),
    Mark.of("libressl", "LibreSSL ", "\0")
  };
  private static final Evidence[] NGINX = {
    Mark.of("nginx", "nginx version: nginx/", ""), Mark.of("nginx", "nginx version: openresty/", "")
  };
  private static final Evidence[] MARIADB_OR_MYSQL = {
    Mark.of("mariadb", "\0", "-MariaDB"), Mark.of("mysql", "/mysql-", "/")
  };
  private static final Evidence[] HAPROXY = {
    new Mark("haproxy", " version ", "", 2, ", released"),
    new Mark("haproxy", "HA-Proxy version ", "", 2, " ")
  };
  private static final Evidence NODE = Mark.of("node", "node.js/v", "");
  private static final Evidence HTTPD = Mark.of("httpd", "Apache/", "");
  private static final Evidence PHP = Mark.of("php", "X-Powered-By: PHP/", "\0");
  private static final Evidence RUBY = Mark.of("ruby", "ruby ", " (");
  private static final Evidence PERL = new Mark("perl", "\0v", "5.", 3, "\0");

  private static final ProgramFile[] ALL = {
    program("node", NODE),
    library("libnode", NODE),
    program(PYTHON),
    library(PYTHON_LIBRARY),
    program("openssl", OPENSSL),
    library("libcrypto", OPENSSL),
    library("libssl", OPENSSL),
    program("nginx", NGINX),
    // Which of these names is the file, and which are links to it, differs.
    program("redis-server", new Stamp("redis")),
    program("redis-check-rdb", new Stamp("redis")),
    program("redis-check-aof", new Stamp("redis")),
    program("valkey-server", new Stamp("valkey")),
    program("valkey-check-rdb", new Stamp("valkey")),
    program("valkey-check-aof", new Stamp("valkey")),
    program("postgres", new Mark("postgresql", "postgres (PostgreSQL) ", "", 1, "")),
    program("mariadbd", MARIADB_OR_MYSQL),
    program("mariadb", MARIADB_OR_MYSQL),
    program("mysqld", MARIADB_OR_MYSQL),
    program("mysql", MARIADB_OR_MYSQL),
    program("httpd", HTTPD),
    program("apache2", HTTPD),
    program("haproxy", HAPROXY),
    program("memcached", Mark.of("memcached", "memcached ", "")),
    program("php", PHP),
    program("php-cgi", PHP),
    program("php-fpm", PHP),
    library("libphp", PHP),
    program("ruby", RUBY),
    library("libruby", RUBY),
    program("perl", PERL),
    library("libperl", PERL),
    program("curl", Mark.of("curl", "curl/", "\0")),
    library("libcurl", Mark.of("curl", "libcurl/", "\0")),
    program("busybox", Mark.of("busybox", "BusyBox v", "")),
    program("bash", Mark.of("bash", "Bash version ", "(")),
  };

  /** By the letter that their names start with: nearly every file of an image is asked for. */
  private static final ProgramFile[][] BY_LETTER = byLetter();

  private static ProgramFile[][] byLetter() {
    ProgramFile[][] byLetter = new ProgramFile['z' - 'a' + 1][];
    for (int i = 0; i < byLetter.length; i++) {
      char letter = (char) ('a' + i);
      byLetter[i] =
          Arrays.stream(ALL)
              .filter(file -> file.name.charAt(0) == letter)
              .toArray(ProgramFile[]::new);
    }
    return byLetter;
  }

  private static ProgramFile program(String name, Evidence... evidence) {
    return new ProgramFile(name, false, List.of(evidence));
  }

  private static ProgramFile library(String name, Evidence... evidence) {
    return new ProgramFile(name, true, List.of(evidence));
  }

  /** What a path names; null where that is none of the known. */
  static @Nullable ProgramFile of(String path) {
    int from = path.lastIndexOf('/') + 1;
    int letter = from < path.length() ? path.charAt(from) - 'a' : -1;
    if (letter < 0 || letter >= BY_LETTER.length) {
      return null;
    }
    for (ProgramFile file : BY_LETTER[letter]) {
      if (path.startsWith(file.name, from) && file.namesWhole(path, from + file.name.length())) {
        return file;
      }
    }
    return null;
  }

  private boolean namesWhole(String path, int rest) {
    if (library) {
      int ending = path.indexOf(".so", rest);
      return ending >= 0 && (ending + 3 == path.length() || path.charAt(ending + 3) == '.');
    }
    int dots = 0;
    for (int i = rest; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c != '.' && !isDigit(c)) {
        return false;
      }
      dots += c == '.' ? 1 : 0;
    }
    // perl5.36.0 is another link to perl, and a layer would have to be read again to see it twice.
    return dots < 2;
  }

  /**
   * The evidence in a file of this kind. Python's version stands by itself, as others do that mean
   * something else, and is known by starting as the file's name ends.
   */
  List<Evidence> evidence(String path) {
    if (!name.equals(PYTHON) && !name.equals(PYTHON_LIBRARY)) {
      return evidence;
    }
    int from = path.lastIndexOf('/') + 1 + name.length();
    int end = from;
    int dots = 0;
    while (end < path.length() && (isDigit(path.charAt(end)) || path.charAt(end) == '.')) {
      if (path.charAt(end) == '.' && ++dots == 2) {
        break;
      }
      end++;
    }
    return dots > 0 && isDigit(path.charAt(end - 1))
        ? python(path.substring(from, end) + ".")
        : List.of();
  }

  /** A linker may have made the version the end of another text, such as where Python was built. */
  private static List<Evidence> python(String start) {
    return List.of(
        new Mark(PYTHON, "\0", start, 3, "\0"),
        new Mark(PYTHON, "/", start, 3, "\0"),
        new Mark(PYTHON, "-", start, 3, "\0"));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
