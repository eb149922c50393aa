package dev.breakwater.image;

import dev.breakwater.core.Progress;
import dev.breakwater.image.compression.Compression;
import dev.breakwater.image.overlay.LayerPath;
import dev.breakwater.image.tar.TarEntry;
import dev.breakwater.image.tar.TarReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tar file whose members can be read in any order. A compressed one is first unpacked to a
 * private temporary file that has no name, so it is gone when this is closed or the process ends.
 */
final class ArchiveFile implements Closeable {
  /** Images have a few members for each layer. */
  private static final int MAX_MEMBERS = 50_000;

  private static final int MAX_LINKS = 10;

  /** Where a member's content is, or what it links to. */
  private record Member(long offset, long size, @Nullable String link) {}

  private final FileChannel file;
  private final String identity;
  private final Map<String, Member> members = new HashMap<>();

  private ArchiveFile(FileChannel file, String identity) {
    this.file = file;
    this.identity = identity;
  }

  /**
   * Opens an archive and lists its members.
   *
   * @throws IOException saying why it cannot be read; the message is for people
   */
  static ArchiveFile open(Path path, Limits limits, Progress progress) throws IOException {
    FileChannel plain = null;
    String identity = "";
    if (FileSlice.isRegular(path)) {
      identity = FileSlice.identity(path);
      plain = FileChannel.open(path, StandardOpenOption.READ);
    } else if (Files.isDirectory(path)) {
      throw new IOException("it is a directory, not an archive");
    }
    FileChannel file = plain;
    try {
      // What is not a plain file, such as standard input, can be read only once.
      InputStream raw =
          plain == null
              ? Files.newInputStream(path)
              : new FileSlice(plain, 0, plain.size(), identity).open();
      Compression.Opened opened = Compression.open(raw, plain != null && plain.size() > 24 << 20);
      if (plain == null || opened.compression() != Compression.NONE) {
        try (InputStream content = opened.content()) {
          file = unpack(content, String.valueOf(path.getFileName()), limits.layerBytes(), progress);
        }
        if (plain != null) {
          plain.close();
        }
      }
      if (file == null) {
        throw new IOException("it cannot be opened");
      }
      ArchiveFile archive = new ArchiveFile(file, identity);
      archive.list();
      return archive;
    } catch (IOException | RuntimeException | Error e) {
      if (file != null) {
        file.close();
      }
      throw e;
    }
  }

  /**
   * Copies an archive that can be read only once to a private temporary file.
   *
   * @param most bytes that may be copied
   * @throws IOException saying why it cannot be read; the message is for people
   */
  static ArchiveFile spool(InputStream content, String name, long most, Progress progress)
      throws IOException {
    FileChannel file = unpack(content, name, most, progress);
    try {
      ArchiveFile archive = new ArchiveFile(file, name);
      archive.list();
      return archive;
    } catch (IOException | RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  private static FileChannel unpack(InputStream content, String name, long most, Progress progress)
      throws IOException {
    Path temporary = Files.createTempFile("breakwater-", ".tar");
    FileChannel file =
        FileChannel.open(
            temporary,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    // Linux keeps an open file without a name, so nothing is left behind even by a killed process.
    Files.deleteIfExists(temporary);
    try {
      byte[] buffer = new byte[256 * 1024];
      long total = 0;
      int count;
      while ((count = content.read(buffer, 0, buffer.length)) >= 0) {
        total += count;
        if (total > most) {
          throw new IOException(
              "it unpacks to more than " + most + " bytes, the most that is read");
        }
        write(file, ByteBuffer.wrap(buffer, 0, count), temporary);
        progress.at("unpacking " + name, total, 0);
      }
      return file;
    } catch (IOException | RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  private static void write(FileChannel file, ByteBuffer bytes, Path temporary) throws IOException {
    try {
      while (bytes.hasRemaining()) {
        int written = file.write(bytes);
        assert written > 0 : "a blocking channel writes";
      }
    } catch (IOException e) {
      throw new IOException(
          "tried to unpack it to "
              + temporary.getParent()
              + ": "
              + e.getMessage()
              + "; make room there or set -Djava.io.tmpdir to another directory",
          e);
    }
  }

  private void list() throws IOException {
    TarReader tar = new TarReader(new FileSlice(file, 0, file.size(), identity).open(), 16 * 1024);
    TarEntry entry;
    while ((entry = tar.next()) != null) {
      String name = text(LayerPath.normalise(entry.name()));
      if (members.size() == MAX_MEMBERS) {
        throw new IOException("it has more than " + MAX_MEMBERS + " members; no image has");
      }
      switch (entry.type()) {
        case FILE -> {
          if (!entry.sparse()) {
            members.put(name, new Member(tar.contentOffset(), entry.size(), null));
          }
        }
        case SYMLINK -> {
          int slash = name.lastIndexOf('/');
          String target =
              (slash < 0 ? "" : name.substring(0, slash)) + "/" + text(entry.linkName());
          members.put(name, link(target));
        }
        case HARD_LINK -> members.put(name, link(text(entry.linkName())));
        case DIRECTORY, OTHER -> {}
      }
    }
  }

  private static Member link(String target) {
    return new Member(0, 0, text(LayerPath.normalise(target.getBytes(StandardCharsets.UTF_8))));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private @Nullable Member find(String name) {
    Member member = members.get(name);
    for (int links = 0; member != null && member.link() != null; links++) {
      if (links == MAX_LINKS) {
        return null;
      }
      member = members.get(member.link());
    }
    return member;
  }

  /** Whether there is a file of that name. */
  boolean has(String name) {
    return find(name) != null;
  }

  /**
   * A small member's content.
   *
   * @throws IOException where there is none or it is longer than {@code most} bytes
   */
  byte[] read(String name, int most) throws IOException {
    Member member = find(name);
    if (member == null) {
      throw new IOException("it has no " + name);
    }
    if (member.size() > most) {
      throw new IOException(
          name + " has " + member.size() + " bytes; at most " + most + " are read");
    }
    try (InputStream in = new FileSlice(file, member.offset(), member.size(), "").open()) {
      byte[] content = in.readNBytes((int) member.size());
      if (content.length < member.size()) {
        throw new IOException(name + " is cut short: the archive is truncated");
      }
      return content;
    }
  }

  /** A member's content as a blob; one that fails when opened where there is no such member. */
  Blob blob(String name) {
    Member member = find(name);
    if (member == null) {
      return new MissingBlob("the archive has no " + name, 0);
    }
    return new FileSlice(
        file, member.offset(), member.size(), identity + "|" + member.offset() + "|" + name);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** What cannot be read. */
  record MissingBlob(String why, long size) implements Blob {
    @Override
    public InputStream open() throws IOException {
      throw new IOException(why);
    }

    @Override
    public boolean verifiesItself() {
      return false;
    }

    @Override
    public String identity() {
      return "missing";
    }
  }
}
