package dev.breakwater.inventory.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.breakwater.inventory.detection.VersionBytes;
import dev.breakwater.inventory.program.Evidence.Mark;
import dev.breakwater.inventory.program.Evidence.Stamp;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Searches a program for its version, in one pass that ends where it is found. Holds 128 KiB. For
 * one thread.
 */
final class VersionSearch {
  /** The largest programs looked for here, debug builds of Node.js, have half of it. */
  private static final long MAX_BYTES = 512L << 20;

  /** Redis has some forty versions in its table of commands, and one stamp. */
  private static final int MAX_KEPT = 1000;

  /** The time of a build has so many digits at least. */
  private static final int MIN_TIME_DIGITS = 10;

  private final List<Evidence> evidence;
  private final @Nullable String[] found;

  /** Versions that are a text each, or the end of one: a linker lets texts share their ends. */
  private final Set<String> lone = new LinkedHashSet<>();

  /** Texts that start like a version and end like a time. */
  private final List<String> stamps = new ArrayList<>();

  VersionSearch(List<Evidence> evidence) {
    this.evidence = evidence;
    this.found = new String[evidence.size()];
  }

  /** A program and its version. */
  record Hit(String product, String version) {}

  /** Reads until the version is found, or nothing is left. */
  @Nullable Hit in(InputStream stream) throws IOException {
    Window window = new Window(stream, MAX_BYTES);
    while (found[0] == null && window.next()) {
      for (int i = 0; i < found.length; i++) {
        if (found[i] == null) {
          switch (evidence.get(i)) {
            case Mark mark -> found[i] = search(mark, window);
            case Stamp _ -> collect(window);
          }
        }
      }
    }
    for (int i = 0; i < found.length; i++) {
      Evidence each = evidence.get(i);
      String version = each instanceof Stamp ? stamped() : found[i];
      if (version != null) {
        return new Hit(each.product(), version);
      }
    }
    return null;
  }

  private static @Nullable String search(Mark mark, Window window) {
    byte[] bytes = window.bytes();
    byte first = (byte) mark.before().charAt(0);
    int limit = window.limit();
    for (int i = 0; i < limit; i++) {
      if (bytes[i] == first) {
        String version = mark.versionAt(i, bytes, window.length());
        if (version != null) {
          return version;
        }
      }
    }
    return null;
  }

  /** Keeps what a window has of texts that go on from three numbers to a zero. */
  private void collect(Window window) {
    byte[] bytes = window.bytes();
    int limit = window.limit();
    for (int i = 1; i < limit; i++) {
      byte before = bytes[i - 1];
      if (Evidence.isDigit(bytes[i]) && !Evidence.isDigit(before) && before != '.') {
        int numbers = Mark.endOfNumbers(i, 3, bytes, window.length());
        if (numbers >= 0) {
          keep(i, numbers, window);
        }
      }
    }
  }

  private void keep(int from, int numbers, Window window) {
    byte[] bytes = window.bytes();
    int end = numbers;
    int limit = Math.min(window.length(), from + Window.OVERLAP);
    while (end < limit && VersionBytes.isPart(bytes[end])) {
      end++;
    }
    if (end >= limit || bytes[end] != 0) {
      return;
    }
    int time = end;
    while (Evidence.isDigit(bytes[time - 1])) {
      time--;
    }
    if (end == numbers && lone.size() < MAX_KEPT) {
      lone.add(new String(bytes, from, end - from, ISO_8859_1));
    }
    if (end - time >= MIN_TIME_DIGITS && stamps.size() < MAX_KEPT) {
      stamps.add(new String(bytes, from, end - from, ISO_8859_1));
    }
  }

  /** The longest lone version with a stamp: 7.0.1 may seem to have that of 7.0.15. */
  private @Nullable String stamped() {
    String longest = null;
    for (String version : lone) {
      for (String stamp : stamps) {
        if (stamp.length() > version.length()
            && stamp.startsWith(version)
            && (longest == null || version.length() > longest.length())) {
          longest = version;
        }
      }
    }
    return longest;
  }
}
