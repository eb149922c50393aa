package dev.breakwater.inventory.dpkg;

import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.BoundedContent;
import dev.breakwater.inventory.detection.Complaints;
import dev.breakwater.inventory.detection.PackageDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import dev.breakwater.inventory.detection.PackageFactsCodec;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Packages of Debian and its derivatives: dpkg's database {@code var/lib/dpkg/status}, and the
 * directory {@code status.d} that distroless images have instead, one stanza a file.
 *
 * <p>A package counts where dpkg says that its files are there, fully or in part: every state but
 * {@code not-installed} and {@code config-files}. As dpkg itself does, it takes a stanza of {@code
 * status} without a {@code Status} field as not installed; in {@code status.d}, which is not
 * written by dpkg, the field is not needed.
 *
 * @see <a href="https://manpages.debian.org/dpkg.1#Package_states">dpkg(1), package states</a>
 */
public final class DpkgStatusDetector implements PackageDetector {
  private static final String STATUS = "var/lib/dpkg/status";
  private static final String STATUS_DIRECTORY = "var/lib/dpkg/status.d/";
  private static final long MAX_BYTES = 256L << 20;

  private static final int PACKAGE = 0;
  private static final int STATE = 1;
  private static final int VERSION = 2;
  private static final int ARCHITECTURE = 3;
  private static final int SOURCE = 4;
  private static final int MAINTAINER = 5;

  @Override
  public String name() {
    return "dpkg-status/2";
  }

  @Override
  public boolean wants(FileEntry file) {
    String path = file.path();
    return path.equals(STATUS) || (isInDirectory(path) && !path.endsWith(".md5sums"));
  }

  private static boolean isInDirectory(String path) {
    return path.startsWith(STATUS_DIRECTORY) && path.indexOf('/', STATUS_DIRECTORY.length()) < 0;
  }

  @Override
  public List<String> fixedPaths() {
    return List.of(STATUS);
  }

  @Override
  public @Nullable PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    try (InputStream in = BoundedContent.open(content, MAX_BYTES)) {
      PackageFacts facts = read(file.path(), in, !isInDirectory(file.path()));
      return facts.isEmpty() ? null : facts;
    }
  }

  /**
   * Reads a database.
   *
   * @param path of the file, for the packages and problems
   * @param stateNeeded whether a stanza without a {@code Status} field is not installed
   */
  static PackageFacts read(String path, InputStream in, boolean stateNeeded) throws IOException {
    Complaints complaints = new Complaints(path);
    StanzaReader stanzas =
        new StanzaReader(
            in, complaints, "package", "status", "version", "architecture", "source", "maintainer");
    List<Candidate> packages = new ArrayList<>();
    while (stanzas.next()) {
      Candidate candidate = readPackage(path, stanzas, stateNeeded, complaints);
      if (candidate != null) {
        if (packages.size() == PackageFactsCodec.MAX_PACKAGES) {
          complaints.add(
              stanzas.line(),
              "more than " + PackageFactsCodec.MAX_PACKAGES + " packages; the rest is left out");
          break;
        }
        packages.add(candidate);
      }
    }
    return PackageFacts.of(packages, complaints.problems());
  }

  private static @Nullable Candidate readPackage(
      String path, StanzaReader stanza, boolean stateNeeded, Complaints complaints) {
    String name = stanza.value(PACKAGE);
    if (name == null) {
      complaints.add(stanza.line(), "a stanza without a Package field");
      return null;
    }
    if (!Candidate.isToken(name)) {
      complaints.add(stanza.line(), "an impossible package name: " + Complaints.quote(name));
      return null;
    }
    String state = stanza.value(STATE);
    if (state == null && stateNeeded) {
      complaints.add(
          stanza.line(),
          "package " + name + " has no Status field, which dpkg takes for not installed");
      return null;
    }
    if (state != null && !hasFiles(state, name, stanza.line(), complaints)) {
      return null;
    }
    String version = stanza.value(VERSION);
    if (version == null || !Candidate.isToken(version)) {
      complaints.add(
          stanza.line(),
          version == null
              ? "package " + name + " has no Version field"
              : "package " + name + " has an impossible version: " + Complaints.quote(version));
      return null;
    }
    SoftwarePackage.Source source = readSource(stanza, name, version, complaints);
    String architecture = stanza.value(ARCHITECTURE);
    PackageUrl purl = PackageUrl.of("deb", null, name, version);
    if (architecture != null && Candidate.isToken(architecture)) {
      purl = purl.with("arch", architecture);
    }
    String vendor = DebVendor.of(stanza.value(MAINTAINER), version);
    if (vendor != null) {
      purl = purl.with("vendor", vendor);
    }
    return new Candidate(purl, name, version, source, path);
  }

  /** Judges the third word of {@code want flag state}. */
  private static boolean hasFiles(String status, String name, int line, Complaints complaints) {
    String state =
        status.substring(Math.max(status.lastIndexOf(' '), status.lastIndexOf('\t')) + 1);
    return switch (state) {
      case "installed",
          "half-configured",
          "half-installed",
          "unpacked",
          "triggers-awaited",
          "triggers-pending" ->
          true;
      case "not-installed", "config-files" -> false;
      default -> {
        complaints.add(
            line,
            "package "
                + name
                + " has a state that dpkg does not know, "
                + Complaints.quote(status)
                + "; it is taken for installed");
        yield true;
      }
    };
  }

  /**
   * Reads {@code name} or {@code name (version)}; without the field the package is its own source.
   */
  private static SoftwarePackage.Source readSource(
      StanzaReader stanza, String name, String version, Complaints complaints) {
    String text = stanza.value(SOURCE);
    if (text == null) {
      return new SoftwarePackage.Source(name, version);
    }
    int open = text.indexOf('(');
    String sourceName = open < 0 ? text : text.substring(0, open).strip();
    String sourceVersion = version;
    if (open >= 0) {
      int close = text.indexOf(')', open);
      sourceVersion = text.substring(open + 1, close < 0 ? text.length() : close).strip();
    }
    if (!Candidate.isToken(sourceName) || !Candidate.isToken(sourceVersion)) {
      complaints.add(
          stanza.line(),
          "package " + name + " has an impossible Source field: " + Complaints.quote(text));
      return new SoftwarePackage.Source(name, version);
    }
    return new SoftwarePackage.Source(sourceName, sourceVersion);
  }
}
