package dev.breakwater.advisory.store;

import dev.breakwater.advisory.Advisory;
import dev.breakwater.advisory.Advisory.Affected;
import dev.breakwater.core.Vulnerability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A store file that is mapped; it stays readable when another takes its place. */
final class OpenFile {
  private final ByteBuffer bytes;
  private final Chunks chunks;
  private final StoreFormat.Header header;
  private final String ecosystem;
  private final int records;
  private final Provenance provenance;
  private final Table first;
  private final @Nullable Table ids;

  /** Opens a file of {@code kind}, reading its header and directory. */
  static OpenFile at(Path path, StoreFormat.Kind kind) throws IOException, DamagedException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long length = channel.size();
      if (length < StoreFormat.HEADER_LENGTH) {
        throw new DamagedException("it is cut off");
      }
      if (length > StoreFormat.MAX_FILE) {
        throw new DamagedException("it is larger than 2 GB");
      }
      return new OpenFile(channel.map(FileChannel.MapMode.READ_ONLY, 0, length), kind);
    }
  }

  OpenFile(ByteBuffer bytes, StoreFormat.Kind kind) throws DamagedException {
    this.bytes = bytes;
    this.chunks = new Chunks(bytes);
    byte[] start = new byte[Math.min(StoreFormat.HEADER_LENGTH, bytes.limit())];
    bytes.get(0, start);
    this.header = StoreFormat.Header.decode(start, bytes.limit());
    if (header.kind() != kind.code) {
      throw new DamagedException("it holds something else than its name says");
    }
    byte[] directory = new byte[header.directoryLength()];
    bytes.get(header.directoryOffset(), directory);
    if (StoreFormat.crcOf(directory, 0, directory.length) != header.directoryCrc()) {
      throw new DamagedException("the checksum of its directory is wrong");
    }
    ByteSource in = new ByteSource(directory, 0, directory.length);
    this.ecosystem = in.text();
    this.records = in.count();
    this.provenance = Provenance.decode(in);
    this.first = new Table(chunks, directory, in);
    this.ids = kind == StoreFormat.Kind.ADVISORIES ? new Table(chunks, directory, in) : null;
  }

  String ecosystem() {
    return ecosystem;
  }

  int records() {
    return records;
  }

  Provenance provenance() {
    return provenance;
  }

  /** Reads the whole file and compares its checksum. */
  void verify() throws DamagedException {
    CRC32C crc = new CRC32C();
    byte[] part = new byte[1 << 16];
    try {
      for (int at = StoreFormat.HEADER_LENGTH; at < bytes.limit(); ) {
        int length = Math.min(part.length, bytes.limit() - at);
        bytes.get(at, part, 0, length);
        crc.update(part, 0, length);
        at += length;
      }
    } catch (InternalError truncatedWhileMapped) {
      throw new DamagedException("it cannot be read to its end");
    }
    if ((int) crc.getValue() != header.crc()) {
      throw new DamagedException("the checksum of its content is wrong");
    }
  }

  /** Advisories with the entries that name a package, by id. */
  List<Advisory> naming(String packageName) throws DamagedException {
    ByteSource postings = first.find(packageName.getBytes(StandardCharsets.UTF_8));
    if (postings == null) {
      return List.of();
    }
    int count = postings.itemCount();
    Advisory[] found = new Advisory[count];
    for (int i = 0; i < count; i++) {
      int record = postings.count();
      int group = record + postings.count();
      AdvisoryCodec.Head head = AdvisoryCodec.decodeHead(chunks.read(record));
      List<Affected> affected = new ArrayList<>(1);
      AdvisoryCodec.decodeGroupOf(packageName, chunks.read(group), affected);
      found[i] = head.with(affected);
    }
    return List.of(found);
  }

  /** Those of {@link #naming} with an entry that concerns the caller. */
  List<Advisory> naming(String packageName, Predicate<Affected> concerns) throws DamagedException {
    ByteSource postings = first.find(packageName.getBytes(StandardCharsets.UTF_8));
    if (postings == null) {
      return List.of();
    }
    int count = postings.itemCount();
    List<Advisory> found = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int record = postings.count();
      int group = record + postings.count();
      List<Affected> affected = new ArrayList<>(1);
      AdvisoryCodec.decodeGroupOf(packageName, chunks.read(group), affected);
      if (anyOf(affected, concerns)) {
        found.add(AdvisoryCodec.decodeHead(chunks.read(record)).with(affected));
      }
    }
    return found;
  }

  private static boolean anyOf(List<Affected> affected, Predicate<Affected> concerns) {
    for (Affected entry : affected) {
      if (concerns.test(entry)) {
        return true;
      }
    }
    return false;
  }

  /** Advisories with all their entries that have this id, alias or upstream id. */
  List<Advisory> byId(String id) throws DamagedException {
    if (ids == null) {
      throw new IllegalStateException("no advisories in here");
    }
    ByteSource postings = ids.find(StoreWriter.folded(id).getBytes(StandardCharsets.UTF_8));
    if (postings == null) {
      return List.of();
    }
    int count = postings.itemCount();
    List<Advisory> found = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      found.add(advisoryAt(postings.count()));
    }
    return found;
  }

  private Advisory advisoryAt(int offset) throws DamagedException {
    byte[] bytes = chunks.read(offset);
    AdvisoryCodec.Head head = AdvisoryCodec.decodeHead(bytes);
    List<Affected> affected = new ArrayList<>();
    int next = offset + Chunks.PREFIX + bytes.length;
    for (int i = 0; i < head.groups(); i++) {
      byte[] group = chunks.read(next);
      AdvisoryCodec.decodeGroup(group, affected);
      next += Chunks.PREFIX + group.length;
    }
    return head.with(affected);
  }

  Vulnerability.@Nullable Kev kev(String cve) throws DamagedException {
    ByteSource in = first.find(cve.getBytes(StandardCharsets.UTF_8));
    if (in == null) {
      return null;
    }
    LocalDate added = date(in);
    int flags = in.oneByte();
    return new Vulnerability.Kev(added, (flags & 1) != 0 ? date(in) : null, (flags & 2) != 0);
  }

  Vulnerability.@Nullable Epss epss(String cve) throws DamagedException {
    ByteSource in = first.find(cve.getBytes(StandardCharsets.UTF_8));
    return in == null ? null : new Vulnerability.Epss(in.fixedDouble(), in.fixedDouble());
  }

  @Nullable String artifact(byte[] sha1) throws DamagedException {
    ByteSource in = first.find(sha1);
    return in == null ? null : in.text();
  }

  private static LocalDate date(ByteSource in) throws DamagedException {
    try {
      return LocalDate.ofEpochDay(in.signed());
    } catch (DateTimeException e) {
      throw new DamagedException("a date is out of its bounds");
    }
  }
}
