package dev.breakwater.image;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Makes small images for tests: layers of files, directories, links and whiteouts, written as a
 * Docker archive, an OCI layout or an OCI archive.
 *
 * <pre>{@code
 * new ImageBuilder()
 *     .layer(new ImageBuilder.Layer().file("etc/os-release", "ID=debian\n"))
 *     .layer(new ImageBuilder.Layer().whiteout("etc/os-release"))
 *     .writeDockerArchive(directory.resolve("image.tar"));
 * }</pre>
 */
public final class ImageBuilder {
  private static final byte[] NOTHING = new byte[0];

  /** How layers are compressed. */
  public enum Compressed {
    NONE(""),
    GZIP("+gzip"),
    ZSTD("+zstd");

    private final String suffix;

    Compressed(String suffix) {
      this.suffix = suffix;
    }
  }

  /** One layer; members are written in the order in which they are added. */
  public static final class Layer {
    private final ByteArrayOutputStream tar = new ByteArrayOutputStream();
    private byte[] raw;

    /** A layer of these very bytes, tar or not. */
    public static Layer of(byte[] raw) {
      Layer layer = new Layer();
      layer.raw = raw;
      return layer;
    }

    public Layer file(String path, String content) {
      return file(path, content.getBytes(StandardCharsets.UTF_8), 0644);
    }

    public Layer file(String path, byte[] content, int mode) {
      return member('0', path, "", content, mode);
    }

    public Layer directory(String path) {
      return member('5', path + "/", "", NOTHING, 0755);
    }

    public Layer symlink(String path, String target) {
      return member('2', path, target, NOTHING, 0777);
    }

    public Layer hardLink(String path, String target) {
      return member('1', path, target, NOTHING, 0644);
    }

    public Layer fifo(String path) {
      return member('6', path, "", NOTHING, 0644);
    }

    /** Hides a path of the layers below. */
    public Layer whiteout(String path) {
      int name = path.lastIndexOf('/') + 1;
      return file(path.substring(0, name) + ".wh." + path.substring(name), "");
    }

    /** Hides what a directory holds in the layers below. */
    public Layer opaque(String directory) {
      return file((directory.isEmpty() ? "" : directory + "/") + ".wh..wh..opq", "");
    }

    /** Adds a member as ustar, after a pax header where a name is too long for that. */
    public Layer member(char type, String path, String link, byte[] content, int mode) {
      byte[] pathBytes = utf8(path);
      byte[] linkBytes = utf8(link);
      if (pathBytes.length > 100 || linkBytes.length > 100) {
        header('x', utf8("pax"), NOTHING, utf8(record("path", path) + record("linkpath", link)), 0);
      }
      return header(type, pathBytes, linkBytes, content, mode);
    }

    /** Adds a pax header for the next member, with one record. */
    public Layer pax(String key, byte[] value) {
      int rest = utf8(" " + key + "=\n").length + value.length;
      int length = rest + 1;
      while (Integer.toString(length).length() + rest > length) {
        length++;
      }
      ByteArrayOutputStream header = new ByteArrayOutputStream();
      header.writeBytes(utf8(length + " " + key + "="));
      header.writeBytes(value);
      header.write('\n');
      return header('x', utf8("pax"), NOTHING, header.toByteArray(), 0);
    }

    private static String record(String key, String value) {
      String rest = " " + key + "=" + value + "\n";
      int length = utf8(rest).length;
      int digits = 1;
      while (Integer.toString(length + digits).length() > digits) {
        digits++;
      }
      return value.isEmpty() ? "" : length + digits + rest;
    }

    private Layer header(char type, byte[] path, byte[] link, byte[] content, int mode) {
      byte[] header = new byte[512];
      System.arraycopy(path, 0, header, 0, Math.min(path.length, 100));
      octal(header, 100, 8, mode);
      octal(header, 108, 8, 0);
      octal(header, 116, 8, 0);
      octal(header, 124, 12, content.length);
      octal(header, 136, 12, 0);
      header[156] = (byte) type;
      System.arraycopy(link, 0, header, 157, Math.min(link.length, 100));
      System.arraycopy(utf8("ustar\00000"), 0, header, 257, 8);
      int sum = 8 * ' ';
      for (byte octet : header) {
        sum += octet & 0xff;
      }
      octal(header, 148, 8, sum);
      tar.writeBytes(header);
      tar.writeBytes(content);
      tar.writeBytes(new byte[-content.length & 511]);
      return this;
    }

    private static void octal(byte[] header, int from, int length, int value) {
      String text = "0".repeat(length) + Integer.toOctalString(value);
      byte[] digits = utf8(text.substring(text.length() - length + 1));
      System.arraycopy(digits, 0, header, from, digits.length);
    }

    /** The uncompressed layer. */
    public byte[] bytes() {
      if (raw == null) {
        tar.writeBytes(new byte[1024]);
        raw = tar.toByteArray();
      }
      return raw;
    }
  }

  private final List<Layer> layers = new ArrayList<>();
  private Compressed compressed = Compressed.GZIP;
  private String architecture = "amd64";
  private String tag = "test";
  private int wrongDiffId = -1;
  private String settings = "{}";
  private String described = "";
  private String history = "";
  private String annotations = "{}";

  /** Adds a layer on top. */
  public ImageBuilder layer(Layer layer) {
    layers.add(layer);
    return this;
  }

  public ImageBuilder compressed(Compressed how) {
    compressed = how;
    return this;
  }

  public ImageBuilder architecture(String wanted) {
    architecture = wanted;
    return this;
  }

