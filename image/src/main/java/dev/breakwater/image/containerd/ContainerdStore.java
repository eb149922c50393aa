package dev.breakwater.image.containerd;

import dev.breakwater.core.Digest;
import dev.breakwater.image.oci.Descriptor;
import dev.breakwater.image.registry.ImageReference;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The images and containers of one containerd.
 *
 * @param root its state, {@code /var/lib/containerd} as a rule
 * @param namespace the one that is meant where none is named
 * @see <a
 *     href="https://github.com/containerd/containerd/blob/main/core/metadata/buckets.go">buckets of
 *     the database</a>
 */
public record ContainerdStore(Path root, String namespace) {
  /** Where it is kept by containerd itself, k3s and RKE2, and MicroK8s. */
  private static final List<Path> USUAL =
      List.of(
          Path.of("/var/lib/containerd"),
          Path.of("/var/lib/rancher/k3s/agent/containerd"),
          Path.of("/var/lib/rancher/rke2/agent/containerd"),
          Path.of("/var/snap/microk8s/common/var/lib/containerd"));

  private static final String SCHEMA = "v1";
  private static final int MAX_ENTRIES = 100_000;

  /** Reading again costs little, and a busy daemon pauses between transactions. */
  private static final int ATTEMPTS = 20;

  private static final long PAUSE_MILLIS = 20;

  /** A container in its database. */
  public record Entry(String namespace, String id, @Nullable String image, @Nullable String name) {}

  /**
   * The store of this machine: {@code CONTAINERD_ROOT}, else the first usual place that there is;
   * its name space {@code CONTAINERD_NAMESPACE}, else {@code default}, as for {@code ctr}.
   */
  public static ContainerdStore of(Map<String, String> environment) {
    String root = environment.getOrDefault("CONTAINERD_ROOT", "");
    String namespace = environment.getOrDefault("CONTAINERD_NAMESPACE", "");
    Path place = root.isEmpty() ? USUAL.getFirst() : Path.of(root);
    for (Path usual : USUAL) {
      if (root.isEmpty() && Files.isDirectory(usual)) {
        place = usual;
        break;
      }
    }
    return new ContainerdStore(place, namespace.isEmpty() ? "default" : namespace);
  }

  /** Whether there is anything to read. */
  public boolean isThere() {
    return Files.exists(database());
  }

  private Path database() {
    return root.resolve("io.containerd.metadata.v1.bolt").resolve("meta.db");
  }

  /** The directory that holds {@code blobs/sha256/…}, laid out as an OCI layout's. */
  public Path content() {
    return root.resolve("io.containerd.content.v1.content");
  }

  /**
   * The manifest or index that a reference means.
   *
   * @param reference a name as containerd writes it, a short form as Docker reads it, or a digest
   *     alone, which needs no name
   * @throws IOException saying why there is none; the message is for people
   */
  public Descriptor image(String reference) throws IOException {
    Digest digest = Digest.parse(reference).orElse(null);
    if (digest != null) {
      Path blob = content().resolve("blobs").resolve(digest.algorithm()).resolve(digest.hex());
      if (!Files.isRegularFile(blob)) {
        throw new IOException("containerd has no content of that digest in " + content());
      }
      return new Descriptor("", digest, Files.size(blob), null, Map.of());
    }
    return image(namespace, reference);
  }

  /**
   * The manifest or index that a name means in a name space.
   *
   * @throws IOException saying why there is none; the message is for people
   */
  public Descriptor image(String wantedNamespace, String reference) throws IOException {
    List<String> names = names(reference);
    return read(file -> {
      BoltFile.Bucket schema = file.root().bucket(SCHEMA);
      BoltFile.Bucket images = images(schema, wantedNamespace);
      for (String name : names) {
        BoltFile.Bucket image = images == null ? null : images.bucket(name);
        if (image != null) {
          return target(image, name);
        }
      }
      TreeSet<String> others = new TreeSet<>();
      if (schema != null) {
        schema.forEach((other, value, bucket) -> {
          BoltFile.Bucket elsewhere = bucket == null ? null : bucket.bucket("images");
          for (String name : names) {
            if (elsewhere != null && elsewhere.bucket(name) != null) {
              others.add(other);
            }
          }
        });
      }
      throw new IOException(
          "containerd has no such image in the name space "
              + wantedNamespace
              + (others.isEmpty()
                  ? ""
                  : "; it has it in "
                      + String.join(", ", others)
                      + ", so set CONTAINERD_NAMESPACE="
                      + others.first()));
    });
  }

