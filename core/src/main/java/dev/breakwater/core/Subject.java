package dev.breakwater.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was looked at.
 *
 * @param kind the prefix of the subject on the command line: {@code dir}, {@code docker-archive},
 *     {@code oci-archive}, {@code oci}, {@code registry}, {@code docker}, {@code podman}, {@code
 *     containerd}, {@code container}, {@code host}, {@code sbom} or {@code purls}; {@value
 *     #CONFIGURATION} for files that say how workloads are to run
 * @param name what the user called it, without the prefix
 * @param digest the manifest's digest where the subject has one
 * @param platform {@code os/arch[/variant]} of an image
 * @param distribution what its os-release says; null where it has none
 * @param layers lowest first; empty for what has no layers, and for a container of which it is not
 *     known what made them
 * @param base the image that it was built on; null where that is not known
 * @param container what is known of a container beside its files; null for all else
 * @param workloads how many workloads a configuration has; 0 for all else
 */
public record Subject(
    String kind,
    String name,
    @Nullable Digest digest,
    @Nullable String platform,
    @Nullable Distribution distribution,
    List<Layer> layers,
    @Nullable Base base,
    @Nullable Container container,
    int workloads) {

  /** The kind of subjects that have workloads instead of packages. */
  public static final String CONFIGURATION = "config";

  public Subject {
    layers = List.copyOf(layers);
  }

  /** What is no configuration. */
  public Subject(
      String kind,
      String name,
      @Nullable Digest digest,
      @Nullable String platform,
      @Nullable Distribution distribution,
      List<Layer> layers,
      @Nullable Base base,
      @Nullable Container container) {
    this(kind, name, digest, platform, distribution, layers, base, container, 0);
  }

  /** What is no container. */
  public Subject(
      String kind,
      String name,
      @Nullable Digest digest,
      @Nullable String platform,
      @Nullable Distribution distribution,
      List<Layer> layers) {
    this(kind, name, digest, platform, distribution, layers, null, null);
  }

  /** Files that say how workloads are to run. */
  public static Subject ofConfiguration(String name, int workloads) {
    return new Subject(CONFIGURATION, name, null, null, null, List.of(), null, null, workloads);
  }

  /** Whether it has workloads instead of packages. */
  public boolean isConfiguration() {
    return kind.equals(CONFIGURATION);
  }

  /** The position of a layer, the lowest being 0; -1 where the subject has none of that diff-id. */
  public int indexOf(@Nullable Digest layer) {
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i).diffId().equals(layer)) {
        return i;
      }
    }
    return -1;
  }

  /** The build step that made a layer; null where nobody says. */
  public @Nullable String step(@Nullable Digest layer) {
    int index = indexOf(layer);
    return index < 0 ? null : layers.get(index).createdBy();
  }

  /**
   * A layer of an image.
   *
   * @param diffId digest of the uncompressed layer
   * @param digest digest of the blob as stored; null where only the uncompressed layer is known
   * @param createdBy the build step from the image's history; null where the image does not say
   */
  public record Layer(Digest diffId, @Nullable Digest digest, @Nullable String createdBy) {}

  /**
   * A container.
   *
   * @param id as its runtime knows it
   * @param runtime who keeps it, for example {@code docker} or {@code runc}
   * @param image the reference that it was made from; null where nobody knows
   * @param pid number of its first process; 0 where it does not run
   * @param changes what it holds other than its image; null where that could not be told
   */
  public record Container(
      String id, String runtime, @Nullable String image, long pid, @Nullable Changes changes) {}

  /**
   * What has changed in a container since its image. A package of another version is in both lists.
   *
   * @param added packages that its image has not, sorted
   * @param removed packages of its image that it has no more, sorted
   */
  public record Changes(List<PackageUrl> added, List<PackageUrl> removed) {
    public Changes {
      added = List.copyOf(added);
      removed = List.copyOf(removed);
    }

    /** Whether all is as it was. */
    public boolean none() {
      return added.isEmpty() && removed.isEmpty();
    }
  }

  public Subject withDistribution(@Nullable Distribution found) {
    return new Subject(kind, name, digest, platform, found, layers, base, container, workloads);
  }

  /** The same, built on this image. */
  public Subject on(@Nullable Base found) {
    return new Subject(
        kind, name, digest, platform, distribution, layers, found, container, workloads);
  }

  /** The same container, with what has changed in it; anything else as it is. */
  public Subject withChanges(Changes changes) {
    Container known = container;
    return known == null
        ? this
        : new Subject(
            kind,
            name,
            digest,
            platform,
            distribution,
            layers,
            base,
            new Container(known.id(), known.runtime(), known.image(), known.pid(), changes),
            workloads);
  }
}