  public ImageBuilder tag(String wanted) {
    tag = wanted;
    return this;
  }

  /** What the configuration's {@code config} holds, an object. */
  public ImageBuilder settings(String json) {
    settings = json;
    return this;
  }

  /** Further members of the configuration, each with a comma after it. */
  public ImageBuilder described(String members) {
    described = members;
    return this;
  }

  /** Steps of the history in place of one for each layer, objects with commas between them. */
  public ImageBuilder history(String steps) {
    history = steps;
    return this;
  }

  /** Annotations of the manifest, an object; archives of Docker have no manifest. */
  public ImageBuilder annotations(String json) {
    annotations = json;
    return this;
  }

  /** Makes the configuration lie about what a layer unpacks to. */
  public ImageBuilder wrongDiffId(int layer) {
    wrongDiffId = layer;
    return this;
  }

  /** A blob as it is stored; never compared. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Blob(String digest, byte[] bytes) {
    static Blob of(byte[] bytes) {
      return new Blob(sha256(bytes), bytes);
    }

    String descriptor(String mediaType) {
      return "{\"mediaType\":\""
          + mediaType
          + "\",\"digest\":\"sha256:"
          + digest
          + "\",\"size\":"
          + bytes.length
          + "}";
    }
  }

  private Blob config() {
    StringBuilder diffIds = new StringBuilder();
    StringBuilder steps = new StringBuilder();
    for (int i = 0; i < layers.size(); i++) {
      String comma = i == 0 ? "" : ",";
      String digest = sha256(i == wrongDiffId ? new byte[] {1} : layers.get(i).bytes());
      diffIds.append(comma).append("\"sha256:").append(digest).append('"');
      steps.append(comma).append("{\"created_by\":\"step ").append(i).append("\"}");
    }
    return Blob.of(
        utf8(
            "{"
                + described
                + "\"architecture\":\""
                + architecture
                + "\",\"os\":\"linux\",\"config\":"
                + settings
                + ",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":["
                + diffIds
                + "]},\"history\":["
                + (history.isEmpty() ? steps : history)
                + "]}"));
  }

  private byte[] compress(byte[] layer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (compressed) {
          case NONE -> bytes;
          case GZIP -> new GZIPOutputStream(bytes);
          case ZSTD -> new ZstdOutputStream(bytes);
        }) {
      out.write(layer);
    }
    return bytes.toByteArray();
  }

  /** All files of the OCI layout, {@code index.json} last. */
  private List<Object[]> layout() throws IOException {
    List<Object[]> files = new ArrayList<>();
    StringBuilder descriptors = new StringBuilder();
    for (Layer layer : layers) {
      Blob blob = Blob.of(compress(layer.bytes()));
      files.add(new Object[] {"blobs/sha256/" + blob.digest(), blob.bytes()});
      descriptors
          .append(descriptors.isEmpty() ? "" : ",")
          .append(blob.descriptor("application/vnd.oci.image.layer.v1.tar" + compressed.suffix));
    }
    Blob config = config();
    Blob manifest =
        Blob.of(
            utf8(
                "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":"
                    + config.descriptor("application/vnd.oci.image.config.v1+json")
                    + ",\"layers\":["
                    + descriptors
                    + "],\"annotations\":"
                    + annotations
                    + "}"));
    files.add(new Object[] {"blobs/sha256/" + config.digest(), config.bytes()});
    files.add(new Object[] {"blobs/sha256/" + manifest.digest(), manifest.bytes()});
    files.add(new Object[] {"oci-layout", utf8("{\"imageLayoutVersion\":\"1.0.0\"}")});
    String descriptor = manifest.descriptor("application/vnd.oci.image.manifest.v1+json");
    files.add(
        new Object[] {
          "index.json",
          utf8(
              "{\"schemaVersion\":2,\"manifests\":["
                  + descriptor.substring(0, descriptor.length() - 1)
                  + ",\"annotations\":{\"org.opencontainers.image.ref.name\":\""
                  + tag
                  + "\"}}]}")
        });
    return files;
  }

  /** Writes an OCI layout into a directory, which is made. */
  public Path writeOciLayout(Path directory) throws IOException {
    for (Object[] file : layout()) {
      Path path = directory.resolve((String) file[0]);
      Files.createDirectories(path.getParent());
      Files.write(path, (byte[]) file[1]);
    }
    return directory;
  }

  /** Writes a tar of an OCI layout. */
  public Path writeOciArchive(Path archive) throws IOException {
    Layer tar = new Layer();
    for (Object[] file : layout()) {
      tar.file((String) file[0], (byte[]) file[1], 0644);
    }
    return Files.write(archive, tar.bytes());
  }

  /** Writes what {@code docker save} wrote before version 25. */
  public Path writeDockerArchive(Path archive) throws IOException {
    return Files.write(archive, dockerArchive());
  }

  /** What {@code docker save} wrote before version 25. */
  public byte[] dockerArchive() throws IOException {
    Layer tar = new Layer();
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < layers.size(); i++) {
      byte[] layer = compress(layers.get(i).bytes());
      String name = sha256(utf8("layer " + i)) + "/layer.tar";
      tar.file(name, layer, 0644);
      names.append(i == 0 ? "" : ",").append('"').append(name).append('"');
    }
    Blob config = config();
    tar.file(config.digest() + ".json", config.bytes(), 0644);
    tar.file(
        "manifest.json",
        "[{\"Config\":\""
            + config.digest()
            + ".json\",\"RepoTags\":[\"example.org/image:"
            + tag
            + "\"],\"Layers\":["
            + names
            + "]}]");
    return tar.bytes();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
