package dev.breakwater.image;

import org.jspecify.annotations.Nullable;

/**
 * One entry of a layer or directory.
 *
 * @param path relative to the root, without a leading slash, normalised: no empty, {@code .} or
 *     {@code ..} segments
 * @param kind what it is; a hard link is shown as the file that it links to
 * @param size length in bytes of a file, 0 for all else
 * @param mode permission bits with setuid, setgid and sticky, as in {@code st_mode & 07777}
 * @param linkTarget what a symbolic link says, as written; null for all else
 * @param capabilities the permitted set of a file's capabilities (capabilities(7)), one bit each; 0
 *     where it has none, or where they cannot be read
 */
public record FileEntry(
    String path,
    Kind kind,
    long size,
    int mode,
    long uid,
    long gid,
    @Nullable String linkTarget,
    long capabilities) {

  /** An entry without capabilities. */
  public FileEntry(
      String path,
      Kind kind,
      long size,
      int mode,
      long uid,
      long gid,
      @Nullable String linkTarget) {
    this(path, kind, size, mode, uid, gid, linkTarget, 0);
  }

  /** What an entry is. */
  public enum Kind {
    FILE,
    DIRECTORY,
    SYMLINK,
    OTHER
  }

  /** The last segment of the path. */
  public String fileName() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Whether the last segment of the path is this; allocates nothing. */
  public boolean isNamed(String name) {
    int start = path.length() - name.length();
    return path.endsWith(name) && (start == 0 || path.charAt(start - 1) == '/');
  }

  /** Whether anybody may execute it. */
  public boolean executable() {
    return kind == Kind.FILE && (mode & 0111) != 0;
  }
}
