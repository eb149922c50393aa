package dev.breakwater.advisory;

import org.jspecify.annotations.Nullable;

/**
 * Where versions are counted and advisories are issued, as OSV names it: {@code Debian:12}, {@code
 * Alpine:v3.20}, {@code PyPI}. The store has one file for each.
 *
 * @param name for example {@code Debian}
 * @param release for example {@code 12}; null for ecosystems without releases
 * @see <a href="https://ossf.github.io/osv-schema/#defined-ecosystems">OSV's ecosystems</a>
 */
public record Ecosystem(String name, @Nullable String release) implements Comparable<Ecosystem> {

  /** Reads {@code Name} or {@code Name:release}; the release may itself hold colons. */
  public static Ecosystem parse(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? new Ecosystem(text, null)
        : new Ecosystem(text.substring(0, colon), text.substring(colon + 1));
  }

  @Override
  public int compareTo(Ecosystem other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return release == null ? name : name + ":" + release;
  }
}
