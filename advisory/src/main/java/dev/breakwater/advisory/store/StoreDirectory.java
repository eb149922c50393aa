package dev.breakwater.advisory.store;

import dev.breakwater.advisory.Ecosystem;
import dev.breakwater.core.BreakwaterException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The directory of a store: which file is for which ecosystem, and its temporary files.
 *
 * <p>Temporary files are made and swept under one short lock, and each is locked by its owner for
 * as long as it is in use; so whatever can be locked while sweeping was left by a process that is
 * gone.
 */
public final class StoreDirectory {
  private static final String ADVISORIES = ".advisories";
  private static final String TEMPORARY = ".tmp";
  private static final String LOCK = ".lock";
  private static final String COLON = "%3A";
  private static final String HEX = "0123456789ABCDEF";
  private static final int MAX_NAME = 200;

  /** File locks are the process's, not the thread's. */
  private static final ReentrantLock SWEEP = new ReentrantLock();

  private final Path path;

  /** The directory need not exist. */
  public StoreDirectory(Path path) {
    this.path = path;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  Path kev() {
    return path.resolve("kev.table");
  }

  Path epss() {
    return path.resolve("epss.table");
  }

  Path artifacts() {
    return path.resolve("jars.table");
  }

  /** The list of known-bad files, lines of {@code HASH:SIZE:NAME}; it need not exist. */
  public Path malware() {
    return path.resolve("malware.hsb");
  }

  /**
   * The file of an ecosystem: its name with everything but ASCII letters, digits, {@code -}, {@code
   * _} and inner dots percent-encoded, so that it is safe and can be read back.
   *
   * @throws BreakwaterException where the name is empty or too long for a file's
   */
  Path advisories(Ecosystem ecosystem) throws BreakwaterException {
    // No "+" on the way to opening a store: its first use in a process costs 20 ms.
    String release = ecosystem.release();
    String name =
        release == null
            ? encode(ecosystem.name())
            : encode(ecosystem.name()).concat(COLON).concat(encodeRest(release));
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw new BreakwaterException(
          "\"" + ecosystem + "\" cannot be an ecosystem: its name is empty or too long.");
    }
    return path.resolve(name.concat(ADVISORIES));
  }

  /** Whether there is a file for this ecosystem, whole or not. */
  public boolean has(Ecosystem ecosystem) throws BreakwaterException {
    return Files.exists(advisories(ecosystem));
  }

  /** Notes that the feed of an ecosystem has nothing newer: its file becomes as old as now. */
  public void checked(Ecosystem ecosystem) throws BreakwaterException {
    touch(advisories(ecosystem));
  }

  /**
   * Notes that there is nothing newer for a table.
   *
   * @param table {@code kev}, {@code epss} or {@code jars}
   */
  public void checked(String table) throws BreakwaterException {
    touch(path.resolve(table + ".table"));
  }

  /** Removes the file of an ecosystem, if there is one; who has it open can go on reading it. */
  public void remove(Ecosystem ecosystem) throws BreakwaterException {
    Path file = advisories(ecosystem);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw Writing.failed(file, e);
    }
  }

  private static void touch(Path file) throws BreakwaterException {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException e) {
      throw Writing.failed(file, e);
    }
  }

  /**
   * The ecosystems that have a file, in order.
   *
   * @throws BreakwaterException where the directory is there and cannot be read
   */
  public List<Ecosystem> ecosystems() throws BreakwaterException {
    List<Ecosystem> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.endsWith(ADVISORIES)) {
          decode(name.substring(0, name.length() - ADVISORIES.length()))
              .ifPresent(text -> found.add(Ecosystem.parse(text)));
        }
      }
    } catch (NoSuchFileException noStoreYet) {
      return List.of();
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      throw new BreakwaterException(
          "Tried to list the advisory store " + path + ": " + BreakwaterException.reason(e) + ".",
          e);
    }
    Collections.sort(found);
    return found;
  }

  /**
   * Makes a temporary file, and the directory where it is missing; removes what killed updates have
   * left.
   *
   * @throws BreakwaterException where the directory cannot be written to
   */
  public TemporaryFile temporary() throws BreakwaterException {
    SWEEP.lock();
    try {
      Files.createDirectories(path);
      try (FileChannel gate =
              FileChannel.open(
                  path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = gate.lock()) {
        if (!lock.isValid()) {
          throw new IOException("its lock is not valid");
        }
        sweep();
        return create();
      }
    } catch (IOException e) {
      throw new BreakwaterException(
          "Tried to write to the advisory store "
              + path
              + ": "
              + BreakwaterException.reason(e)
              + ". Give a directory that you can write to.",
          e);
    } finally {
      SWEEP.unlock();
    }
  }

  private TemporaryFile create() throws IOException {
    byte[] random = new byte[12];
    new SecureRandom().nextBytes(random);
    Path file = path.resolve("." + HexFormat.of().formatHex(random) + TEMPORARY);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
    } finally {
      if (!locked) {
        channel.close();
        Files.deleteIfExists(file);
      }
    }
    if (!locked) {
      throw new IOException("a new file in it is locked already");
    }
    return new TemporaryFile(file, channel);
  }

  private void sweep() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, ".*" + TEMPORARY)) {
      for (Path file : files) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock()) {
          if (lock != null) {
            Files.deleteIfExists(file);
          }
        } catch (OverlappingFileLockException | IOException inUseOrGone) {
          // This process has it, or another has just removed it.
        }
      }
    }
  }

  static String encode(String name) {
    return encode(name, true);
  }

  private static String encodeRest(String rest) {
    return encode(rest, false);
  }

  private static String encode(String text, boolean atStart) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_'
              || (c == '.' && !(atStart && encoded.isEmpty()));
      if (plain) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      }
    }
    return encoded.toString();
  }

  /** Empty where {@link #encode} would not have made this name. */
  static Optional<String> decode(String encoded) {
    byte[] bytes = new byte[encoded.length()];
    int length = 0;
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '%') {
        if (i + 2 >= encoded.length()
            || !HexFormat.isHexDigit(encoded.charAt(i + 1))
            || !HexFormat.isHexDigit(encoded.charAt(i + 2))) {
          return Optional.empty();
        }
        bytes[length++] = (byte) HexFormat.fromHexDigits(encoded, i + 1, i + 3);
        i += 2;
      } else {
        bytes[length++] = (byte) c;
      }
    }
    String name = new String(bytes, 0, length, StandardCharsets.UTF_8);
    return encode(name).equals(encoded) ? Optional.of(name) : Optional.empty();
  }
}