  private static BoltFile.@Nullable Bucket images(
      BoltFile.@Nullable Bucket schema, String namespace) throws IOException {
    BoltFile.Bucket bucket = schema == null ? null : schema.bucket(namespace);
    return bucket == null ? null : bucket.bucket("images");
  }

  /** As written, and as containerd's clients complete it. */
  private static List<String> names(String reference) {
    List<String> names = new ArrayList<>();
    names.add(reference);
    try {
      ImageReference full = ImageReference.parse(reference);
      names.add(
          full.host()
              + "/"
              + full.repository()
              + (full.tag() == null ? "" : ":" + full.tag())
              + (full.digest() == null ? "" : "@" + full.digest()));
    } catch (IllegalArgumentException itsOwnName) {
      // containerd takes any text for a name.
    }
    return names;
  }

  private static Descriptor target(BoltFile.Bucket image, String name) throws IOException {
    BoltFile.Bucket target = image.bucket("target");
    String text = target == null ? null : target.text("digest");
    Digest digest = text == null ? null : Digest.parse(text).orElse(null);
    long size = target == null ? -1 : target.number("size");
    if (target == null || digest == null || size < 0) {
      throw new IOException("containerd does not say what " + name + " is");
    }
    String mediaType = target.text("mediatype");
    return new Descriptor(mediaType == null ? "" : mediaType, digest, size, null, Map.of());
  }

  /**
   * The containers of all name spaces, whether they run or not.
   *
   * @throws IOException saying why they cannot be read; the message is for people
   */
  public List<Entry> containers() throws IOException {
    return read(file -> {
      List<Entry> entries = new ArrayList<>();
      BoltFile.Bucket schema = file.root().bucket(SCHEMA);
      if (schema != null) {
        schema.forEach((namespaceName, value, bucket) -> {
          BoltFile.Bucket containers = bucket == null ? null : bucket.bucket("containers");
          if (containers != null) {
            containers.forEach((id, ignored, container) -> {
              if (container != null && entries.size() < MAX_ENTRIES) {
                entries.add(entry(namespaceName, id, container));
              }
            });
          }
        });
      }
      return entries;
    });
  }

  private static Entry entry(String namespace, String id, BoltFile.Bucket container)
      throws IOException {
    BoltFile.Bucket labels = container.bucket("labels");
    String name = null;
    if (labels != null) {
      String pod = labels.text("io.kubernetes.pod.name");
      String inPod = labels.text("io.kubernetes.container.name");
      name = pod != null && inPod != null ? pod + "/" + inPod : labels.text("nerdctl/name");
    }
    String image = container.text("image");
    return new Entry(namespace, id, image == null || image.isEmpty() ? null : image, name);
  }

  /** Reads from one state of the database. */
  private interface Reader<T> {
    T read(BoltFile file) throws IOException;
  }

  private <T> T read(Reader<T> reader) throws IOException {
    IOException torn = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try (BoltFile file = BoltFile.open(database())) {
        try {
          T result = reader.read(file);
          if (!file.hasChanged()) {
            return result;
          }
          torn = new IOException("its database changes faster than it can be read");
        } catch (IOException e) {
          if (!file.hasChanged()) {
            throw e;
          }
          torn = e;
        }
      } catch (AccessDeniedException e) {
        throw new IOException("you may not read " + database(), e);
      } catch (NoSuchFileException e) {
        throw new IOException("there is no containerd in " + root, e);
      }
      pause();
    }
    throw torn == null ? new IOException("its database cannot be read") : torn;
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("reading its database was interrupted", e);
    }
  }
}
