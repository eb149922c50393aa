package dev.breakwater.cli;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.image.ImageSource;
import dev.breakwater.image.container.Machine;
import dev.breakwater.image.containerd.ContainerdStore;
import dev.breakwater.image.engine.Engine;
import dev.breakwater.image.registry.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the user asks to be looked at. */
sealed interface SubjectReference {
  /** Every prefix but that of registries. */
  List<String> OTHERS_THAN_REGISTRY =
      List.of(
          "dir",
          "docker-archive",
          "oci-archive",
          "oci",
          "docker",
          "podman",
          "containerd",
          "container",
          "host",
          "sbom",
          "purls");

  /** An image or a directory. */
  record OfImage(ImageSource source) implements SubjectReference {}

  /** A CycloneDX or SPDX document. */
  record Sbom(Path file) implements SubjectReference {}

  /**
   * A list of package URLs.
   *
   * @param file null for standard input
   */
  record Purls(@Nullable Path file) implements SubjectReference {}

  /**
   * Reads {@code PREFIX:VALUE}; without a prefix, guesses: what exists in the file system is taken
   * by its content, all else is an image reference.
   *
   * @throws BreakwaterException where it is none of them, saying what it might have been
   */
  static SubjectReference parse(String text) throws BreakwaterException {
    int colon = text.indexOf(':');
    String value = text.substring(colon + 1);
    return switch (colon < 0 ? "" : text.substring(0, colon)) {
      case "dir" -> new OfImage(new ImageSource.Directory(existing(value, "directory")));
      case "docker-archive" -> new OfImage(new ImageSource.DockerArchive(existing(value, "file")));
      case "oci-archive" -> new OfImage(new ImageSource.OciArchive(existing(value, "file")));
      case "oci" -> new OfImage(layout(value));
      case "registry" -> new OfImage(image(value));
      case "docker" -> new OfImage(inEngine(Engine.Kind.DOCKER, named(value, "image")));
      case "podman" -> new OfImage(inEngine(Engine.Kind.PODMAN, named(value, "image")));
      case "containerd" ->
          new OfImage(
              new ImageSource.InContainerd(
                  ContainerdStore.of(System.getenv()), named(value, "image")));
      case "container" ->
          new OfImage(
              new ImageSource.Container(
                  Machine.ofThisOne(System.getenv()), named(value, "container")));
      case "host" -> new OfImage(host(value));
      case "sbom" -> new Sbom(existing(value, "file"));
      case "purls" -> value.equals("-") ? new Purls(null) : new Purls(existing(value, "file"));
      default -> guess(text);
    };
  }

  private static ImageSource inEngine(Engine.Kind kind, String reference) {
    return new ImageSource.InEngine(Engine.of(kind, System.getenv()), reference);
  }

  private static ImageSource host(String value) throws BreakwaterException {
    if (!value.isEmpty()) {
      throw new BreakwaterException(
          "'host:' is this machine and takes no name; for another, run there, and for an image in a"
              + " registry of that name write registry:host:"
              + value);
    }
    return new ImageSource.Host(List.of());
  }

  private static String named(String value, String what) throws BreakwaterException {
    if (value.isEmpty()) {
      throw new BreakwaterException("After the colon comes the name of the " + what + "");
    }
    return value;
  }

  private static ImageSource image(String reference) throws BreakwaterException {
    try {
      return new ImageSource.Registry(ImageReference.parse(reference));
    } catch (IllegalArgumentException e) {
      throw new BreakwaterException(
          "There is no file or directory "
              + reference
              + ", and it is no image reference: "
              + e.getMessage(),
          e);
    }
  }

  private static ImageSource layout(String value) throws BreakwaterException {
    Path whole = path(value);
    if (Files.isDirectory(whole)) {
      return new ImageSource.OciLayout(whole, null);
    }
    // The tag may itself be a full reference with colons, so the shortest directory wins.
    for (int colon = value.indexOf(':'); colon > 0; colon = value.indexOf(':', colon + 1)) {
      Path directory = path(value.substring(0, colon));
      if (Files.isDirectory(directory)) {
        return new ImageSource.OciLayout(directory, value.substring(colon + 1));
      }
    }
    return new ImageSource.OciLayout(existing(value, "directory"), null);
  }

  private static SubjectReference guess(String text) throws BreakwaterException {
    if (text.equals("-")) {
      return new Purls(null);
    }
    Path path;
    try {
      path = Path.of(text);
    } catch (InvalidPathException notAPath) {
      return new OfImage(image(text));
    }
    if (Files.isDirectory(path)) {
      return new OfImage(
          Files.exists(path.resolve("oci-layout"))
              ? new ImageSource.OciLayout(path, null)
              : new ImageSource.Directory(path));
    }
    if (Files.exists(path)) {
      return byContent(path);
    }
    if (text.startsWith("/") || text.startsWith("./") || text.startsWith("../")) {
      throw new BreakwaterException("There is no file or directory " + text);
    }
    ImageSource layout = text.indexOf(':') > 0 ? layoutWithTag(text) : null;
    return new OfImage(layout != null ? layout : image(text));
  }

  private static @Nullable ImageSource layoutWithTag(String text) throws BreakwaterException {
    Path directory = path(text.substring(0, text.indexOf(':')));
    return Files.exists(directory.resolve("oci-layout")) ? layout(text) : null;
  }

  private static SubjectReference byContent(Path file) throws BreakwaterException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(4096);
    } catch (IOException e) {
      throw new BreakwaterException(
          "Cannot read " + file + ": " + BreakwaterException.reason(e), e);
    }
    String start = new String(head, StandardCharsets.UTF_8).replace("\ufeff", "").stripLeading();
    if (start.startsWith("{")) {
      return new Sbom(file);
    }
    if (start.startsWith("pkg:") || start.startsWith("#")) {
      return new Purls(file);
    }
    boolean compressed =
        head.length > 4
            && ((head[0] == 0x1f && (head[1] & 0xff) == 0x8b)
                || (head[0] == 0x28 && (head[1] & 0xff) == 0xb5 && head[2] == 0x2f));
    boolean tar =
        head.length >= 262 && new String(head, 257, 5, StandardCharsets.US_ASCII).equals("ustar");
    if (compressed || tar) {
      // Docker's archive reader also understands the OCI layout that newer "docker save" writes
      // beside manifest.json.
      return new OfImage(new ImageSource.DockerArchive(file));
    }
    throw new BreakwaterException(
        "Cannot tell what "
            + file
            + " is: it is no image archive, no JSON SBOM and no list of package URLs. Name its kind, for example"
            + " docker-archive:"
            + file);
  }

  private static Path existing(String value, String kind) throws BreakwaterException {
    Path path = path(value);
    boolean fits = kind.equals("directory") ? Files.isDirectory(path) : Files.exists(path);
    if (value.isEmpty() || !fits) {
      throw new BreakwaterException("There is no " + kind + " " + (value.isEmpty() ? "''" : value));
    }
    return path;
  }

  private static Path path(String value) throws BreakwaterException {
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new BreakwaterException("'" + value + "' is not a path: " + e.getReason(), e);
    }
  }
}
