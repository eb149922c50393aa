package dev.breakwater.advisory.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.breakwater.advisory.mirror.ArchiveCache;
import dev.breakwater.advisory.mirror.Gpg;
import dev.breakwater.advisory.mirror.LoopbackServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/**
 * A Debian archive made on the spot: packed by {@code dpkg-source} or {@code tar}, indexed here or
 * by {@code apt-ftparchive}, signed by a real {@code gpg}, and served on loopback.
 */
final class SignedArchive implements AutoCloseable {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'UTC'", Locale.ROOT);

  final Path directory;
  final Gpg gpg;
  final List<String> requests;
  final Map<String, LoopbackServer.Answer> answers;

  /** The lines of a Release file before its digests. */
  String suite = "oldstable-security";

  String codename = "bookworm-security";
  Instant date = Instant.now().minus(Duration.ofHours(2));
  Instant validUntil = Instant.now().plus(Duration.ofDays(6));
  String dists = "dists/bookworm-security";
  final List<String> sources = new ArrayList<>();
  final List<String> packages = new ArrayList<>();

  private final LoopbackServer server;

  SignedArchive(Path work, Gpg gpg) throws IOException {
    this.directory = Files.createDirectories(work.resolve("archive"));
    this.gpg = gpg;
    server = LoopbackServer.plain(directory, "/debian/");
    requests = server.requests;
    answers = server.answers;
  }

  String uri() {
    return server.uri();
  }

  void write(String path, byte[] content) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  byte[] read(String path) throws IOException {
    return Files.readAllBytes(directory.resolve(path));
  }

  /** Adds a source package of format 3.0 (quilt) with only the part that holds the changelog. */
  void addSource(String name, String version, String changelog) throws Exception {
    String part = name + "_" + withoutEpoch(version) + ".debian.tar.xz";
    byte[] tarball = Tar.xz(Map.of("debian/changelog", changelog.getBytes(UTF_8)));
    addSource(name, version, Map.of(part, tarball));
  }

  void addSource(String name, String version, Map<String, byte[]> parts) throws IOException {
    String pool = "pool/main/" + name.charAt(0) + "/" + name;
    StringBuilder stanza = new StringBuilder();
    stanza.append("Package: ").append(name).append("\nBinary: ").append(name);
    stanza.append("\nVersion: ").append(version).append("\nFormat: 3.0 (quilt)");
    stanza.append("\nDirectory: ").append(pool).append("\nChecksums-Sha256:\n");
    for (Map.Entry<String, byte[]> part : new TreeMap<>(parts).entrySet()) {
      write(pool + "/" + part.getKey(), part.getValue());
      stanza.append(' ').append(sha256(part.getValue())).append(' ');
      stanza.append(part.getValue().length).append(' ').append(part.getKey()).append('\n');
    }
    sources.add(stanza.toString());
  }

  static String withoutEpoch(String version) {
    return version.substring(version.indexOf(':') + 1);
  }

  /** Writes the indexes and the signed Release files. */
  void publish(String key) throws Exception {
    Map<String, byte[]> files = new TreeMap<>();
    addIndex(files, "main/source/Sources", sources);
    if (!packages.isEmpty()) {
      addIndex(files, "main/binary-amd64/Packages", packages);
    }
    publish(key, files);
  }

  private static void addIndex(Map<String, byte[]> files, String path, List<String> stanzas)
      throws IOException {
    byte[] plain = String.join("\n", stanzas).getBytes(UTF_8);
    files.put(path, plain);
    files.put(path + ".xz", xz(plain));
    files.put(path + ".gz", gzip(plain));
  }

  void publish(String key, Map<String, byte[]> files) throws Exception {
    StringBuilder release = new StringBuilder("Origin: Test\nLabel: Test-Security\n");
    release.append("Suite: ").append(suite).append("\nCodename: ").append(codename);
    release.append("\nDate: ").append(date(date));
    if (validUntil != null) {
      release.append("\nValid-Until: ").append(date(validUntil));
    }
    release.append("\nArchitectures: amd64\nComponents: main\nSHA256:\n");
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      write(dists + "/" + file.getKey(), file.getValue());
      release.append(' ').append(sha256(file.getValue())).append(' ');
      release.append(file.getValue().length).append(' ').append(file.getKey()).append('\n');
    }
    sign(key, release.toString());
  }

  void sign(String key, String release) throws Exception {
    write(dists + "/Release", release.getBytes(UTF_8));
    Path file = directory.resolve(dists + "/Release");
    write(dists + "/InRelease", gpg.clearSign(key, file));
    write(dists + "/Release.gpg", gpg.detachedSign(key, file));
  }

  private static String date(Instant time) {
    return DATE.format(ZonedDateTime.ofInstant(time, ZoneOffset.UTC));
  }

  static String sha256(byte[] content) {
    return HexFormat.of().formatHex(ArchiveCache.newSha256().digest(content));
  }

  static byte[] xz(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream packed = new XZOutputStream(out, new LZMA2Options(1))) {
      packed.write(content);
    }
    return out.toByteArray();
  }

  static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream packed = new GZIPOutputStream(out)) {
      packed.write(content);
    }
    return out.toByteArray();
  }

  @Override
  public void close() {
    server.close();
  }
}
