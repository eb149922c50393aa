package dev.breakwater.inventory;

import dev.breakwater.core.Digest;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Problem;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Subject;
import dev.breakwater.image.Found;
import dev.breakwater.inventory.detection.OwnedPath;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import dev.breakwater.inventory.detection.PackageFacts.Ownership;
import dev.breakwater.inventory.distribution.EndOfLife;
import dev.breakwater.inventory.distribution.OsReleaseDetector;
import dev.breakwater.inventory.distribution.UnreadDatabaseDetector;
import dev.breakwater.inventory.program.KernelPackage;
import dev.breakwater.inventory.rpm.RpmVendor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts an inventory together from what single files say.
 *
 * <ol>
 *   <li>The distribution: os-release, or what came before it.
 *   <li>Its packages get their full purl, and the layer that brought them, which is not always that
 *       of the database: that would be the layer of whatever was installed last. dpkg writes a file
 *       list when it unpacks a package, so there the list's layer counts. Elsewhere a package came
 *       with the first of the layers whose databases all have it, up to the last.
 *   <li>Files that belong to those packages are looked up, and language packages in them marked:
 *       the distribution mends those itself, under versions of its own.
 *   <li>What is known from several places becomes one package with several paths.
 * </ol>
 */
final class Assembly {
  private static final String NESTED = "!/";
  private static final String VENDOR = "vendor";

  private final Subject subject;
  private final List<Found<PackageFacts>> found;
  private final List<Found<PackageFacts>> replaced;
  private final List<Problem> problems;

  private final SortedMap<String, Merged> merged = new TreeMap<>();

  /** Purls by everything that an {@link Ownership} may call the owner. */
  private final Map<String, PackageUrl> owners = new HashMap<>();

  /** Owners by canonical path, of files that hold a language package. */
  private final Map<String, PackageUrl> ownerOfFile = new HashMap<>();

  /** Owners by the release of the kernel in them: a copy in boot need not be in their lists. */
  private final Map<String, PackageUrl> ownerOfKernel = new HashMap<>();

  /** Layers of dpkg's file lists, by what they call the owner. */
  private final Map<String, Integer> layerOfOwner = new HashMap<>();

  /** What the databases of lower layers held, by path, the lowest first. */
  private final Map<String, List<LowerDatabase>> lowerDatabases = new HashMap<>();

  private record LowerDatabase(int layer, Set<PackageUrl> packages) {}

  /**
   * @param replaced what is known of files that a higher layer replaced, lower layers first
   */
  Assembly(
      Subject subject,
      List<Found<PackageFacts>> found,
      List<Found<PackageFacts>> replaced,
      List<Problem> problems) {
    this.subject = subject;
    this.found = found;
    this.replaced = replaced;
    this.problems = new ArrayList<>(problems);
  }

  Inventory inventory() {
    Distribution distribution = chooseDistribution();
    Distribution complete = distribution == null ? null : EndOfLife.added(distribution);
    readOwnerLayers();
    readLowerDatabases();
    for (Found<PackageFacts> file : found) {
      problems.addAll(file.fact().problems());
      for (Candidate candidate : file.fact().packages()) {
        if (isOfDistribution(candidate.purl())) {
          addDistributionPackage(candidate, broughtBy(candidate, file), complete);
        }
      }
    }
    if (merged.isEmpty()) {
      addUnreadDatabases();
    }
    readOwnedFiles();
    for (Found<PackageFacts> file : found) {
      for (Candidate candidate : file.fact().packages()) {
        if (!isOfDistribution(candidate.purl())) {
          PackageUrl owner = ownerOfFile.get(fileOf(candidate.path()));
          if (owner == null && candidate.name().equals(KernelPackage.KERNEL)) {
            owner = ownerOfKernel.get(candidate.version());
          }
          add(candidate.purl(), candidate, owner, file.layer());
        }
      }
    }
    List<SoftwarePackage> packages = new ArrayList<>(merged.size());
    for (Merged each : merged.values()) {
      packages.add(each.asPackage());
    }
    Collections.sort(problems);
    return new Inventory(complete, packages, withoutRepeats(problems));
  }

