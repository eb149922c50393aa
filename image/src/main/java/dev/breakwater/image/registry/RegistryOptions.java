package dev.breakwater.image.registry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How to talk to registries.
 *
 * @param plainHttp hosts, with their port where they have one, that are spoken to without TLS; no
 *     other host is, not even on loopback
 * @param caFile further certificate authorities in PEM, trusted beside the JDK's own; null for
 *     those alone
 * @param dockerConfig Docker's {@code config.json}, or Podman's {@code auth.json}; null where there
 *     is none
 */
public record RegistryOptions(
    Set<String> plainHttp, @Nullable Path caFile, @Nullable Path dockerConfig) {
  public RegistryOptions {
    Set<String> lowerCase = new HashSet<>();
    for (String host : plainHttp) {
      lowerCase.add(host.toLowerCase(Locale.ROOT));
    }
    plainHttp = Set.copyOf(lowerCase);
  }

  /**
   * The first credentials file that exists, where Docker and then Podman look for it: {@code
   * $DOCKER_CONFIG/config.json}, {@code $HOME/.docker/config.json}, {@code $REGISTRY_AUTH_FILE},
   * {@code $XDG_RUNTIME_DIR/containers/auth.json}. Where {@code DOCKER_CONFIG} is set, {@code
   * $HOME/.docker} is not looked at.
   */
  public static Optional<Path> usualDockerConfig(Map<String, String> environment) {
    String docker = environment.getOrDefault("DOCKER_CONFIG", "");
    String home = environment.getOrDefault("HOME", "");
    String podman = environment.getOrDefault("REGISTRY_AUTH_FILE", "");
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    Path[] places = {
      docker.isEmpty() ? null : Path.of(docker, "config.json"),
      home.isEmpty() || !docker.isEmpty() ? null : Path.of(home, ".docker", "config.json"),
      podman.isEmpty() ? null : Path.of(podman),
      runtime.isEmpty() ? null : Path.of(runtime, "containers", "auth.json"),
    };
    for (Path place : places) {
      if (place != null && Files.isRegularFile(place)) {
        return Optional.of(place);
      }
    }
    return Optional.empty();
  }
}
