package dev.breakwater.advisory.archive;

import dev.breakwater.image.Detector;
import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Captures apt's sources and the keyrings that may sign for them, as they are. */
final class AptFileDetector implements Detector<AptFile> {
  static final AptFileDetector INSTANCE = new AptFileDetector();

  /** Keyrings of distributions are below 100 KB; sources are a few lines. */
  static final int LARGEST_FILE = 1 << 20;

  private AptFileDetector() {}

  @Override
  public String id() {
    return "apt-configuration/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    return isConfiguration(file.path());
  }

  static boolean isConfiguration(String path) {
    if (path.startsWith("etc/apt/")) {
      return path.equals("etc/apt/sources.list")
          || path.equals("etc/apt/trusted.gpg")
          || (inDirectory(path, "etc/apt/sources.list.d/")
              && (path.endsWith(".list") || path.endsWith(".sources")))
          || (inDirectory(path, "etc/apt/trusted.gpg.d/") && isKeyring(path))
          || path.startsWith("etc/apt/keyrings/");
    }
    return (path.startsWith("usr/share/keyrings/") || path.startsWith("usr/local/share/keyrings/"))
        && isKeyring(path);
  }

  private static boolean inDirectory(String path, String directory) {
    return path.startsWith(directory) && path.indexOf('/', directory.length()) < 0;
  }

  private static boolean isKeyring(String path) {
    return path.endsWith(".gpg") || path.endsWith(".asc") || path.endsWith(".pgp");
  }

  @Override
  public List<String> fixedPaths() {
    return List.of("etc/apt/sources.list", "etc/apt/trusted.gpg");
  }

  @Override
  public @Nullable AptFile examine(FileEntry file, FileContent content) throws IOException {
    if (content.size() > LARGEST_FILE) {
      throw new IOException(
          "not read: "
              + content.size()
              + " bytes are too many for apt's configuration, at most "
              + LARGEST_FILE
              + " are taken");
    }
    try (InputStream in = content.open()) {
      byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
      if (bytes.length > LARGEST_FILE) {
        throw new IOException("not read: longer than " + LARGEST_FILE + " bytes");
      }
      return new AptFile(bytes);
    }
  }

  @Override
  public void encode(AptFile fact, DataOutput out) throws IOException {
    byte[] bytes = fact.content();
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  @Override
  public AptFile decode(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LARGEST_FILE) {
      throw new IOException("damaged: a file of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return new AptFile(bytes);
  }
}
