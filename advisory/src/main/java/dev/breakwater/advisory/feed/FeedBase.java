package dev.breakwater.advisory.feed;

import dev.breakwater.core.BreakwaterException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where feeds are: the public addresses, or a directory or URL with one layout for all of them:
 *
 * <pre>
 * osv/ECOSYSTEM/all.zip
 * alpine-secdb/RELEASE/REPOSITORY.json
 * wolfi/security.json  chainguard/security.json
 * kev/known_exploited_vulnerabilities.json
 * epss/epss_scores-current.csv.gz
 * jars/index.tsv.gz
 * </pre>
 */
sealed interface FeedBase {
  /**
   * OSV's export of an ecosystem, with all of its releases: OSV keeps those of single releases no
   * longer up to date.
   */
  Location osv(String ecosystem);

  /** Alpine's security database of a release's repository. */
  Location secdb(String release, String repository);

  /** The database of {@code wolfi} or {@code chainguard}. */
  Location security(String distribution);

  Location kev();

  Location epss();

  /** The index of published Java archives; empty for the public addresses, where nobody has one. */
  Optional<Location> artifacts();

  /** The list of known-bad files; empty for the public addresses, which name none. */
  Optional<Location> malware();

  /**
   * What there is, in the form that {@code db update} takes names in; empty where it cannot be
   * listed.
   */
  Optional<NavigableSet<String>> listed() throws BreakwaterException;

  /**
   * Reads what a user gave.
   *
   * @param base a directory, a {@code file:}, {@code http:} or {@code https:} URL; null for the
   *     public addresses
   */
  static FeedBase of(@Nullable String base) throws BreakwaterException {
    if (base == null) {
      return new Public();
    }
    if (base.startsWith("http://") || base.startsWith("https://")) {
      try {
        URI uri = new URI(base.endsWith("/") ? base : base + "/");
        if (uri.getHost() == null) {
          throw new BreakwaterException("The feed address \"" + base + "\" names no host.");
        }
        if (uri.getUserInfo() != null) {
          throw new BreakwaterException(
              "The feed address must not hold a user name or password, which would end up in the"
                  + " store and in reports.");
        }
        return new Remote(uri);
      } catch (URISyntaxException e) {
        throw new BreakwaterException("\"" + base + "\" is no URL: " + e.getReason() + ".", e);
      }
    }
    try {
      Path directory = base.startsWith("file:") ? Path.of(URI.create(base)) : Path.of(base);
      if (!Files.isDirectory(directory)) {
        throw new BreakwaterException(
            "There is no directory "
                + directory
                + ". Feeds are read from a directory or URL that holds osv/, alpine-secdb/, kev/"
                + " and epss/.");
      }
      return new Local(directory.toAbsolutePath().normalize());
    } catch (IllegalArgumentException | java.nio.file.FileSystemNotFoundException e) {
      throw new BreakwaterException("\"" + base + "\" is no directory or URL of feeds.", e);
    }
  }

  /** A directory. */
  record Local(Path directory) implements FeedBase {
    @Override
    public Location osv(String ecosystem) {
      return at("osv", ecosystem, "all.zip");
    }

    @Override
    public Location secdb(String release, String repository) {
      return at("alpine-secdb", release, repository + ".json");
    }

    @Override
    public Location security(String distribution) {
      return at(distribution, "security.json");
    }

    @Override
    public Location kev() {
      return at("kev", "known_exploited_vulnerabilities.json");
    }

    @Override
    public Location epss() {
      Path packed = directory.resolve("epss").resolve("epss_scores-current.csv.gz");
      Path plain = directory.resolve("epss").resolve("epss_scores-current.csv");
      return new Location.Local(!Files.exists(packed) && Files.exists(plain) ? plain : packed);
    }

    @Override
    public Optional<Location> artifacts() {
      Path packed = directory.resolve("jars").resolve("index.tsv.gz");
      Path plain = directory.resolve("jars").resolve("index.tsv");
      return Optional.of(
          new Location.Local(!Files.exists(packed) && Files.exists(plain) ? plain : packed));
    }

    @Override
    public Optional<Location> malware() {
      return Optional.of(new Location.Local(directory.resolve("malware").resolve("hashes.hsb")));
    }

