package dev.breakwater.inventory.rpm;

import java.util.ArrayList;
import java.util.List;

/**
 * The files of one package, as many as there is room for. A header names a directory once for all
 * its files, so a few megabytes of it can stand for gigabytes of paths. For one thread.
 */
final class OwnedPaths {
  private final List<String> paths = new ArrayList<>();
  private final int most;
  private long charactersLeft;
  private boolean full;

  OwnedPaths(int most, long mostCharacters) {
    this.most = most;
    this.charactersLeft = mostCharacters;
  }

  /** Adds a path, if there is room. */
  void add(String path) {
    full |= paths.size() == most || path.length() > charactersLeft;
    if (!full) {
      charactersLeft -= path.length();
      paths.add(path);
    }
  }

  /** Whether there was no room for a path. */
  boolean isFull() {
    return full;
  }

  List<String> paths() {
    return paths;
  }

  /** How many characters there is room for. */
  long charactersLeft() {
    return charactersLeft;
  }
}
