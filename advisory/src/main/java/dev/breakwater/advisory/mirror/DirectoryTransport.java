package dev.breakwater.advisory.mirror;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An archive in the file system that is being examined, for {@code file:} and {@code copy:}
 * sources. Nothing outside that file system is read, wherever links lead.
 */
public final class DirectoryTransport implements ArchiveTransport {
  private final Path root;
  private final String base;

  /**
   * @param root of the file system that the source is part of
   * @param base absolute path of the archive in it
   */
  public DirectoryTransport(Path root, String base) {
    this.root = root;
    this.base = base;
  }

  @Override
  public void fetch(String path, long most, Path target) throws ArchiveException {
    try {
      Path file = inside(root, base + "/" + path);
      if (file == null) {
        throw new ArchiveException.Missing(place(path) + " is not there");
      }
      if (Files.size(file) > most) {
        throw new ArchiveException(place(path) + " is larger than the " + most + " bytes expected");
      }
      try (InputStream in = new BoundedInputStream(Files.newInputStream(file), place(path), most);
          OutputStream out = Files.newOutputStream(target)) {
        in.transferTo(out);
      }
    } catch (ArchiveException e) {
      throw e;
    } catch (IOException e) {
      throw new ArchiveException.Unreachable(
          place(path) + " cannot be read: " + e.getClass().getSimpleName());
    }
  }

  /**
   * The regular file that a path leads to, if that is inside the root.
   *
   * @return null where there is none
   */
  public static @Nullable Path inside(Path root, String path) throws IOException {
    try {
      Path real = root.resolve(path.replaceFirst("^/+", "")).toRealPath();
      return real.startsWith(root.toRealPath()) && Files.isRegularFile(real) ? real : null;
    } catch (NoSuchFileException | NotDirectoryException | InvalidPathException e) {
      return null;
    }
  }

  @Override
  public String place(String path) {
    return "file:" + base + (base.endsWith("/") ? "" : "/") + path;
  }
}
