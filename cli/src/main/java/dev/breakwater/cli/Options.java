package dev.breakwater.cli;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** The three shapes that almost all options have. */
final class Options {
  private Options() {}

  /** An option with one value. */
  static OptionSpec text(String label, String description, String... names) {
    return OptionSpec.builder(names[0], Arrays.copyOfRange(names, 1, names.length))
        .paramLabel(label)
        .type(String.class)
        .description(description)
        .build();
  }

  /** An option that may be repeated; its value is a list of texts, or null. */
  static OptionSpec several(String label, String description, String name) {
    return OptionSpec.builder(name)
        .paramLabel(label)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .arity("1")
        .description(description)
        .build();
  }

  /** An option without a value. */
  static OptionSpec flag(String description, String... names) {
    return OptionSpec.builder(names[0], Arrays.copyOfRange(names, 1, names.length))
        .type(boolean.class)
        .defaultValue("false")
        .description(description)
        .build();
  }
}
