package dev.breakwater.inventory.rust;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a crate comes from, which decides whose it is: a name means something at crates.io only for
 * what came from there. A crate from elsewhere keeps its name and says so in a qualifier of its
 * purl, by which the matcher knows that crates.io's advisories are not about it.
 */
final class CrateSource {
  private static final String GIT = "git+";
  private static final String REGISTRY = "registry+";
  private static final String SPARSE_REGISTRY = "sparse+";

  /** How Cargo writes crates.io in lock files, whichever protocol or mirror it uses. */
  private static final String CRATES_IO = "registry+https://github.com/rust-lang/crates.io-index";

  private static final String SPARSE_CRATES_IO = "sparse+https://index.crates.io/";

  private CrateSource() {}

  /**
   * The qualifiers of a purl that tell a source.
   *
   * @param source as {@code Cargo.lock} writes it
   * @return null where the crate is no published package: a member of the workspace or a directory
   */
  static @Nullable Map<String, String> qualifiers(@Nullable String source) {
    if (source == null || source.startsWith("path+")) {
      return null;
    }
    if (source.equals(CRATES_IO) || source.equals(SPARSE_CRATES_IO)) {
      return Map.of();
    }
    if (source.startsWith(GIT)) {
      return Map.of("vcs_url", gitAddress(source));
    }
    if (source.startsWith(REGISTRY)) {
      return Map.of("repository_url", source.substring(REGISTRY.length()));
    }
    if (source.startsWith(SPARSE_REGISTRY)) {
      return Map.of("repository_url", source.substring(SPARSE_REGISTRY.length()));
    }
    return Map.of("repository_url", source);
  }

  /** {@code git+URL?branch=name#commit} as purls write it, {@code git+URL@commit}. */
  private static String gitAddress(String source) {
    int hash = source.indexOf('#');
    int query = source.indexOf('?');
    int end = hash < 0 ? source.length() : hash;
    String address = source.substring(0, query >= 0 && query < end ? query : end);
    return hash < 0 ? address : address + "@" + source.substring(hash + 1);
  }

  /**
   * The qualifiers of a purl that tell a source.
   *
   * @param source as cargo-auditable writes it, which is a kind without an address
   * @return null where the crate is no published package
   */
  static @Nullable Map<String, String> auditedQualifiers(@Nullable String source) {
    if (source == null || source.equals("local")) {
      return null;
    }
    return source.equals("crates.io") ? Map.of() : Map.of("source", source);
  }
}
