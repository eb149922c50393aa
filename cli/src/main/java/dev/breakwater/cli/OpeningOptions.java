package dev.breakwater.cli;

import dev.breakwater.image.ImageOptions;
import dev.breakwater.image.oci.Platform;
import dev.breakwater.image.registry.RegistryOptions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The options of commands that open one image: which of several, and how to reach it. */
final class OpeningOptions {
  private final CommandSpec spec;
  private final OptionSpec platform =
      Options.text(
          "OS/ARCH",
          "The image wanted of several, for example linux/arm64. Default: this machine's.",
          "--platform");
  private final OptionSpec plainHttp =
      Options.several(
          "HOST",
          "Speak to this registry, HOST or HOST:PORT, without TLS. May be repeated.",
          "--plain-http");
  private final OptionSpec caFile =
      Options.text(
          "FILE", "Trust the certificate authorities in this PEM file as well.", "--ca-file");

  /** Adds the options to a command. */
  OpeningOptions(CommandSpec spec) {
    this.spec = spec;
    spec.addOption(platform).addOption(plainHttp).addOption(caFile);
  }

  /**
   * How to open the image.
   *
   * @throws ParameterException where an option is wrong
   */
  ImageOptions of(Map<String, String> environment) {
    List<String> hosts = plainHttp.getValue();
    String authorities = caFile.getValue();
    return new ImageOptions(
        platform(),
        new RegistryOptions(
            hosts == null ? Set.of() : Set.copyOf(hosts),
            authorities == null ? null : Options.path(spec, "--ca-file", authorities),
            RegistryOptions.usualDockerConfig(environment).orElse(null)),
        Directories.of(environment).layers());
  }

  private @Nullable Platform platform() {
    String text = platform.getValue();
    try {
      return text == null ? null : Platform.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--platform: " + e.getMessage(), e);
    }
  }
}
