package dev.breakwater.image.tar;

/**
 * A member of a tar archive. Names are the bytes as written, because an archive does not say what
 * encoding they have. The arrays are not to be changed.
 *
 * @param name path as written, neither normalised nor checked
 * @param linkName what a link points to; empty for all else
 * @param size length of a file's content in bytes, holes included; 0 for all else
 * @param mode permission bits with setuid, setgid and sticky
 * @param capabilities value of a file's extended attribute {@code security.capability}, not checked;
 *     empty where it has none
 * @param sparse whether the content has holes that the archive does not store
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and copied nowhere
public record TarEntry(
    Type type,
    byte[] name,
    byte[] linkName,
    long size,
    int mode,
    long uid,
    long gid,
    byte[] capabilities,
    boolean sparse) {

  /** What a member is. */
  public enum Type {
    FILE,
    HARD_LINK,
    SYMLINK,
    DIRECTORY,
    /** Devices, FIFOs, and what we do not know. */
    OTHER
  }
}
