package dev.breakwater.image;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Digest;
import dev.breakwater.core.Progress;
import dev.breakwater.core.Subject;
import dev.breakwater.core.json.Json;
import dev.breakwater.image.container.RunningContainer;
import dev.breakwater.image.containerd.ContainerdStore;
import dev.breakwater.image.engine.Engine;
import dev.breakwater.image.engine.LocalImage;
import dev.breakwater.image.oci.Descriptor;
import dev.breakwater.image.oci.ImageConfig;
import dev.breakwater.image.oci.Manifest;
import dev.breakwater.image.oci.Platform;
import dev.breakwater.image.registry.FetchedManifest;
import dev.breakwater.image.registry.ImageReference;
import dev.breakwater.image.registry.RegistryClient;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the one image that is meant in an archive, layout or registry. */
final class ImageOpener {
  private static final String REF_NAME = "org.opencontainers.image.ref.name";
  private static final String FULL_NAME = "io.containerd.image.name";

  /** An index of an index of an index is more than any tool makes. */
  private static final int MAX_NESTING = 4;

  private final ImageOptions options;
  private final Progress progress;
  private final Limits limits;

  ImageOpener(ImageOptions options, Progress progress, Limits limits) {
    this.options = options;
    this.progress = progress;
    this.limits = limits;
  }

  Image dockerArchive(Path path) throws BreakwaterException {
    return archive("docker-archive", path, "manifest.json");
  }

  Image ociArchive(Path path) throws BreakwaterException {
    return archive("oci-archive", path, "index.json");
  }

  /** Archives of both kinds are often taken for the other, and newer Docker writes both in one. */
  private Image archive(String kind, Path path, String preferred) throws BreakwaterException {
    try {
      ArchiveFile archive = ArchiveFile.open(path, limits, progress);
      try {
        boolean docker = archive.has("manifest.json");
        boolean oci = archive.has("index.json");
        if (!docker && !oci) {
          throw new IOException(
              "it has neither manifest.json (docker save) nor index.json (OCI layout), so it is not"
                  + " an image; for the files of a root file system, unpack it and scan the"
                  + " directory");
        }
        if (docker && (!oci || preferred.equals("manifest.json"))) {
          return savedByDocker(kind, path, archive);
        }
        byte[] index = archive.read("index.json", Manifest.MAX_BYTES);
        return fromIndex(kind, path.toString(), index, null, new BlobStore.InArchive(archive));
      } catch (IOException | RuntimeException | Error e) {
        archive.close();
        throw e;
      }
    } catch (IOException e) {
      throw cannotOpen(path.toString(), e);
    }
  }

  Image ociLayout(Path directory, @Nullable String tag) throws BreakwaterException {
    String name = tag == null ? directory.toString() : directory + ":" + tag;
    try {
      byte[] index = BlobStore.small(directory.resolve("index.json"), Manifest.MAX_BYTES);
      return fromIndex("oci", name, index, tag, new BlobStore.InLayout(directory));
    } catch (IOException e) {
      throw cannotOpen(name, e);
    }
  }

  Image registry(ImageSource.Registry source) throws BreakwaterException {
    ImageReference reference = source.reference();
    String name = name(reference);
    RegistryClient given = source.client();
    RegistryClient client = given != null ? given : new RegistryClient(options.registry());
    progress.at("asking " + reference.host() + " for the manifest", 0, 0);
    try {
      FetchedManifest fetched = client.manifest(reference);
      for (int depth = 0; depth < MAX_NESTING; depth++) {
        switch (fetched.manifest()) {
          case Manifest.ForImage image -> {
            return assemble(
                "registry",
                name,
                fetched.digest(),
                image,
                new BlobStore.InRegistry(client, reference));
          }
          case Manifest.Index index -> {
            Digest digest = index.select(platform()).digest();
            fetched =
                client.manifest(
                    new ImageReference(reference.host(), reference.repository(), null, digest));
          }
        }
      }
      throw new IOException("its indexes are nested more than " + MAX_NESTING + " deep");
    } catch (IOException e) {
      throw cannotOpen(name, e);
    }
  }

  Image inEngine(Engine engine, String reference) throws BreakwaterException {
    String kind = engine.kind().prefix();
    progress.at("asking " + engine.kind().label() + " for " + reference, 0, 0);
    try {
      LocalImage image = engine.image(reference);
      ImageConfig config = image.config();
      checkPlatform(config.platform());
      List<Subject.Layer> layers = new ArrayList<>();
      for (int i = 0; i < config.diffIds().size(); i++) {
        layers.add(new Subject.Layer(config.diffIds().get(i), null, config.createdBy().get(i)));
      }
      Subject subject =
          new Subject(kind, reference, image.digest(), config.platform().toString(), null, layers);
      return new LayeredImage(
          subject,
          new ImageSettings(config.document(), image.annotations()),
          new SavedLayers(engine, image, progress),
          options.layerCache(),
          limits);
    } catch (IOException e) {
      throw cannotOpen(kind + ":" + reference + orInRegistry(kind, reference), e);
    }
  }

