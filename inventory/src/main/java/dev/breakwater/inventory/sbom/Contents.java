package dev.breakwater.inventory.sbom;

import dev.breakwater.core.Digest;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Problem;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.inventory.Inventory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Gathers what the entries of a document amount to. */
final class Contents {
  static final int MOST_PACKAGES = 1_000_000;

  /** A document full of faults is told by a few of them and their number. */
  private static final int MOST_FAULTS = 20;

  private final String where;
  private final Map<String, SoftwarePackage> packages = new TreeMap<>();
  private final List<Problem> problems = new ArrayList<>();

  /** Entries without a purl, by identifier, as a later relationship may name the subject. */
  private final Map<String, String> unnamed = new LinkedHashMap<>();

  private int faults;
  private @Nullable Distribution distribution;

  Contents(String where) {
    this.where = where;
  }

  /**
   * Takes an entry that may be a package, and is one if it has a purl.
   *
   * @param expected whether an entry of this kind without a purl is a package that is missed
   */
  void add(Entry entry, boolean expected) throws IOException {
    String purl = entry.purl;
    if (purl == null || purl.isEmpty()) {
      if (expected) {
        String key = entry.id == null ? "#" + unnamed.size() : entry.id;
        unnamed.put(key, abbreviated(entry.called()));
        checkCount(unnamed.size());
      }
      return;
    }
    try {
      SoftwarePackage read = entry.toPackage(purl);
      packages.merge(read.purl().toString(), read, Contents::merged);
      checkCount(packages.size());
    } catch (IllegalArgumentException e) {
      fault(entry.called() + " was not assessed: " + e.getMessage());
    }
  }

  private static void checkCount(int count) throws IOException {
    if (count > MOST_PACKAGES) {
      throw new IOException("it has more than " + MOST_PACKAGES + " packages");
    }
  }

  /** The same package in several places is one package with several paths. */
  private static SoftwarePackage merged(SoftwarePackage one, SoftwarePackage other) {
    if (other.paths().isEmpty() || one.paths().equals(other.paths())) {
      return one;
    }
    TreeSet<String> paths = new TreeSet<>(one.paths());
    paths.addAll(other.paths());
    // The layer is that of the first path, which may be the other's.
    boolean otherFirst =
        one.paths().isEmpty() || other.paths().getFirst().compareTo(one.paths().getFirst()) < 0;
    Digest layer = otherFirst ? other.layer() : one.layer();
    PackageUrl owner = one.ownedBy() == null ? other.ownedBy() : one.ownedBy();
    SoftwarePackage.Source source = one.source() == null ? other.source() : one.source();
    return new SoftwarePackage(
        one.purl(), one.name(), one.version(), source, List.copyOf(paths), layer, owner);
  }

  void distribution(Entry entry) {
    Distribution found = entry.toDistribution();
    if (found == null) {
      return;
    }
    if (distribution == null) {
      distribution = found;
    } else if (!distribution.equals(found)) {
      fault(
          "it names two distributions, "
              + distribution.name()
              + " and "
              + found.name()
              + "; the first one counts");
    }
  }

  private void fault(String what) {
    if (faults++ < MOST_FAULTS) {
      problems.add(new Problem(where, abbreviated(what)));
    }
  }

  void problem(String what) {
    problems.add(new Problem(where, what));
  }

  private static String abbreviated(String text) {
    return text.length() <= 300 ? text : text.substring(0, 300) + "…";
  }

  /**
   * The inventory.
   *
   * @param described identifiers of what the document describes, which is the subject itself and
   *     not a package in it
   */
  Inventory inventory(Set<String> described) {
    unnamed.keySet().removeAll(described);
    if (!unnamed.isEmpty()) {
      int count = unnamed.size();
      String first = unnamed.values().iterator().next();
      problem(
          (count == 1 ? "1 component has" : count + " components have")
              + " no purl and "
              + (count == 1 ? "was" : "were")
              + " not assessed, "
              + (count == 1 ? "" : "the first of them ")
              + abbreviated(first));
    }
    if (faults > MOST_FAULTS) {
      problem((faults - MOST_FAULTS) + " more of its components could not be used");
    }
    Collections.sort(problems);
    List<SoftwarePackage> sorted = List.copyOf(packages.values());
    Distribution known = distribution == null ? PurlFacts.distribution(sorted) : distribution;
    return new Inventory(known, sorted, problems);
  }
}
