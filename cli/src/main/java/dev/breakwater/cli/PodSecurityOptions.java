package dev.breakwater.cli;

import dev.breakwater.posture.pss.Level;
import dev.breakwater.posture.pss.Version;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The options that say which of the Pod Security Standards is meant. */
final class PodSecurityOptions {
  private final CommandSpec spec;
  private final Level[] levels;
  private final OptionSpec level;
  private final OptionSpec version =
      Options.text(
          "VERSION",
          "The version of the standards, for example v1.31. Default: latest, which is "
              + Version.NEWEST.label()
              + ".",
          "--pss-version");

  /**
   * Adds the options to a command.
   *
   * @param description of {@code --pss}
   * @param levels that it may name
   */
  PodSecurityOptions(CommandSpec spec, String description, Level... levels) {
    this.spec = spec;
    this.levels = levels;
    level = Options.text("LEVEL", description, "--pss");
    spec.addOption(level).addOption(version);
  }

  /** Whether a level is named. */
  boolean isGiven() {
    return level.getValue() != null;
  }

  /** Whether a version is named. */
  boolean hasVersion() {
    return version.getValue() != null;
  }

  /**
   * The level that is named; empty where none is.
   *
   * @throws ParameterException where it is not one of those that it may be
   */
  Optional<Level> level() {
    return Options.word(spec, level, levels);
  }

  /**
   * The version that is named, or else the newest.
   *
   * @throws ParameterException where it is none
   */
  Version version() {
    String name = version.getValue();
    return name == null
        ? Version.NEWEST
        : Version.parse(name)
            .orElseThrow(() ->
                new ParameterException(
                    spec.commandLine(),
                    "--pss-version: '" + name + "' is no version such as v1.31 or latest"));
  }
}
