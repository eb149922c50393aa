package dev.breakwater.advisory.mirror;

import java.nio.file.Path;

/** Brings files of one archive. Safe to share between threads. */
public interface ArchiveTransport {
  /**
   * Writes a file of the archive to {@code target}.
   *
   * @param path relative to the archive's base
   * @param most bytes to take
   * @throws ArchiveException.Missing where the archive does not have it
   * @throws ArchiveException.Unreachable where the archive does not answer
   * @throws ArchiveException for all else, such as more bytes than {@code most}
   */
  void fetch(String path, long most, Path target) throws ArchiveException;

  /** The address of a file, without user names and passwords, for messages. */
  String place(String path);
}
