package dev.breakwater.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Shows files to detectors and outlives whatever they do: their exceptions, and running out of
 * stack or memory on hostile content, become failures of that one file.
 */
final class Examiner {
  /** Told what came of one file. */
  interface Results {
    /** A detector learnt something. */
    void fact(int detector, Object fact);

    /** A file could not be examined. */
    void failure(String why);
  }

  /** A set of detectors is the bits of a long. */
  static final int MAX_DETECTORS = 64;

  private final List<? extends Detector<?>> detectors;
  private final Limits limits;

  /** The detectors that want directories, one bit each. */
  private final long ofDirectories;

  private final boolean wantsCapabilities;

  Examiner(List<? extends Detector<?>> detectors, Limits limits) {
    if (detectors.size() > MAX_DETECTORS) {
      throw new IllegalArgumentException("more than " + MAX_DETECTORS + " detectors");
    }
    this.detectors = List.copyOf(detectors);
    this.limits = limits;
    long directories = 0;
    boolean capabilities = false;
    for (int i = 0; i < detectors.size(); i++) {
      directories |= detectors.get(i).wantsDirectories() ? 1L << i : 0;
      capabilities |= detectors.get(i).wantsCapabilities();
    }
    this.ofDirectories = directories;
    this.wantsCapabilities = capabilities;
  }

  /** Whether any detector is to be asked about directories. */
  boolean wantsDirectories() {
    return ofDirectories != 0;
  }

  /** Whether any detector needs to know the capabilities of files on disk. */
  boolean wantsCapabilities() {
    return wantsCapabilities;
  }

  /** Names all detectors and the versions of what they learn. */
  String ids() {
    StringBuilder ids = new StringBuilder();
    for (Detector<?> detector : detectors) {
      ids.append(detector.id()).append('\n');
    }
    return ids.toString();
  }

  /** The detectors that want a file or directory, one bit each. */
  long wanting(FileEntry file) {
    long asked = file.kind() == FileEntry.Kind.DIRECTORY ? ofDirectories : -1;
    long wanting = 0;
    for (int i = 0; i < detectors.size(); i++) {
      if ((asked & (1L << i)) != 0 && detectors.get(i).wants(file)) {
        wanting |= 1L << i;
      }
    }
    return wanting;
  }

  /**
   * Shows a file that streams by.
   *
   * @throws IOException where the layer is damaged, not merely this file
   */
  void examine(FileEntry file, long wanting, InputStream stream, Results results)
      throws IOException {
    if (tooLong(file, results)) {
      return;
    }
    try (StreamedContent content = new StreamedContent(stream, file.size())) {
      if (Long.bitCount(wanting) > 1) {
        try {
          content.keep(limits.bufferedFileBytes());
        } catch (IOException e) {
          throwDamage(content);
          results.failure(message(e));
          return;
        }
      }
      for (long left = wanting; left != 0; left &= left - 1) {
        show(Long.numberOfTrailingZeros(left), file, content, results);
        throwDamage(content);
      }
    }
  }

  /** Shows a file that lies on disk. */
  void examine(FileEntry file, long wanting, Path path, Results results) {
    if (tooLong(file, results)) {
      return;
    }
    StoredContent content = new StoredContent(path, file.size());
    for (long left = wanting; left != 0; left &= left - 1) {
      show(Long.numberOfTrailingZeros(left), file, content, results);
    }
  }

  /** Shows a directory. */
  void examine(FileEntry directory, long wanting, Results results) {
    for (long left = wanting; left != 0; left &= left - 1) {
      show(Long.numberOfTrailingZeros(left), directory, NO_CONTENT, results);
    }
  }

  private boolean tooLong(FileEntry file, Results results) {
    if (file.size() <= limits.fileBytes()) {
      return false;
    }
    results.failure(
        "it is "
            + file.size()
            + " bytes long; files longer than "
            + limits.fileBytes()
            + " are not examined");
    return true;
  }

  private static void throwDamage(StreamedContent content) throws IOException {
    IOException damage = content.damage();
    if (damage != null) {
      throw damage;
    }
  }

  private void show(int detector, FileEntry file, FileContent content, Results results) {
    try {
      Object fact = detectors.get(detector).examine(file, content);
      if (fact != null) {
        results.fact(detector, fact);
      }
    } catch (IOException e) {
      results.failure(message(e));
    } catch (StackOverflowError | OutOfMemoryError e) {
      results.failure(
          "tried to examine it for "
              + detectors.get(detector).id()
              + ": it needs more "
              + (e instanceof StackOverflowError ? "stack" : "memory")
              + " than there is");
    } catch (RuntimeException e) {
      results.failure("tried to examine it for " + detectors.get(detector).id() + ": " + e);
    }
  }

  private static String message(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  /** What a directory has. */
  private static final FileContent NO_CONTENT =
      new FileContent() {
        @Override
        public long size() {
          return 0;
        }

        @Override
        public InputStream open() {
          return InputStream.nullInputStream();
        }

        @Override
        public Path file() throws IOException {
          throw new IOException("a directory has no content");
        }

        @Override
        public byte[] peek(int count) {
          return new byte[0];
        }
      };

  /** Content of a file on disk. */
  private record StoredContent(Path path, long size) implements FileContent {
    @Override
    public InputStream open() throws IOException {
      return java.nio.file.Files.newInputStream(path, java.nio.file.LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public Path file() {
      return path;
    }

    @Override
    public boolean onDisk() {
      return true;
    }
  }

  /** What a failure amounts to, kept among the facts until it is known whether the file shows. */
  record Failure(String why) {}

  /** The detector that a {@link Failure} is kept under. */
  static final int NO_DETECTOR = -1;
}
