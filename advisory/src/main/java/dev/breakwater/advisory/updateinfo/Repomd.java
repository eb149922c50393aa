package dev.breakwater.advisory.updateinfo;

import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.core.Digest;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A repository's index, {@code repodata/repomd.xml}, as far as security updates go.
 *
 * @param changed when the repository was last changed; null where it does not say
 * @param updates its {@code updateinfo}; null where it announces no updates
 * @see <a href="https://github.com/rpm-software-management/createrepo_c">createrepo_c, which writes
 *     the format</a>
 */
record Repomd(@Nullable Instant changed, @Nullable UpdateFile updates) {
  static final String PATH = "repodata/repomd.xml";

  /** Bytes; real ones are below 20 KB. */
  static final int LARGEST = 4 << 20;

  /** 1973, before any rpm: a smaller revision is a count, not a time. */
  private static final long EARLIEST = 100_000_000;

  private static final long LATEST = 100_000_000_000L;
  private static final int LONGEST = 4_096;

  /**
   * The file that announces updates.
   *
   * @param path relative to the repository's base
   * @param size in bytes as packed; -1 where it is not given
   */
  record UpdateFile(String path, Digest digest, long size) {}

  /**
   * Reads the document.
   *
   * @throws ArchiveException where it is not one, or what it says of the updates cannot be used
   */
  static Repomd parse(byte[] document, String where) throws ArchiveException {
    try (XmlReader xml = new XmlReader(new ByteArrayInputStream(document), where)) {
      if (!"repomd".equals(xml.child(0))) {
        throw new ArchiveException(where + " is not the index of a repository");
      }
      Instant changed = null;
      Instant newest = null;
      UpdateFile updates = null;
      String name;
      while ((name = xml.child(1)) != null) {
        if (name.equals("revision")) {
          changed = time(xml.text(LONGEST));
        } else if (name.equals("data")) {
          boolean isUpdates = "updateinfo".equals(xml.attribute("type"));
          Data data = Data.read(xml);
          if (data.changed != null && (newest == null || data.changed.isAfter(newest))) {
            newest = data.changed;
          }
          if (isUpdates && updates == null) {
            updates = data.file(where);
          }
        }
      }
      return new Repomd(changed == null ? newest : changed, updates);
    }
  }

  /** Seconds since 1970; null for what is none. */
  private static @Nullable Instant time(String text) {
    try {
      int dot = text.indexOf('.');
      long seconds = Long.parseLong(dot < 0 ? text : text.substring(0, dot));
      return seconds < EARLIEST || seconds > LATEST ? null : Instant.ofEpochSecond(seconds);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** A {@code data} element. */
  private static final class Data {
    private String kind = "";
    private String checksum = "";
    private @Nullable String path;
    private @Nullable String otherBase;
    private String size = "";
    private @Nullable Instant changed;

    static Data read(XmlReader xml) throws ArchiveException {
      Data data = new Data();
      int own = xml.depth();
      String name;
      while ((name = xml.child(own)) != null) {
        switch (name) {
          case "checksum" -> {
            String type = xml.attribute("type");
            data.kind = type == null ? "" : type.toLowerCase(Locale.ROOT);
            data.checksum = xml.text(LONGEST).toLowerCase(Locale.ROOT);
          }
          case "location" -> {
            data.path = xml.attribute("href");
            data.otherBase = xml.attribute("base");
          }
          case "size" -> data.size = xml.text(LONGEST);
          case "timestamp" -> data.changed = time(xml.text(LONGEST));
          default -> {}
        }
      }
      return data;
    }

    UpdateFile file(String where) throws ArchiveException {
      if (path == null || !isInside(path) || otherBase != null) {
        throw new ArchiveException(where + " keeps its updateinfo outside the repository");
      }
      Digest digest =
          Digest.parse(kind + ":" + checksum)
              .orElseThrow(() ->
                  new ArchiveException(
                      where
                          + " has no checksum for its updateinfo that counts, but one of the"
                          + " kind "
                          + (kind.isEmpty() ? "unnamed" : kind)));
      return new UpdateFile(path, digest, length(where));
    }

    private long length(String where) throws ArchiveException {
      if (size.isEmpty()) {
        return -1;
      }
      try {
        long bytes = Long.parseLong(size);
        if (bytes >= 0) {
          return bytes;
        }
      } catch (NumberFormatException e) {
        throw new ArchiveException(where + " has a size that is no number", e);
      }
      throw new ArchiveException(where + " has a negative size");
    }

    private static boolean isInside(String path) {
      if (path.isEmpty() || path.length() > 1024) {
        return false;
      }
      for (String segment : path.split("/", -1)) {
        if (segment.isEmpty() || segment.equals("..") || segment.indexOf(':') >= 0) {
          return false;
        }
      }
      return true;
    }
  }
}
