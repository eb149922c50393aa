package dev.breakwater.core.vex;

import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a subject is called, to compare with what documents call it. Names of images are compared in
 * full: {@code debian:12} is {@code docker.io/library/debian:12}.
 *
 * @param texts what it is called, as it is
 * @param images repository and tag of each name that is an image's
 * @param digest of the manifest; null where there is none
 * @param architecture null where it is not known
 * @see <a
 *     href="https://github.com/package-url/purl-spec/blob/main/types-doc/oci-definition.md">purls
 *     of OCI images</a>
 */
record ImageName(
    List<String> texts,
    List<Reference> images,
    @Nullable String digest,
    @Nullable String architecture) {

  /**
   * @param repository with its registry
   * @param tag {@code latest} where none is given, null where a digest is
   */
  record Reference(String repository, @Nullable String tag) {
    static Reference of(String text) {
      int at = text.indexOf('@');
      String named = at < 0 ? text : text.substring(0, at);
      int colon = named.indexOf(':', named.lastIndexOf('/') + 1);
      if (colon >= 0) {
        return new Reference(full(named.substring(0, colon)), named.substring(colon + 1));
      }
      return new Reference(full(named), at < 0 ? "latest" : null);
    }

    private static String full(String repository) {
      int slash = repository.indexOf('/');
      String host = slash < 0 ? "" : repository.substring(0, slash);
      boolean registry = host.contains(".") || host.contains(":") || host.equals("localhost");
      if (!registry) {
        return "docker.io/" + (slash < 0 ? "library/" : "") + repository;
      }
      String rest = repository.substring(slash + 1);
      return switch (host) {
        case "docker.io", "index.docker.io", "registry-1.docker.io" ->
            "docker.io/" + (rest.indexOf('/') < 0 ? "library/" : "") + rest;
        default -> repository;
      };
    }

    String name() {
      return repository.substring(repository.lastIndexOf('/') + 1);
    }
  }

  static ImageName of(Subject subject) {
    List<String> texts = new ArrayList<>();
    texts.add(subject.kind() + ":" + subject.name());
    texts.add(subject.name());
    List<Reference> images = new ArrayList<>();
    switch (subject.kind()) {
      case "registry", "docker", "podman", "containerd" -> images.add(Reference.of(subject.name()));
      default -> {}
    }
    Subject.Container container = subject.container();
    String made = container == null ? null : container.image();
    if (made != null) {
      texts.add(made);
      images.add(Reference.of(made));
    }
    String platform = subject.platform();
    String[] parts = platform == null ? new String[0] : platform.split("/");
    return new ImageName(
        texts,
        images,
        subject.digest() == null ? null : subject.digest().toString(),
        parts.length < 2 ? null : parts[1]);
  }

  /** Whether a package URL is one of an image. */
  static boolean isImage(PackageUrl purl) {
    return purl.type().equals("oci") || purl.type().equals("docker");
  }

  /** By digest where one is given, else by name, and by the tag and architecture if given. */
  boolean isMeantBy(PackageUrl purl) {
    String arch = purl.qualifier("arch").orElse(null);
    if (arch != null && !arch.equals(architecture)) {
      return false;
    }
    String version = purl.version();
    if (version != null && version.contains(":")) {
      return version.equals(digest);
    }
    for (Reference image : images) {
      if (hasName(image, purl) && hasTag(image, version, purl)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasName(Reference image, PackageUrl purl) {
    String where = purl.qualifier("repository_url").orElse(null);
    String namespace = purl.namespace();
    if (purl.type().equals("docker")) {
      String path = namespace == null ? purl.name() : namespace + "/" + purl.name();
      return Reference.full(where == null ? path : where + "/" + path).equals(image.repository);
    }
    if (!image.name().toLowerCase(Locale.ROOT).equals(purl.name().toLowerCase(Locale.ROOT))) {
      return false;
    }
    // The qualifier is the whole name by the specification, and without its last part by habit.
    return where == null
        || Reference.full(where).equals(image.repository)
        || Reference.full(where + "/" + image.name()).equals(image.repository);
  }

  private static boolean hasTag(Reference image, @Nullable String version, PackageUrl purl) {
    String tag = version == null ? purl.qualifier("tag").orElse(null) : version;
    return tag == null || tag.equals(image.tag);
  }

  /** By any of the texts that people call it by, or as an image reference. */
  boolean isMeantBy(String name) {
    if (texts.contains(name) || name.equals(digest)) {
      return true;
    }
    int at = name.indexOf('@');
    if (at > 0) {
      return name.substring(at + 1).equals(digest);
    }
    // A name without a tag or registry is too little to go by: any word could be one.
    return name.indexOf(':', name.lastIndexOf('/') + 1) > 0
        && !name.contains("://")
        && images.contains(Reference.of(name));
  }
}
