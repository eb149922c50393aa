package dev.breakwater.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** The shapes that almost all options and operands have, and the paths that some of them name. */
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

  /**
   * What stands beside the options.
   *
   * @param arity {@code 1}, and its value is a text; {@code 0..*} or {@code 1..*}, and it is a list
   *     of texts, or null
   */
  static PositionalParamSpec operands(String label, String arity, String description) {
    boolean single = arity.equals("1");
    return PositionalParamSpec.builder()
        .paramLabel(label)
        .index(single ? "0" : "0..*")
        .arity(arity)
        .required(!arity.startsWith("0"))
        .type(single ? String.class : List.class)
        .auxiliaryTypes(String.class)
        .description(description)
        .build();
  }

  /**
   * The path that an option has.
   *
   * @param option its name, for the message
   * @throws ParameterException where the text is none: it is empty, as a variable can be that
   *     nobody has set, or a name that the locale has no characters for
   */
  static Path path(CommandSpec spec, String option, String text) {
    if (text.isEmpty()) {
      throw new ParameterException(spec.commandLine(), option + ": '' is not a path");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new ParameterException(
          spec.commandLine(), option + ": '" + text + "' is not a path: " + e.getReason(), e);
    }
  }

  /** The paths that options and parameters name, in their order; none where they are not there. */
  static List<Path> paths(CommandSpec spec, ArgSpec... named) {
    List<Path> paths = new ArrayList<>();
    for (ArgSpec each : named) {
      String name = each instanceof OptionSpec option ? option.longestName() : each.paramLabel();
      List<String> texts = each.getValue();
      for (String text : texts == null ? List.<String>of() : texts) {
        paths.add(path(spec, name, text));
      }
    }
    return paths;
  }

  /**
   * Which of some words an option has, in whatever case; none where it is not there.
   *
   * @throws ParameterException where it is another
   */
  static <E extends Enum<E>> Optional<E> word(CommandSpec spec, OptionSpec option, E[] words) {
    String text = option.getValue();
    List<String> known = new ArrayList<>();
    for (E word : words) {
      known.add(word.name().toLowerCase(Locale.ROOT));
    }
    if (text == null) {
      return Optional.empty();
    }
    int index = known.indexOf(text.toLowerCase(Locale.ROOT));
    if (index < 0) {
      throw new ParameterException(
          spec.commandLine(),
          option.longestName() + ": '" + text + "' is none of " + String.join(", ", known));
    }
    return Optional.of(words[index]);
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