  private @Nullable Distribution chooseDistribution() {
    Distribution chosen = null;
    int best = Integer.MAX_VALUE;
    for (Found<PackageFacts> file : found) {
      Distribution distribution = file.fact().distribution();
      if (distribution == null) {
        continue;
      }
      int rank = OsReleaseDetector.rank(file.path());
      if (rank < best) {
        best = rank;
        chosen = distribution;
      }
    }
    return chosen;
  }

  private static boolean isOfDistribution(PackageUrl purl) {
    return switch (purl.type()) {
      case "deb", "apk", "rpm" -> true;
      default -> false;
    };
  }

  private void readOwnerLayers() {
    for (Found<PackageFacts> file : found) {
      // A file that lists packages too, as apk's does, is written anew with every installation.
      if (file.fact().packages().isEmpty()) {
        for (Ownership ownership : file.fact().ownerships()) {
          layerOfOwner.put(ownership.owner(), file.layer());
        }
      }
    }
  }

  private void readLowerDatabases() {
    for (Found<PackageFacts> file : replaced) {
      Set<PackageUrl> packages = new HashSet<>();
      for (Candidate candidate : file.fact().packages()) {
        if (isOfDistribution(candidate.purl())) {
          packages.add(candidate.purl());
        }
      }
      if (!packages.isEmpty()) {
        lowerDatabases
            .computeIfAbsent(file.path(), path -> new ArrayList<>())
            .add(new LowerDatabase(file.layer(), packages));
      }
    }
  }

  /** The first of the layers whose databases at this path all have the package. */
  private int broughtBy(Candidate candidate, Found<PackageFacts> database) {
    List<LowerDatabase> lower = lowerDatabases.getOrDefault(database.path(), List.of());
    int layer = database.layer();
    for (int i = lower.size() - 1; i >= 0; i--) {
      if (!lower.get(i).packages().contains(candidate.purl())) {
        break;
      }
      layer = lower.get(i).layer();
    }
    return layer;
  }

  private void addDistributionPackage(
      Candidate candidate, int layer, @Nullable Distribution distribution) {
    PackageUrl bare = candidate.purl();
    PackageUrl purl = bare;
    if (distribution != null) {
      purl =
          new PackageUrl(
                  bare.type(),
                  distribution.id(),
                  bare.name(),
                  bare.version(),
                  withoutOwnVendor(bare, distribution),
                  bare.subpath())
              .with("distro", distributionQualifier(distribution));
    }
    String qualifiedName = candidate.name() + ":" + bare.qualifier("arch").orElse("");
    owners.put(candidate.name(), purl);
    owners.put(qualifiedName, purl);
    owners.put(candidate.path(), purl);
    String kernel = KernelPackage.release(purl, candidate.version());
    if (kernel != null) {
      ownerOfKernel.put(kernel, purl);
    }
    Integer ownLayer = layerOfOwner.get(qualifiedName);
    if (ownLayer == null) {
      ownLayer = layerOfOwner.get(candidate.name());
    }
    Merged whole = add(purl, candidate, null, layer);
    if (ownLayer != null) {
      whole.knownLayer = ownLayer;
    }
  }

  /**
   * A vendor is worth a word only where it is not the distribution itself. Every rpm names its
   * vendor; of a deb only others than the distribution are known.
   */
  private static SortedMap<String, String> withoutOwnVendor(
      PackageUrl purl, Distribution distribution) {
    String vendor = purl.qualifiers().get(VENDOR);
    if (vendor == null
        || purl.type().equals("deb")
        || RpmVendor.isForeign(distribution.id(), vendor)) {
      return purl.qualifiers();
    }
    SortedMap<String, String> others = new TreeMap<>(purl.qualifiers());
    others.remove(VENDOR);
    return others;
  }

