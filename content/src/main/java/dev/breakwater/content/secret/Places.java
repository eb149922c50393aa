package dev.breakwater.content.secret;

/**
 * What a path says about the file: whether it can be text, and whether the whole world has it
 * already, because a package brought it. Keys in the tests and examples of published packages are
 * no secrets, and their code is full of names such as {@code token}.
 *
 * <p>Below {@code usr/share} there are also the directories that images of servers expect their
 * users to fill; those are the image's own. A {@code lib} at the root is one of a distribution only
 * as far as its parts are: in a checkout of sources it is the code itself.
 */
enum Places {
  /** The image's own files. */
  ORDINARY,
  /** Tests and examples among them: what looks like a password is mostly made up. */
  TRIAL,
  /** Code of a package that a package manager installed. */
  INSTALLED,
  /** Tests, examples and documentation of such a package. */
  PUBLISHED;

  /** Where package managers put what they install. */
  private static final String[] TREES = {
    "usr/lib/",
    "usr/share/",
    "usr/libexec/",
    "usr/local/go/",
    "usr/include/",
    "share/",
    "lib/apk/",
    "lib/firmware/",
    "lib/modules/",
    "lib/systemd/",
    "lib/udev/",
    "etc/chromium.d/",
  };

  /** What users of images fill themselves, below the trees of packages. */
  private static final String[] OWN = {
    "usr/share/nginx/",
    "usr/share/elasticsearch/config/",
    "usr/share/opensearch/config/",
    "usr/share/kibana/config/",
    "usr/share/logstash/config/",
    "usr/share/logstash/pipeline/",
    "usr/share/filebeat/",
    "usr/share/jenkins/ref/",
    "usr/share/tomcat",
    "usr/lib/cgi-bin/",
  };

  private static final String[] TREES_ANYWHERE = {
    "/lib/python2",
    "/lib/python3",
    "/lib/ruby/",
    "/lib/jvm/",
    "/google-cloud-sdk/",
    "/share/doc/",
    "/site-packages/",
    "/dist-packages/",
    "/node_modules/",
    "/pkg/mod/",
    "/gems/",
    "/lib/python2",
    "/lib/python3",
    "/lib/ruby/",
    "/.cargo/registry/",
  };

  /** Each with its slashes, so that it is a whole directory. */
  private static final String[] EXAMPLES = {
    "/test/",
    "/tests/",
    "/testing/",
    "/testdata/",
    "/test_data/",
    "/spec/",
    "/specs/",
    "/__tests__/",
    "/fixtures/",
    "/example/",
    "/examples/",
    "/doc/",
    "/docs/",
    "/benchmark/",
    "/demo/",
    "/dummyserver/",
  };

  /** What is published as it is, or made up by the kernel. */
  private static final String[] NEVER = {
    "proc/",
    "sys/",
    "dev/",
    "usr/share/doc/",
    "usr/share/man/",
    "usr/share/info/",
    "usr/share/locale/",
    "usr/share/i18n/",
    "usr/share/zoneinfo/",
    "usr/share/ca-certificates/",
    "usr/share/perl/",
    "usr/include/",
    "var/lib/dpkg/",
    "var/lib/apt/lists/",
    "lib/apk/db/",
    "usr/lib/apk/db/",
  };

  /** Extensions by their length. */
  private static final String[][] NEVER_TEXT = {
    {},
    {"a", "o", "z", "Z"},
    {"so", "gz", "xz", "mo", "ko", "7z", "la", "qm"},
    {
      "jar", "war", "ear", "zip", "tar", "bz2", "zst", "tgz", "lz4", "rpm", "deb", "apk", "whl",
          "egg",
      "gem", "png", "jpg", "gif", "ico", "bmp", "svg", "pdf", "ttf", "otf", "eot", "mp3", "mp4",
          "ogg",
      "wav", "avi", "mov", "pyc", "pyo", "pyd", "dll", "exe", "img", "iso", "elc", "gmo", "afm",
          "pfb",
      "cmi", "cmo", "cmx", "hyb"
    },
    {"woff", "webp", "jpeg", "tiff", "jmod", "beam", "rlib", "wasm", "lzma", "docx", "xlsx"},
    {"woff2", "class", "dylib", "nupkg", "rmeta"},
    {"sqlite"},
    {"typelib", "md5sums", "parquet"},
    {"squashfs"},
  };

  static Places of(String path) {
    String rooted = "/" + path;
    boolean trial = isTest(path) || containsAny(rooted, EXAMPLES);
    if (isInstalled(path, rooted)) {
      return trial ? PUBLISHED : INSTALLED;
    }
    return trial ? TRIAL : ORDINARY;
  }

  private static boolean isInstalled(String path, String rooted) {
    return (startsWithAny(path, TREES) && !startsWithAny(path, OWN))
        || containsAny(rooted, TREES_ANYWHERE);
  }

  /**
   * Whether a file is called as tests are: {@code client_test.go}, {@code test_client.py}, {@code
   * client.test.js}, {@code ClientTest.java}.
   */
  private static boolean isTest(String path) {
    int start = path.lastIndexOf('/') + 1;
    int dot = path.lastIndexOf('.');
    if (dot <= start) {
      return false;
    }
    return path.startsWith("test_", start)
        || path.startsWith("_test", dot - 5)
        || path.startsWith(".test", dot - 5)
        || path.startsWith(".spec", dot - 5)
        || path.startsWith("Test.", dot - 4)
        || path.startsWith("Tests.", dot - 5);
  }

  private static boolean startsWithAny(String path, String[] trees) {
    for (String tree : trees) {
      if (path.startsWith(tree)) {
        return true;
      }
    }
    return false;
  }

  private static boolean containsAny(String path, String[] parts) {
    for (String part : parts) {
      if (path.contains(part)) {
        return true;
      }
    }
    return false;
  }

  static boolean isNeverSearched(String path) {
    return startsWithAny(path, NEVER);
  }

  /**
   * Whether an extension is one that no text has, or only text that nobody writes: called for every
   * file, so it takes no more than a few comparisons and makes no objects.
   *
   * @param slash position of the last slash, or -1
   * @param dot position of the last dot
   */
  static boolean isNeverText(String path, int slash, int dot) {
    int length = path.length() - dot - 1;
    if (length < NEVER_TEXT.length) {
      for (String extension : NEVER_TEXT[length]) {
        if (path.startsWith(extension, dot + 1)) {
          return true;
        }
      }
    }
    // The version of a library: libssl.so.3.
    return path.indexOf(".so.", slash + 1) > 0 && Text.isDigit(path.charAt(path.length() - 1));
  }
}