    @Override
    public Optional<NavigableSet<String>> listed() throws BreakwaterException {
      NavigableSet<String> names = new TreeSet<>();
      for (String ecosystem : folders("osv")) {
        if (!ecosystem.equals("Alpine") && exists(osv(ecosystem))) {
          names.add(ecosystem);
        }
      }
      for (String release : folders("alpine-secdb")) {
        if (exists(secdb(release, "main"))) {
          names.add("Alpine:" + release);
        }
      }
      if (exists(security("wolfi"))) {
        names.add("Wolfi");
      }
      if (exists(security("chainguard"))) {
        names.add("Chainguard");
      }
      if (exists(kev())) {
        names.add(FeedUpdater.KEV);
      }
      if (exists(epss())) {
        names.add(FeedUpdater.EPSS);
      }
      if (artifacts().filter(Local::exists).isPresent()) {
        names.add(FeedUpdater.JARS);
      }
      if (malware().filter(Local::exists).isPresent()) {
        names.add(FeedUpdater.MALWARE);
      }
      return Optional.of(names);
    }

    private static boolean exists(Location location) {
      return location instanceof Location.Local(Path path) && Files.exists(path);
    }

    private NavigableSet<String> folders(String parent) throws BreakwaterException {
      NavigableSet<String> names = new TreeSet<>();
      Path place = directory.resolve(parent);
      if (!Files.isDirectory(place)) {
        return names;
      }
      try (DirectoryStream<Path> children = Files.newDirectoryStream(place)) {
        for (Path child : children) {
          names.add(child.getFileName().toString());
        }
      } catch (IOException | java.nio.file.DirectoryIteratorException e) {
        throw new BreakwaterException(
            "Tried to list the feeds in " + place + ": " + e.getMessage() + ".", e);
      }
      return names;
    }

    private Location at(String... names) {
      Path path = directory;
      for (String name : names) {
        try {
          path = path.resolve(name);
        } catch (InvalidPathException e) {
          return new Location.Local(directory.resolve("no-such-file"));
        }
      }
      return new Location.Local(path);
    }
  }

  /** A URL with the same layout as a directory. */
  record Remote(URI base) implements FeedBase {
    @Override
    public Location osv(String ecosystem) {
      return at(base, "osv", ecosystem, "all.zip");
    }

    @Override
    public Location secdb(String release, String repository) {
      return at(base, "alpine-secdb", release, repository + ".json");
    }

    @Override
    public Location security(String distribution) {
      return at(base, distribution, "security.json");
    }

    @Override
    public Location kev() {
      return at(base, "kev", "known_exploited_vulnerabilities.json");
    }

    @Override
    public Location epss() {
      return at(base, "epss", "epss_scores-current.csv.gz");
    }

    @Override
    public Optional<Location> artifacts() {
      return Optional.of(at(base, "jars", "index.tsv.gz"));
    }

    @Override
    public Optional<Location> malware() {
      return Optional.of(at(base, "malware", "hashes.hsb"));
    }

    @Override
    public Optional<NavigableSet<String>> listed() {
      return Optional.empty();
    }
  }

  /** The owners' own addresses. */
  record Public() implements FeedBase {
    @Override
    public Location osv(String ecosystem) {
      return at(
          URI.create("https://osv-vulnerabilities.storage.googleapis.com/"), ecosystem, "all.zip");
    }

    @Override
    public Location secdb(String release, String repository) {
      return at(URI.create("https://secdb.alpinelinux.org/"), release, repository + ".json");
    }

    @Override
    public Location security(String distribution) {
      return new Location.Remote(
          URI.create(
              distribution.equals("wolfi")
                  ? "https://packages.wolfi.dev/os/security.json"
                  : "https://packages.cgr.dev/chainguard/security.json"));
    }

    @Override
    public Location kev() {
      return new Location.Remote(
          URI.create(
              "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json"));
    }

    @Override
    public Location epss() {
      return new Location.Remote(URI.create("https://epss.cyentia.com/epss_scores-current.csv.gz"));
    }

    @Override
    public Optional<Location> artifacts() {
      return Optional.empty();
    }

    @Override
    public Optional<Location> malware() {
      return Optional.empty();
    }

    @Override
    public Optional<NavigableSet<String>> listed() {
      return Optional.empty();
    }
  }

  /** The address of a path whose segments may hold any character. */
  private static Location at(URI base, String... segments) {
    StringBuilder path = new StringBuilder();
    for (String segment : segments) {
      if (!path.isEmpty()) {
        path.append('/');
      }
      for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
        char c = (char) (b & 0xff);
        if (c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0)) {
          path.append(c);
        } else {
          path.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
        }
      }
    }
    return new Location.Remote(base.resolve(path.toString()));
  }
}
