package dev.breakwater.advisory.mirror;

import dev.breakwater.image.Detector;
import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Captures small files of a package manager's configuration as they are. */
public abstract class CapturingDetector implements Detector<CapturedFile> {
  /** Bytes: keyrings of distributions are below 100 KB; sources are a few lines. */
  public static final int LARGEST_FILE = 1 << 20;

  private final String whose;

  /**
   * @param whose configuration it is, for messages, for example {@code apt's configuration}
   */
  protected CapturingDetector(String whose) {
    this.whose = whose;
  }

  /** Whether a path is that of a file right in a directory, not further below. */
  protected static boolean inDirectory(String path, String directory) {
    return path.startsWith(directory) && path.indexOf('/', directory.length()) < 0;
  }

  @Override
  public @Nullable CapturedFile examine(FileEntry file, FileContent content) throws IOException {
    if (content.size() > LARGEST_FILE) {
      throw new IOException(
          "not read: "
              + content.size()
              + " bytes are too many for "
              + whose
              + ", at most "
              + LARGEST_FILE
              + " are taken");
    }
    try (InputStream in = content.open()) {
      byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
      if (bytes.length > LARGEST_FILE) {
        throw new IOException("not read: longer than " + LARGEST_FILE + " bytes");
      }
      return new CapturedFile(bytes);
    }
  }

  @Override
  public void encode(CapturedFile fact, DataOutput out) throws IOException {
    byte[] bytes = fact.content();
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  @Override
  public CapturedFile decode(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LARGEST_FILE) {
      throw new IOException("damaged: a file of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return new CapturedFile(bytes);
  }
}