  /** {@code docker:27} is also the name of an image of a registry. */
  private static String orInRegistry(String kind, String reference) {
    boolean couldBeTag = reference.indexOf('/') < 0 && reference.indexOf(':') < 0;
    return couldBeTag
        ? " (the image '"
            + kind
            + ":"
            + reference
            + "' of a registry is registry:"
            + kind
            + ":"
            + reference
            + ")"
        : "";
  }

  Image inContainerd(ContainerdStore store, String reference) throws BreakwaterException {
    try {
      return inContainerd(store, reference, store.image(reference));
    } catch (IOException e) {
      throw cannotOpen("containerd:" + reference, e);
    }
  }

  private Image inContainerd(ContainerdStore store, String reference, Descriptor image)
      throws IOException {
    Manifest.Index only = new Manifest.Index(List.of(image));
    return fromIndex("containerd", reference, only, null, new BlobStore.InLayout(store.content()));
  }

  /**
   * The image that a container was made from.
   *
   * @throws BreakwaterException where it is not there any more
   */
  Image origin(RunningContainer.Origin origin) throws BreakwaterException {
    switch (origin) {
      case RunningContainer.Origin.InEngine image -> {
        return inEngine(image.engine(), image.imageId());
      }
      case RunningContainer.Origin.InContainerd image -> {
        try {
          return inContainerd(
              image.store(), image.name(), image.store().image(image.namespace(), image.name()));
        } catch (IOException e) {
          throw cannotOpen("containerd:" + image.name(), e);
        }
      }
    }
  }

  private static String name(ImageReference reference) {
    return reference.host()
        + "/"
        + reference.repository()
        + (reference.tag() == null ? "" : ":" + reference.tag())
        + (reference.digest() == null ? "" : "@" + reference.digest());
  }

  private Platform platform() {
    Platform wanted = options.platform();
    return wanted == null ? Platform.ofThisMachine() : wanted;
  }

  private Image fromIndex(
      String kind, String name, byte[] document, @Nullable String tag, BlobStore store)
      throws IOException {
    if (!(Manifest.read(document) instanceof Manifest.Index index)) {
      throw new IOException("its index.json is not an index");
    }
    return fromIndex(kind, name, index, tag, store);
  }

  private Image fromIndex(
      String kind, String name, Manifest.Index index, @Nullable String tag, BlobStore store)
      throws IOException {
    Descriptor descriptor = choose(index, tag);
    for (int depth = 0; depth < MAX_NESTING; depth++) {
      switch (Manifest.read(store.document(descriptor, Manifest.MAX_BYTES))) {
        case Manifest.ForImage image -> {
          return assemble(kind, name, descriptor.digest(), image, store);
        }
        case Manifest.Index nested -> descriptor = nested.select(platform());
      }
    }
    throw new IOException("its indexes are nested more than " + MAX_NESTING + " deep");
  }

  private Descriptor choose(Manifest.Index index, @Nullable String tag) throws IOException {
    List<Descriptor> images = new ArrayList<>();
    Set<String> tags = new TreeSet<>();
    boolean allHavePlatforms = true;
    for (Descriptor image : index.manifests()) {
      if (image.annotations().containsKey("vnd.docker.reference.type")) {
        continue; // an attestation
      }
      String refName = image.annotations().get(REF_NAME);
      String fullName = image.annotations().get(FULL_NAME);
      if (refName != null || fullName != null) {
        tags.add(String.valueOf(refName == null ? fullName : refName));
      }
      if (tag == null || isNamed(refName, tag) || isNamed(fullName, tag)) {
        images.add(image);
        allHavePlatforms &= image.platform() != null;
      }
    }
    if (images.size() == 1) {
      return images.getFirst();
    }
    if (images.isEmpty()) {
      throw new IOException(
          tag == null
              ? "it has no image"
              : "it has no image with the tag " + tag + list("; it has ", tags));
    }
    if (allHavePlatforms && (tag != null || tags.size() <= 1)) {
      return new Manifest.Index(images).select(platform());
    }
    throw new IOException(
        "it has " + images.size() + " images" + list(", choose one of the tags ", tags));
  }

  private static String list(String before, Set<String> tags) {
    if (tags.isEmpty()) {
      return "";
    }
    List<String> first = tags.stream().limit(20).toList();
    return before + String.join(", ", first) + (tags.size() > first.size() ? " …" : "");
  }

