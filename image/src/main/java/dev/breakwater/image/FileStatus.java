package dev.breakwater.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the kernel says of a name.
 *
 * @param special the device that a device file stands for
 */
record FileStatus(int mode, long size, long uid, long gid, long device, long special) {
  private static final int TYPE = 0170000;
  private static final int TYPE_FILE = 0100000;
  private static final int TYPE_DIRECTORY = 0040000;
  private static final int TYPE_LINK = 0120000;
  private static final int TYPE_CHARACTER_DEVICE = 0020000;

  static FileStatus of(Path path) throws IOException {
    // Asking for these alone is one lstat; names of owners would each be looked up.
    Map<String, Object> attributes =
        Files.readAttributes(path, "unix:mode,size,uid,gid,dev,rdev", LinkOption.NOFOLLOW_LINKS);
    return new FileStatus(
        number(attributes, "mode").intValue(),
        number(attributes, "size").longValue(),
        Integer.toUnsignedLong(number(attributes, "uid").intValue()),
        Integer.toUnsignedLong(number(attributes, "gid").intValue()),
        number(attributes, "dev").longValue(),
        number(attributes, "rdev").longValue());
  }

  private static Number number(Map<String, Object> attributes, String name) {
    return (Number) attributes.getOrDefault(name, 0);
  }

  private int type() {
    return mode & TYPE;
  }

  boolean isFile() {
    return type() == TYPE_FILE;
  }

  boolean isDirectory() {
    return type() == TYPE_DIRECTORY;
  }

  boolean isLink() {
    return type() == TYPE_LINK;
  }

  /** How overlayfs says that a path of the layers below is gone: a character device 0/0. */
  boolean isWhiteout() {
    return type() == TYPE_CHARACTER_DEVICE && special == 0;
  }

  boolean isExecutable() {
    return isFile() && (mode & 0111) != 0;
  }

  /** The entry of a file, with the capabilities it has, or of a directory. */
  FileEntry entry(String path, long capabilities) {
    return isDirectory()
        ? new FileEntry(path, FileEntry.Kind.DIRECTORY, 0, mode & 07777, uid, gid, null)
        : new FileEntry(
            path, FileEntry.Kind.FILE, size, mode & 07777, uid, gid, null, capabilities);
  }
}
