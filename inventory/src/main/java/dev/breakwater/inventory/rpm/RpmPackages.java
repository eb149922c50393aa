package dev.breakwater.inventory.rpm;

import dev.breakwater.inventory.detection.Complaints;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import dev.breakwater.inventory.detection.PackageFacts.Ownership;
import dev.breakwater.inventory.detection.PackageFactsCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The packages of one database, gathered while it is read. For one thread. */
final class RpmPackages {
  /** Files of all packages together, of which few matter; a large desktop has a million. */
  private static final int MAX_FILES = 4_000_000;

  /** Of the paths that are kept; a large desktop has a tenth of it. */
  private static final long MAX_CHARACTERS = 128L << 20;

  private final String path;
  private final Complaints complaints;
  private final List<Candidate> packages = new ArrayList<>();
  private final List<Ownership> ownerships = new ArrayList<>();
  private int pathsLeft = PackageFactsCodec.MAX_PATHS;
  private long charactersLeft = MAX_CHARACTERS;
  private int filesLeft = MAX_FILES;
  private int seen;

  /**
   * @param path of the database, for the packages and problems
   */
  RpmPackages(String path) {
    this.path = path;
    this.complaints = new Complaints(path);
  }

  /**
   * Adds a package by its header. A header that cannot be understood becomes a problem.
   *
   * @return false where there are enough of them, so that reading should stop
   */
  boolean addHeader(byte[] bytes) {
    if (!counted()) {
      return false;
    }
    try {
      RpmHeader header = RpmHeader.of(bytes);
      RpmPackage item = header.asPackage();
      if (add(item)) {
        addFiles(item, header);
      }
    } catch (IOException e) {
      complain("header " + seen + " of the database cannot be understood: " + e.getMessage());
    }
    return true;
  }

  /**
   * Adds a package whose files are not known.
   *
   * @return as for {@link #addHeader}
   */
  boolean addPackage(RpmPackage item) {
    if (!counted()) {
      return false;
    }
    add(item);
    return true;
  }

  /**
   * Adds a package that cannot be read, as a problem.
   *
   * @param what a sentence for people
   * @return as for {@link #addHeader}: a file may be full of them
   */
  boolean addDamaged(String what) {
    if (!counted()) {
      return false;
    }
    complain(what);
    return true;
  }

  private boolean counted() {
    if (seen == PackageFactsCodec.MAX_PACKAGES) {
      complain("more than " + PackageFactsCodec.MAX_PACKAGES + " packages; the rest is left out");
      return false;
    }
    seen++;
    return true;
  }

  private boolean add(RpmPackage item) {
    if (!Candidate.isToken(item.name()) || !Candidate.isToken(item.version())) {
      complain(
          "package "
              + seen
              + " is impossible: name "
              + Complaints.quote(item.name())
              + ", version "
              + Complaints.quote(item.version()));
      return false;
    }
    if (item.isKey()) {
      return false;
    }
    packages.add(item.candidate(path));
    return true;
  }

  private void addFiles(RpmPackage item, RpmHeader header) {
    try {
      int files = header.fileCount();
      OwnedPaths owned = new OwnedPaths(pathsLeft, charactersLeft);
      if (files <= filesLeft) {
        header.addOwnedPaths(owned);
      }
      if (files > filesLeft || owned.isFull()) {
        complain("too many files; whose those of package " + item.name() + " are is not known");
        return;
      }
      filesLeft -= files;
      pathsLeft -= owned.paths().size();
      charactersLeft = owned.charactersLeft();
      if (!owned.paths().isEmpty()) {
        ownerships.add(new Ownership(item.owner(), owned.paths()));
      }
    } catch (IOException e) {
      complain("the files of package " + item.name() + " are not known: " + e.getMessage());
    }
  }

  /**
   * Adds a problem of the database as a whole.
   *
   * @param what a sentence for people
   */
  void complain(String what) {
    complaints.add(what);
  }

  PackageFacts facts() {
    return new PackageFacts(packages, ownerships, null, complaints.problems());
  }
}