  /**
   * A database that this program cannot read must not pass for one without packages. Beside one
   * that was read it means little: Debian's package of rpm brings an empty one.
   */
  private void addUnreadDatabases() {
    for (Found<PackageFacts> file : found) {
      String manager = UnreadDatabaseDetector.manager(file.path());
      if (manager != null) {
        problems.add(
            new Problem(
                file.path(),
                "this is the package database of "
                    + manager
                    + ", which cannot be read yet: the packages of the operating system are not in"
                    + " the inventory, and were not assessed"));
      }
    }
  }

  /**
   * {@code debian-12}, {@code debian-forky} before a release, {@code wolfi} where there is none.
   */
  private static String distributionQualifier(Distribution distribution) {
    String release =
        distribution.versionId() != null ? distribution.versionId() : distribution.codename();
    return release == null ? distribution.id() : distribution.id() + "-" + release;
  }

  /** Keeps the owners of files that hold a language package, and forgets all others. */
  private void readOwnedFiles() {
    Set<String> holders = new HashSet<>();
    for (Found<PackageFacts> file : found) {
      for (Candidate candidate : file.fact().packages()) {
        if (!isOfDistribution(candidate.purl())) {
          holders.add(fileOf(candidate.path()));
        }
      }
    }
    for (Found<PackageFacts> file : found) {
      for (Ownership ownership : file.fact().ownerships()) {
        PackageUrl owner = owners.get(ownership.owner());
        if (owner == null) {
          continue; // removed, with only its configuration left
        }
        for (String path : ownership.paths()) {
          String canonical = OwnedPath.canonical(path);
          if (holders.contains(canonical)) {
            ownerOfFile.put(canonical, owner);
          }
        }
      }
    }
  }

  /**
   * The file on disk that a package's path is in, {@code outer.jar} of {@code outer.jar!/a.jar}.
   */
  private static String fileOf(String path) {
    int nested = path.indexOf(NESTED);
    return OwnedPath.canonical(nested < 0 ? path : path.substring(0, nested));
  }

  private Merged add(PackageUrl purl, Candidate candidate, @Nullable PackageUrl owner, int layer) {
    String key = purl + "\0" + (owner == null ? "" : owner);
    Merged whole = merged.get(key);
    if (whole == null) {
      whole = new Merged(purl, candidate, owner);
      merged.put(key, whole);
    }
    whole.layers.put(candidate.path(), layer);
    return whole;
  }

  private static List<Problem> withoutRepeats(List<Problem> sorted) {
    List<Problem> once = new ArrayList<>(sorted.size());
    for (Problem problem : sorted) {
      if (once.isEmpty() || !once.getLast().equals(problem)) {
        once.add(problem);
      }
    }
    return once;
  }

  private @Nullable Digest diffId(int layer) {
    return layer < 0 || layer >= subject.layers().size()
        ? null
        : subject.layers().get(layer).diffId();
  }

  /** A package with all places that it is known from. */
  private final class Merged {
    private final PackageUrl purl;
    private final Candidate first;
    private final @Nullable PackageUrl owner;
    private final SortedMap<String, Integer> layers = new TreeMap<>();
    private @Nullable Integer knownLayer;

    Merged(PackageUrl purl, Candidate first, @Nullable PackageUrl owner) {
      this.purl = purl;
      this.first = first;
      this.owner = owner;
    }

    SoftwarePackage asPackage() {
      Integer ofFirstPath = layers.get(layers.firstKey());
      Integer layer = knownLayer != null ? knownLayer : ofFirstPath;
      return new SoftwarePackage(
          purl,
          first.name(),
          first.version(),
          first.source(),
          List.copyOf(layers.keySet()),
          layer == null ? null : diffId(layer),
          owner);
    }
  }
}
