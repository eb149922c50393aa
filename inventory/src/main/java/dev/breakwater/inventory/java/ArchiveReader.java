package dev.breakwater.inventory.java;

import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Problem;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads one archive and all that are nested in it.
 *
 * <p>Archives are opened by {@link ZipFile}, because what that finds in them is what the JVM would
 * run. A nested archive is copied to a temporary file, which has lost its name before it is read,
 * so that not even a killed scan leaves it behind. Disk holds one such file for each level of
 * nesting. The limits count all archives together: a few bytes can name each other often, but not
 * make this read more. Used by one thread, once.
 */
final class ArchiveReader {
  private static final int MAX_DESCRIPTION_BYTES = 4 << 20;
  private static final int MAX_MANIFEST_BYTES = 1 << 20;
  private static final int MAX_NAME_LENGTH = 2048;
  private static final int MAX_PACKAGES = 100_000;

  /**
   * How many entries may be looked up, each counted as many times as its archive has entries,
   * because hostile names all have the same hash. Real archives need a hundredth.
   */
  private static final long MAX_LOOKUPS = 10_000_000_000L;

  private static final String MAVEN_DIRECTORY = "META-INF/maven/";

  private final ArchiveLimits limits;
  private final Path copies;
  private final Set<Candidate> packages = new LinkedHashSet<>();
  private final List<Problem> problems = new ArrayList<>();
  private final byte[] buffer = new byte[64 * 1024];
  private int problemsLeftOut;
  private int archivesLeft;
  private int directoryBytesLeft;
  private long inflatedBytesLeft;
  private long lookupsLeft = MAX_LOOKUPS;

  /**
   * Makes a reader.
   *
   * @param copies directory for temporary copies of nested archives
   * @param size of the outermost archive in bytes
   */
  ArchiveReader(ArchiveLimits limits, Path copies, long size) {
    this.limits = limits;
    this.copies = copies;
    this.archivesLeft = limits.archives();
    this.directoryBytesLeft = limits.directoryBytes();
    this.inflatedBytesLeft = limits.inflatedBytes(size);
  }

