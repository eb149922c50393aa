package dev.breakwater.inventory.program;

import dev.breakwater.inventory.program.Evidence.Mark;
import dev.breakwater.inventory.program.Evidence.Stamp;
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
  private static final String PERL_PROGRAM = "perl";
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
    program(PERL_PROGRAM, PERL),
    library("libperl", PERL),
    program("curl", Mark.of("curl", "curl/", "\0")),
    library("libcurl", Mark.of("curl", "libcurl/", "\0")),
    program("busybox", Mark.of("busybox", "BusyBox v", "")),
    program("bash", Mark.of("bash", "Bash version ", "(")),
  };

  private static ProgramFile program(String name, Evidence... evidence) {
    return new ProgramFile(name, false, List.of(evidence));
  }

  private static ProgramFile library(String name, Evidence... evidence) {
    return new ProgramFile(name, true, List.of(evidence));
  }

  /** What a path names; null where that is none of the known. */
  static @Nullable ProgramFile of(String path) {
    int from = path.lastIndexOf('/') + 1;
    for (ProgramFile file : ALL) {
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
    if (name.equals(PERL_PROGRAM)) {
      // Perl always installs itself under a second name, perl5.36.0, a hard link to the first.
      // Wanting both would have the lowest layer of every Debian image fetched and read twice.
      return rest == path.length();
    }
    for (int i = rest; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c != '.' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
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
