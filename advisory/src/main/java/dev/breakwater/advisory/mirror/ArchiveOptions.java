package dev.breakwater.advisory.mirror;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to ask an archive.
 *
 * @param cacheDir where fetched indexes and changelog sources are kept, made private to the user;
 *     it is checked again whenever something is read from it
 * @param now the time that expiry dates are judged by
 * @param offline whether only the cache and the lists that apt fetched may be used
 * @param connectTimeout how long to wait for a connection
 * @param stallTimeout how long an answer may stand still before it is given up
 * @param patience how long archives may keep one assessment waiting, all together
 * @param caFile further certificate authorities in PEM; null for the system's alone
 * @param environment where {@code http_proxy}, {@code https_proxy} and {@code no_proxy} are looked
 *     up
 */
public record ArchiveOptions(
    Path cacheDir,
    Instant now,
    boolean offline,
    Duration connectTimeout,
    Duration stallTimeout,
    Duration patience,
    @Nullable Path caFile,
    Map<String, String> environment) {

  public ArchiveOptions {
    environment = Map.copyOf(environment);
  }

  /**
   * Online, now, five seconds to connect, fifteen without progress, forty-five of waiting in all,
   * proxies of this process.
   */
  public static ArchiveOptions defaults(Path cacheDir) {
    return new ArchiveOptions(
        cacheDir,
        Instant.now(),
        false,
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofSeconds(45),
        null,
        System.getenv());
  }

  /** The same, with or without the network. */
  public ArchiveOptions withOffline(boolean only) {
    return new ArchiveOptions(
        cacheDir, now, only, connectTimeout, stallTimeout, patience, caFile, environment);
  }

  /** The same, with further certificate authorities. */
  public ArchiveOptions withCaFile(@Nullable Path file) {
    return new ArchiveOptions(
        cacheDir, now, offline, connectTimeout, stallTimeout, patience, file, environment);
  }

  /** The same, judged by another time. */
  public ArchiveOptions at(Instant time) {
    return new ArchiveOptions(
        cacheDir, time, offline, connectTimeout, stallTimeout, patience, caFile, environment);
  }
}
