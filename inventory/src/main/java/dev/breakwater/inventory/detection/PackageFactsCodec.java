package dev.breakwater.inventory.detection;

import dev.breakwater.core.Distribution;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Problem;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import dev.breakwater.inventory.detection.PackageFacts.Ownership;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@link PackageFacts} as bytes, for the cache of layers already read.
 *
 * <p>A cache file can be damaged, so each count and length is checked before anything is allocated
 * for it, and whatever does not fit is an {@link IOException}.
 */
public final class PackageFactsCodec {
  /** Raised with every change of the form. */
  public static final int VERSION = 1;

  /** More packages than any distribution has; a file with more is cut off there. */
  public static final int MAX_PACKAGES = 200_000;

  /** Owned paths of one file that are kept at most, and the bound on every other count. */
  public static final int MAX_PATHS = 1_000_000;

  private static final int MAX_TEXT_BYTES = 1 << 20;
  private static final int MAX_QUALIFIERS = 100;

  private PackageFactsCodec() {}

  /** Writes facts. */
  public static void encode(PackageFacts facts, DataOutput out) throws IOException {
    out.writeInt(facts.packages().size());
    for (Candidate candidate : facts.packages()) {
      writePurl(candidate.purl(), out);
      writeText(candidate.name(), out);
      writeText(candidate.version(), out);
      SoftwarePackage.Source source = candidate.source();
      out.writeBoolean(source != null);
      if (source != null) {
        writeText(source.name(), out);
        writeText(source.version(), out);
      }
      writeText(candidate.path(), out);
    }
    out.writeInt(facts.ownerships().size());
    for (Ownership ownership : facts.ownerships()) {
      writeText(ownership.owner(), out);
      out.writeInt(ownership.paths().size());
      for (String path : ownership.paths()) {
        writeText(path, out);
      }
    }
    writeDistribution(facts.distribution(), out);
    out.writeInt(facts.problems().size());
    for (Problem problem : facts.problems()) {
      writeText(problem.where(), out);
      writeText(problem.what(), out);
    }
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IOException where the bytes are cut short or are something else
   */
  public static PackageFacts decode(DataInput in) throws IOException {
    try {
      List<Candidate> packages = readPackages(in);
      List<Ownership> ownerships = readOwnerships(in);
      Distribution distribution = readDistribution(in);
      int count = readCount(in, MAX_PATHS);
      List<Problem> problems = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        problems.add(new Problem(readText(in), readText(in)));
      }
      return new PackageFacts(packages, ownerships, distribution, problems);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IOException("cached package facts are damaged: " + e.getMessage(), e);
    }
  }

  private static List<Candidate> readPackages(DataInput in) throws IOException {
    int count = readCount(in, MAX_PACKAGES);
    List<Candidate> packages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      PackageUrl purl = readPurl(in);
      String name = readText(in);
      String version = readText(in);
      SoftwarePackage.Source source =
          in.readBoolean() ? new SoftwarePackage.Source(readText(in), readOptionalText(in)) : null;
      packages.add(new Candidate(purl, name, version, source, readText(in)));
    }
    return packages;
  }

  private static List<Ownership> readOwnerships(DataInput in) throws IOException {
    int count = readCount(in, MAX_PACKAGES);
    int left = MAX_PATHS;
    List<Ownership> ownerships = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String owner = readText(in);
      int pathCount = readCount(in, left);
      left -= pathCount;
      List<String> paths = new ArrayList<>();
      for (int j = 0; j < pathCount; j++) {
        paths.add(readText(in));
      }
      ownerships.add(new Ownership(owner, paths));
    }
    return ownerships;
  }

  private static void writePurl(PackageUrl purl, DataOutput out) throws IOException {
    writeText(purl.type(), out);
    writeText(purl.namespace(), out);
    writeText(purl.name(), out);
    writeText(purl.version(), out);
    out.writeInt(purl.qualifiers().size());
    for (Map.Entry<String, String> qualifier : purl.qualifiers().entrySet()) {
      writeText(qualifier.getKey(), out);
      writeText(qualifier.getValue(), out);
    }
    writeText(purl.subpath(), out);
  }

  private static PackageUrl readPurl(DataInput in) throws IOException {
    String type = readText(in);
    String namespace = readOptionalText(in);
    String name = readText(in);
    String version = readOptionalText(in);
    int count = readCount(in, MAX_QUALIFIERS);
    TreeMap<String, String> qualifiers = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      qualifiers.put(readText(in), readText(in));
    }
    return new PackageUrl(type, namespace, name, version, qualifiers, readOptionalText(in));
  }

  private static void writeDistribution(@Nullable Distribution distribution, DataOutput out)
      throws IOException {
    out.writeBoolean(distribution != null);
    if (distribution != null) {
      writeText(distribution.id(), out);
      writeText(distribution.idLike(), out);
      writeText(distribution.versionId(), out);
      writeText(distribution.codename(), out);
      writeText(distribution.name(), out);
      LocalDate end = distribution.endOfLife();
      writeText(end == null ? null : end.toString(), out);
    }
  }

  private static @Nullable Distribution readDistribution(DataInput in) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    String id = readText(in);
    String idLike = readOptionalText(in);
    String versionId = readOptionalText(in);
    String codename = readOptionalText(in);
    String name = readText(in);
    String end = readOptionalText(in);
    return new Distribution(
        id, idLike, versionId, codename, name, end == null ? null : LocalDate.parse(end));
  }

  private static void writeText(@Nullable String text, DataOutput out) throws IOException {
    if (text == null) {
      out.writeInt(-1);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_TEXT_BYTES) {
      throw new IOException("text of " + bytes.length + " bytes is too long for the cache");
    }
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInput in) throws IOException {
    String text = readOptionalText(in);
    if (text == null) {
      throw new IOException("cached package facts are damaged: a text is missing");
    }
    return text;
  }

  private static @Nullable String readOptionalText(DataInput in) throws IOException {
    int length = in.readInt();
    if (length == -1) {
      return null;
    }
    if (length < 0 || length > MAX_TEXT_BYTES) {
      throw new IOException("cached package facts are damaged: text of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static int readCount(DataInput in, int max) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > max) {
      throw new IOException("cached package facts are damaged: a count of " + count);
    }
    return count;
  }
}
