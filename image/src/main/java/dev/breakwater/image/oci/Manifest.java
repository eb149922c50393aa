package dev.breakwater.image.oci;

import dev.breakwater.core.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An image manifest, or an index of several. */
public sealed interface Manifest {
  /** Longest manifest that is read, in bytes; registries refuse longer ones than 4 MiB. */
  int MAX_BYTES = 4 * 1024 * 1024;

  /** Media types to accept when asking for a manifest. */
  List<String> MEDIA_TYPES =
      List.of(
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json",
          "application/vnd.docker.distribution.manifest.v2+json");

  /** One image: its configuration and its layers, lowest first. */
  record ForImage(Descriptor config, List<Descriptor> layers, Map<String, String> annotations)
      implements Manifest {
    public ForImage {
      layers = List.copyOf(layers);
      annotations = Map.copyOf(annotations);
    }
  }

  /** Images for several platforms. */
  record Index(List<Descriptor> manifests) implements Manifest {
    public Index {
      manifests = List.copyOf(manifests);
    }

    /**
     * The image for a platform.
     *
     * @throws IOException naming the platforms there are
     */
    public Descriptor select(Platform wanted) throws IOException {
      List<Descriptor> images =
          manifests.stream()
              // BuildKit's attestations are listed as images of the platform unknown/unknown.
              .filter(m ->
                  !"attestation-manifest".equals(m.annotations().get("vnd.docker.reference.type")))
              .toList();
      for (Descriptor image : images) {
        if (image.platform() != null && wanted.accepts(image.platform())) {
          return image;
        }
      }
      if (images.size() == 1 && images.getFirst().platform() == null) {
        return images.getFirst();
      }
      throw new IOException(
          "there is no image for "
              + wanted
              + "; there is one for "
              + String.join(
                  ", ", images.stream().map(m -> String.valueOf(m.platform())).sorted().toList())
              + " (choose with --platform)");
    }
  }

  /**
   * Reads a manifest of any known kind.
   *
   * @throws IOException where the document is none; the message is for people
   */
  static Manifest read(byte[] document) throws IOException {
    Json json = Json.parse(document);
    if (json.get("schemaVersion").number(2) == 1) {
      throw new IOException(
          "the image has a schema 1 manifest, which no builder has made since 2019; push it again with a current tool");
    }
    if (json.get("manifests") instanceof Json.Array) {
      return new Index(descriptors(json.get("manifests")));
    }
    if (json.get("config") instanceof Json.Struct && json.get("layers") instanceof Json.Array) {
      return new ForImage(
          Descriptor.read(json.get("config")),
          descriptors(json.get("layers")),
          Descriptor.annotations(json.get("annotations")));
    }
    throw new IOException("not an image manifest: it has neither manifests nor config and layers");
  }

  private static List<Descriptor> descriptors(Json array) throws IOException {
    if (array.items().size() > 10_000) {
      throw new IOException(
          "manifest with " + array.items().size() + " entries; at most 10000 are read");
    }
    List<Descriptor> descriptors = new ArrayList<>();
    for (Json item : array.items()) {
      descriptors.add(Descriptor.read(item));
    }
    return descriptors;
  }
}