  /**
   * Reads the archive.
   *
   * @param path what to call it
   * @throws IOException where the archive itself cannot be read; trouble inside it is among the
   *     facts' problems
   */
  PackageFacts read(Path file, String path) throws IOException {
    directoryBytesLeft -= CentralDirectory.check(file, directoryBytesLeft);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      read(zip, path, 1, () -> sha1(file));
    } catch (IllegalArgumentException e) {
      throw new IOException("not a readable zip archive: " + e.getMessage(), e);
    }
    if (problemsLeftOut > 0) {
      problems.add(new Problem(path, problemsLeftOut + " more problems inside it are not listed"));
    }
    return PackageFacts.of(List.copyOf(packages), problems);
  }

  /** The SHA-1 of an archive's bytes, by which indexes of published artifacts know it. */
  private interface Fingerprint {
    String hex() throws IOException;
  }

  private String sha1(Path file) throws IOException {
    MessageDigest digest = sha1();
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-1", e);
    }
  }

  /** What matters in an archive. */
  private static final class Contents {
    final Map<String, ZipEntry> propertiesByDirectory = new LinkedHashMap<>();
    final Map<String, ZipEntry> pomsByDirectory = new LinkedHashMap<>();
    final Map<String, ZipEntry> archives = new LinkedHashMap<>();
    @Nullable ZipEntry manifest;
    boolean classes;
  }

  private void read(ZipFile zip, String path, int depth, Fingerprint fingerprint) {
    Contents contents = survey(zip, path);
    List<MavenCoordinates> artifacts = describedArtifacts(zip, contents, path);
    for (MavenCoordinates artifact : artifacts) {
      add(artifact.at(path));
    }
    if (contents.classes || !contents.archives.isEmpty()) {
      addUndescribed(zip, contents, artifacts, path, fingerprint);
    }
    for (ZipEntry nested : contents.archives.values()) {
      readNested(zip, nested, path + "!/" + nested.getName(), depth + 1);
    }
  }

  private void add(Candidate candidate) {
    if (packages.size() < MAX_PACKAGES) {
      packages.add(candidate);
    } else {
      problem(candidate.path(), "more than " + MAX_PACKAGES + " packages; the rest is left out");
    }
  }

  private void problem(String where, String what) {
    if (problems.size() < limits.problems()) {
      problems.add(new Problem(where, what));
    } else {
      problemsLeftOut++;
    }
  }

  private Contents survey(ZipFile zip, String path) {
    Contents contents = new Contents();
    int more = 0;
    Enumeration<? extends ZipEntry> entries = zip.entries();
    while (entries.hasMoreElements()) {
      ZipEntry entry = entries.nextElement();
      String name = entry.getName();
      if (name.endsWith(".class")) {
        contents.classes = true;
      } else if (isMaven(name)) {
        String directory = name.substring(0, name.lastIndexOf('/'));
        boolean full =
            contents.propertiesByDirectory.size() + contents.pomsByDirectory.size()
                > 2 * MAX_PACKAGES;
        if (full) {
          more++;
        } else if (name.endsWith("/pom.properties")) {
          contents.propertiesByDirectory.putIfAbsent(directory, entry);
        } else if (name.endsWith("/pom.xml")) {
          contents.pomsByDirectory.putIfAbsent(directory, entry);
        }
      } else if (name.equalsIgnoreCase("META-INF/MANIFEST.MF")) {
        contents.manifest = contents.manifest == null ? entry : contents.manifest;
      } else if (ArchiveName.isArchive(name) && entry.getSize() != 0) {
        if (name.length() > MAX_NAME_LENGTH) {
          problem(
              path, "holds an archive with a name of " + name.length() + " characters, not read");
        } else if (contents.archives.size() < limits.archives()) {
          contents.archives.putIfAbsent(name, entry);
        } else {
          more++;
        }
      }
    }
    if (more > 0) {
      problem(path, "holds " + more + " archives or Maven descriptions more than are read");
    }
    return contents;
  }

  /** Whether this lies where the JVM would see it as a description of what it runs. */
  private static boolean isMaven(String name) {
    int at = name.indexOf(MAVEN_DIRECTORY);
    return at == 0
        || (at > 0
            && (name.startsWith("BOOT-INF/classes/")
                || name.startsWith("WEB-INF/classes/")
                || name.startsWith("APP-INF/classes/"))
            && at == name.indexOf('/', 9) + 1);
  }

  /** The artifacts that Maven's descriptions name, each once. */
  private List<MavenCoordinates> describedArtifacts(ZipFile zip, Contents contents, String path) {
    Set<MavenCoordinates> artifacts = new LinkedHashSet<>();
    Set<String> directories = new TreeSet<>(contents.propertiesByDirectory.keySet());
    directories.addAll(contents.pomsByDirectory.keySet());
    for (String directory : directories) {
      MavenCoordinates artifact = null;
      ZipEntry properties = contents.propertiesByDirectory.get(directory);
      if (properties != null) {
        artifact = described(zip, properties, path, PomProperties::read);
      }
      ZipEntry pom = contents.pomsByDirectory.get(directory);
      if (artifact == null && pom != null) {
        artifact = described(zip, pom, path, document -> PomDocument.read(document).coordinates());
      }
      if (artifact != null) {
        artifacts.add(artifact);
      }
    }
    return List.copyOf(artifacts);
  }

  /** Reads coordinates. */
  private interface Description {
    @Nullable MavenCoordinates read(byte[] document) throws IOException;
  }

  private @Nullable MavenCoordinates described(
      ZipFile zip, ZipEntry entry, String path, Description description) {
    try {
      return description.read(content(zip, entry, MAX_DESCRIPTION_BYTES));
    } catch (IOException e) {
      problem(path + "!/" + entry.getName(), "cannot be read: " + e.getMessage());
      return null;
    }
  }

  private byte[] content(ZipFile zip, ZipEntry entry, int maxBytes) throws IOException {
    try (InputStream in = open(zip, entry)) {
      byte[] content = in.readNBytes(maxBytes + 1);
      if (content.length > maxBytes) {
        throw new IOException("it is longer than " + maxBytes + " bytes");
      }
      spend(content.length);
      return content;
    }
  }

  private InputStream open(ZipFile zip, ZipEntry entry) throws IOException {
    lookupsLeft -= zip.size();
    if (lookupsLeft < 0) {
      throw new IOException("the whole archive has too many entries that would have to be read");
    }
    InputStream in = zip.getInputStream(entry);
    if (in == null) {
      throw new IOException("the entry cannot be found again by its name");
    }
    return in;
  }

  private void spend(long bytes) throws IOException {
    inflatedBytesLeft -= bytes;
    if (inflatedBytesLeft < 0) {
      throw new IOException("what the whole archive holds is too much when inflated");
    }
  }

  /**
   * Lists the archive itself where nothing describes it, or where what is described in it, having
   * neither its name nor its version, was only shaded into it.
   */
  private void addUndescribed(
      ZipFile zip,
      Contents contents,
      List<MavenCoordinates> artifacts,
      String path,
      Fingerprint fingerprint) {
    ArchiveName name = ArchiveName.of(path);
    for (MavenCoordinates artifact : artifacts) {
      if (name.version() == null
          || artifact.artifactId().equals(name.artifact())
          || artifact.version().equals(name.version())) {
        return;
      }
    }
    Manifest manifest = manifest(zip, contents, path);
    String version = name.version() != null ? name.version() : manifest.version();
    MavenCoordinates known = version == null ? null : known(zip, name, version, manifest);
    if (known != null) {
      add(known.at(path));
      return;
    }
    PackageUrl purl = PackageUrl.of("maven", null, name.artifact(), version);
    try {
      purl = purl.with("checksum", "sha1:" + fingerprint.hex());
    } catch (IOException e) {
      problem(path, "cannot be read again: " + e.getMessage());
    }
    add(new Candidate(purl, name.artifact(), version == null ? "" : version, null, path));
  }

  private static @Nullable MavenCoordinates known(
      ZipFile zip, ArchiveName name, String version, Manifest manifest) {
    KnownArtifact known =
        KnownArtifact.claimed(name.artifact(), version, manifest.get("Automatic-Module-Name"));
    if (known == null || (known.witness() != null && zip.getEntry(known.witness()) == null)) {
      return null;
    }
    return MavenCoordinates.of(known.groupId(), known.artifactId(), version);
  }

  private Manifest manifest(ZipFile zip, Contents contents, String path) {
    ZipEntry entry = contents.manifest;
    if (entry == null) {
      return Manifest.read(new byte[0]);
    }
    try (InputStream in = open(zip, entry)) {
      byte[] content = in.readNBytes(MAX_MANIFEST_BYTES);
      spend(content.length);
      return Manifest.read(content);
    } catch (IOException e) {
      problem(path + "!/" + entry.getName(), "cannot be read: " + e.getMessage());
      return Manifest.read(new byte[0]);
    }
  }

  private void readNested(ZipFile outer, ZipEntry entry, String path, int depth) {
    if (inflatedBytesLeft < 0 || archivesLeft < 0) {
      return; // said once, where the limit was reached
    }
    if (depth > limits.depth()) {
      problem(path, "not opened: archives are nested more than " + limits.depth() + " deep here");
      return;
    }
    if (--archivesLeft < 0) {
      problem(path, "not opened, nor those after it: more than " + limits.archives() + " archives");
      return;
    }
    try {
      Path copy = Files.createTempFile(copies, "breakwater-", ".jar");
      try {
        String sha1 = copy(outer, entry, copy);
        int directoryBytes = CentralDirectory.check(copy, directoryBytesLeft);
        directoryBytesLeft -= directoryBytes;
        try (ZipFile zip = new ZipFile(copy.toFile(), ZipFile.OPEN_READ | ZipFile.OPEN_DELETE)) {
          read(zip, path, depth, () -> sha1);
        } finally {
          directoryBytesLeft += directoryBytes;
        }
      } finally {
        Files.deleteIfExists(copy);
      }
    } catch (IOException | IllegalArgumentException e) {
      problem(path, "this archive inside an archive cannot be read: " + e.getMessage());
    }
  }

  /** Copies the archive, and says its SHA-1. */
  private String copy(ZipFile outer, ZipEntry entry, Path copy) throws IOException {
    MessageDigest digest = sha1();
    try (InputStream in = open(outer, entry);
        OutputStream out = Files.newOutputStream(copy)) {
      while (true) {
        int count = in.read(buffer);
        if (count < 0) {
          return HexFormat.of().formatHex(digest.digest());
        }
        spend(count);
        digest.update(buffer, 0, count);
        out.write(buffer, 0, count);
      }
    }
  }
}