  /** Tools write the tag alone, or the whole reference that ends in it. */
  private static boolean isNamed(@Nullable String name, String tag) {
    return name != null && (name.equals(tag) || name.endsWith(":" + tag));
  }

  /**
   * Reads {@code manifest.json} of {@code docker save}.
   *
   * @see <a href="https://github.com/moby/docker-image-spec/blob/main/v1.2.md">Docker image
   *     specification</a>
   */
  private Image savedByDocker(String kind, Path path, ArchiveFile archive) throws IOException {
    Json manifest = Json.parse(archive.read("manifest.json", Manifest.MAX_BYTES));
    Json image = null;
    Set<String> tags = new TreeSet<>();
    Set<String> configs = new TreeSet<>();
    for (Json item : manifest.items()) {
      image = item;
      configs.add(item.text("Config", ""));
      tags.addAll(item.texts("RepoTags"));
    }
    if (image == null) {
      throw new IOException("its manifest.json lists no image");
    }
    if (configs.size() > 1) {
      throw new IOException(
          "it has "
              + configs.size()
              + " images"
              + list(": ", tags)
              + "; save the one that is meant alone");
    }
    ImageConfig config =
        ImageConfig.read(archive.read(normal(configs.iterator().next()), ImageConfig.MAX_BYTES));
    List<String> names = image.texts("Layers");
    checkLayers(names.size(), config, "");
    List<LayerSource> layers = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = normal(names.get(i));
      layers.add(new LayerSource(i, config.diffIds().get(i), digestOf(name), archive.blob(name)));
    }
    return image(kind, path.toString(), null, config, Map.of(), layers, archive);
  }

  private static String normal(String name) {
    return name.startsWith("./") ? name.substring(2) : name;
  }

  /** Docker from 25 on names a layer's file by its digest. */
  private static @Nullable Digest digestOf(String name) {
    if (!name.startsWith("blobs/")) {
      return null;
    }
    return Digest.parse(name.substring("blobs/".length()).replace('/', ':')).orElse(null);
  }

  private Image assemble(
      String kind, String name, Digest digest, Manifest.ForImage manifest, BlobStore store)
      throws IOException {
    byte[] document = store.document(manifest.config(), ImageConfig.MAX_BYTES);
    ImageConfig config = ImageConfig.read(document);
    checkLayers(manifest.layers().size(), config, manifest.config().mediaType());
    List<LayerSource> layers = new ArrayList<>();
    for (int i = 0; i < manifest.layers().size(); i++) {
      Descriptor layer = manifest.layers().get(i);
      Blob blob =
          layer.mediaType().endsWith("+encrypted")
              ? new ArchiveFile.MissingBlob("it is encrypted", layer.size())
              : store.blob(layer);
      layers.add(new LayerSource(i, config.diffIds().get(i), layer.digest(), blob));
    }
    return image(kind, name, digest, config, manifest.annotations(), layers, store);
  }

  private static void checkLayers(int count, ImageConfig config, String configType)
      throws IOException {
    if (count > Limits.LAYERS) {
      throw new IOException("it has " + count + " layers; at most " + Limits.LAYERS + " are read");
    }
    if (count != config.diffIds().size()) {
      throw new IOException(
          config.diffIds().isEmpty()
              ? "it is not a container image: its configuration"
                  + (configType.isEmpty() ? "" : " of type " + configType)
                  + " names no layers"
              : "its manifest has "
                  + count
                  + " layers and its configuration "
                  + config.diffIds().size());
    }
  }

  private Image image(
      String kind,
      String name,
      @Nullable Digest digest,
      ImageConfig config,
      Map<String, String> annotations,
      List<LayerSource> layers,
      Closeable source)
      throws IOException {
    checkPlatform(config.platform());
    List<Subject.Layer> described = new ArrayList<>();
    for (LayerSource layer : layers) {
      described.add(
          new Subject.Layer(layer.diffId(), layer.digest(), config.createdBy().get(layer.index())));
    }
    Subject subject =
        new Subject(kind, name, digest, config.platform().toString(), null, described);
    return new LayeredImage(
        subject,
        new ImageSettings(config.document(), annotations),
        new BlobLayers(layers, source),
        options.layerCache(),
        limits);
  }

  private void checkPlatform(Platform found) throws IOException {
    Platform wanted = options.platform();
    if (wanted != null && !wanted.accepts(found)) {
      throw new IOException("it is for " + found + ", not for " + wanted);
    }
  }

  private static BreakwaterException cannotOpen(String name, IOException e) {
    String why =
        switch (e) {
          case java.nio.file.NoSuchFileException missing -> "there is no such file";
          case java.nio.file.AccessDeniedException denied -> "you may not read " + denied.getFile();
          default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    return new BreakwaterException("cannot open " + name + ": " + why, e);
  }
}
