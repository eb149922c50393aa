package dev.breakwater.advisory.feed;

import dev.breakwater.advisory.Advisory;
import dev.breakwater.advisory.Ecosystem;
import dev.breakwater.advisory.store.StoreDirectory;
import dev.breakwater.advisory.store.StoreWriter;
import dev.breakwater.advisory.version.VersionOrder;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Enumeration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads an export of OSV, a zip with one JSON record a file, into store files that are not
 * committed yet. The zip is read by its directory at the end, so a truncated one is noticed before
 * anything is read. For one thread.
 */
final class OsvExport implements AutoCloseable {
  private static final int MAX_RECORD = 16 * 1024 * 1024;
  private static final int MAX_RECORDS = 3_000_000;
  private static final long MAX_UNPACKED = 16L << 30;
  private static final int MAX_RATIO = 100;
  private static final Instant NO_ADVISORY_BEFORE = Instant.parse("1990-01-01T00:00:00Z");
  private static final long RATIO_COUNTS_FROM = 64L << 20;

  private final StoreDirectory store;
  private final Predicate<Ecosystem> wanted;
  private final Problems problems = new Problems();
  private final OsvAdvisories advisories;
  private final Progress progress;
  private final Map<Ecosystem, Part> parts = new TreeMap<>();
  private int records;
  private long unpacked;
  private byte[] buffer = new byte[1 << 16];

  /** One ecosystem and release of the export. */
  static final class Part {
    private final StoreWriter writer;
    private @Nullable Instant newest;

    private Part(StoreWriter writer) {
      this.writer = writer;
    }

    StoreWriter writer() {
      return writer;
    }

    /** When the newest of its records was modified; null where none says. */
    @Nullable Instant newest() {
      return newest;
    }

    private void saw(@Nullable Instant time) {
      // Go's export writes the year 1 for "not known".
      if (time != null
          && time.isAfter(NO_ADVISORY_BEFORE)
          && (newest == null || time.isAfter(newest))) {
        newest = time;
      }
    }
  }

  OsvExport(
      StoreDirectory store,
      Predicate<Ecosystem> wanted,
      Function<String, Optional<VersionOrder>> orders,
      Progress progress) {
    this.store = store;
    this.wanted = wanted;
    this.advisories = new OsvAdvisories(orders, problems);
    this.progress = progress;
  }

  /** How many records there were, broken ones included. */
  int records() {
    return records;
  }

  Problems problems() {
    return problems;
  }

  /** What has come of it, by ecosystem. */
  Map<Ecosystem, Part> parts() {
    return parts;
  }

  /**
   * Reads the export.
   *
   * @throws BreakwaterException where it is no zip, breaks a bound, or the store cannot be written
   */
  void read(Path zip, String name) throws BreakwaterException {
    String step = "reading " + name;
    try (ZipFile file = new ZipFile(zip.toFile())) {
      int total = file.size();
      if (total > MAX_RECORDS) {
        throw refused(name, "it has more than " + MAX_RECORDS + " records");
      }
      long packed = zip.toFile().length();
      Enumeration<? extends ZipEntry> entries = file.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        if (entry.isDirectory() || !entry.getName().endsWith(".json")) {
          continue;
        }
        records++;
        if (records % 500 == 0) {
          progress.at(step, records, total);
        }
        readRecord(file, entry);
        if (unpacked > MAX_UNPACKED
            || (unpacked > RATIO_COUNTS_FROM && unpacked / MAX_RATIO > packed)) {
          throw refused(name, "it unpacks to more than is believable");
        }
      }
      progress.at(step, total, total);
    } catch (IOException | IllegalArgumentException e) {
      throw new BreakwaterException(
          "The export of "
              + name
              + " cannot be read as a zip archive ("
              + e.getMessage()
              + "), so the store keeps what it had.",
          e);
    }
  }

  private void readRecord(ZipFile file, ZipEntry entry) throws IOException, BreakwaterException {
    byte[] bytes;
    try (InputStream in = file.getInputStream(entry)) {
      bytes = content(in);
    } catch (ZipException | java.io.EOFException e) {
      problems.broken(entry.getName(), "it cannot be unpacked: " + e.getMessage());
      return;
    } catch (BrokenRecordException e) {
      problems.broken(entry.getName(), String.valueOf(e.getMessage()));
      return;
    }
    try {
      add(OsvRecordReader.read(bytes));
    } catch (BrokenRecordException e) {
      problems.broken(entry.getName(), String.valueOf(e.getMessage()));
    }
  }

  private byte[] content(InputStream in) throws IOException, BrokenRecordException {
    int length = 0;
    for (int n; (n = in.read(buffer, length, buffer.length - length)) >= 0; ) {
      length += n;
      unpacked += n;
      if (length == buffer.length) {
        if (length >= MAX_RECORD) {
          throw new BrokenRecordException("it is longer than " + MAX_RECORD + " bytes");
        }
        buffer = java.util.Arrays.copyOf(buffer, length * 2);
      }
    }
    return java.util.Arrays.copyOf(buffer, length);
  }

  private void add(OsvRecord record) throws BreakwaterException {
    for (Map.Entry<Ecosystem, Advisory> entry : advisories.of(record, wanted).entrySet()) {
      Part part = parts.get(entry.getKey());
      if (part == null) {
        part = new Part(new StoreWriter(store, entry.getKey()));
        parts.put(entry.getKey(), part);
      }
      part.writer.add(entry.getValue());
      part.saw(record.modified());
    }
  }

  private static BreakwaterException refused(String name, String why) {
    return new BreakwaterException(
        "The export of " + name + " is refused: " + why + ". The store keeps what it had.");
  }

  @Override
  public void close() {
    for (Part part : parts.values()) {
      part.writer.close();
    }
  }
}
