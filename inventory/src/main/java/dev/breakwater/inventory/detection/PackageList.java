package dev.breakwater.inventory.detection;

import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Problem;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The language packages that one file lists, each once and no more than {@link
 * PackageFactsCodec#MAX_PACKAGES}. Entries whose name or version cannot be one are counted, and
 * become one problem. For one thread.
 */
public final class PackageList {
  private final String path;
  private final Map<PackageUrl, Candidate> packages = new LinkedHashMap<>();
  private long impossible;
  private long untold;

  /**
   * @param path of the file, relative to the root
   */
  public PackageList(String path) {
    this.path = path;
  }

  /** The path of the file. */
  public String path() {
    return path;
  }

  /** Adds a package without qualifiers. */
  public void add(
      String type, @Nullable String namespace, @Nullable String name, @Nullable String version) {
    add(type, namespace, name, version, Map.of());
  }

  /**
   * Adds a package.
   *
   * @param type of its purl
   * @param namespace as the purl has it; null where there is none
   * @param name as the purl has it; an entry without one is impossible
   * @param version as its package manager writes it; an entry without one is impossible
   * @param qualifiers of the purl; their keys are ours, their values may come from the file; an
   *     empty one is none
   */
  public void add(
      String type,
      @Nullable String namespace,
      @Nullable String name,
      @Nullable String version,
      Map<String, String> qualifiers) {
    if (name == null
        || version == null
        || !Candidate.isToken(name)
        || !Candidate.isToken(version)
        || (namespace != null && !Candidate.isToken(namespace))
        || !areTokens(qualifiers)) {
      impossible++;
      return;
    }
    PackageUrl purl =
        new PackageUrl(type, namespace, name, version, new TreeMap<>(qualifiers), null);
    add(new Candidate(purl, purl.displayName(), version, null, path));
  }

  private static boolean areTokens(Map<String, String> qualifiers) {
    for (String value : qualifiers.values()) {
      if (!value.isEmpty() && !Candidate.isToken(value)) {
        return false;
      }
    }
    return true;
  }

  /** Adds a package of this file. */
  public void add(Candidate candidate) {
    if (packages.containsKey(candidate.purl())) {
      return;
    }
    if (packages.size() == PackageFactsCodec.MAX_PACKAGES) {
      untold++;
      return;
    }
    packages.put(candidate.purl(), candidate);
  }

  /** Counts an entry that makes no sense. */
  public void addImpossible() {
    impossible++;
  }

  /** The packages, and what is to be said of the others. */
  public PackageFacts facts() {
    return facts(List.of());
  }

  /**
   * The packages, and what is to be said of the others.
   *
   * @param others what else could not be read
   */
  public PackageFacts facts(List<Problem> others) {
    List<Problem> problems = new ArrayList<>(others);
    if (impossible > 0) {
      problems.add(
          new Problem(
              path,
              impossible
                  + (impossible == 1 ? " entry was" : " entries were")
                  + " left out: the name or version is missing or cannot be one"));
    }
    if (untold > 0) {
      problems.add(
          new Problem(
              path,
              "more than "
                  + PackageFactsCodec.MAX_PACKAGES
                  + " packages; "
                  + untold
                  + " were left out"));
    }
    return PackageFacts.of(List.copyOf(packages.values()), problems);
  }
}
