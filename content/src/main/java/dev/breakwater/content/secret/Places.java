package dev.breakwater.content.secret;

/**
 * What a path says about the file: whether it can be text, and whether the whole world has it
 * already, because a package brought it. Keys in the tests and examples of published packages are
 * no secrets, and their code is full of names such as {@code token}.
 */
enum Places {
  /** The image's own files. */
  ORDINARY,
  /** Code of a package that a package manager installed. */
  INSTALLED,
  /** Tests, examples and documentation of such a package. */
  PUBLISHED;

  /** Where package managers put what they install. */
  private static final String[] TREES = {
    "usr/lib/",
    "usr/share/",
    "usr/libexec/",
    "lib/",
    "usr/local/lib/python",
    "usr/local/lib/ruby",
    "usr/local/go/",
    "usr/local/lib/node_modules/",
    "usr/include/",
  };

  private static final String[] TREES_ANYWHERE = {
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
    if (!isInstalled(path)) {
      return ORDINARY;
    }
    for (String part : EXAMPLES) {
      if (path.contains(part)) {
        return PUBLISHED;
      }
    }
    return INSTALLED;
  }

  private static boolean isInstalled(String path) {
    for (String tree : TREES) {
      if (path.startsWith(tree)) {
        return true;
      }
    }
    for (String tree : TREES_ANYWHERE) {
      if (path.contains(tree)) {
        return true;
      }
    }
    return path.startsWith("node_modules/");
  }

  static boolean isNeverSearched(String path) {
    for (String tree : NEVER) {
      if (path.startsWith(tree)) {
        return true;
      }
    }
    return false;
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
