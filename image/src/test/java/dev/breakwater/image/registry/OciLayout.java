package dev.breakwater.image.registry;

import dev.breakwater.core.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Writes images into an OCI layout directory, for real programs to push. */
final class OciLayout {
  private final Path directory;
  private final List<String> tagged = new ArrayList<>();

  OciLayout(Path directory) throws IOException {
    this.directory = directory;
    Files.createDirectories(directory.resolve("blobs/sha256"));
    Files.writeString(directory.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
  }

  /** A layer with one file. */
  static byte[] layer(String name, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      TarArchiveEntry entry = new TarArchiveEntry(name);
      entry.setSize(content.length);
      entry.setModTime(0);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    }
    return out.toByteArray();
  }

  private String blob(byte[] content) throws Exception {
    String hex = Digest.sha256(MessageDigest.getInstance("SHA-256").digest(content)).hex();
    Files.write(directory.resolve("blobs/sha256").resolve(hex), content);
    return "\"digest\":\"sha256:" + hex + "\",\"size\":" + content.length;
  }

  /** Adds an image of one layer; returns its descriptor. */
  String image(String architecture, byte[] layer) throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(layer);
    }
    String diffId = Digest.sha256(MessageDigest.getInstance("SHA-256").digest(layer)).toString();
    String config =
        "{\"os\":\"linux\",\"architecture\":\""
            + architecture
            + "\",\"config\":{},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
            + diffId
            + "\"]},\"history\":[{\"created_by\":\"COPY\"}]}";
    String manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
            + "\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\","
            + blob(config.getBytes(StandardCharsets.UTF_8))
            + "},\"layers\":[{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+gzip\","
            + blob(packed.toByteArray())
            + "}]}";
    return "{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
        + blob(manifest.getBytes(StandardCharsets.UTF_8))
        + ",\"platform\":{\"os\":\"linux\",\"architecture\":\""
        + architecture
        + "\"}";
  }

  /** Adds an index of several images; returns its descriptor. */
  String index(String... images) throws Exception {
    List<String> closed = new ArrayList<>();
    for (String image : images) {
      closed.add(image + "}");
    }
    String index =
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\","
            + "\"manifests\":["
            + String.join(",", closed)
            + "]}";
    return "{\"mediaType\":\"application/vnd.oci.image.index.v1+json\","
        + blob(index.getBytes(StandardCharsets.UTF_8));
  }

  /** Gives an image or an index a tag. */
  void tag(String descriptor, String tag) throws IOException {
    tagged.add(
        descriptor + ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"" + tag + "\"}}");
    Files.writeString(
        directory.resolve("index.json"),
        "{\"schemaVersion\":2,\"manifests\":[" + String.join(",", tagged) + "]}");
  }
}
