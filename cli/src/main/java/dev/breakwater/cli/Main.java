package dev.breakwater.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.breakwater.core.BreakwaterException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The program. Commands are wired by hand, because finding them by reflection costs every start 30
 * ms.
 *
 * <p>Exit codes: 0 passed, 1 the policy denied, 2 wrong usage, 3 could not be assessed.
 */
public final class Main {
  static final int WRONG_USAGE = 2;
  static final int NOT_ASSESSED = 3;

  private Main() {}

  public static void main(String[] arguments) {
    Console console = Console.ofThisProcess();
    int exitCode = run(console, arguments);
    console.out().flush();
    console.err().flush();
    // Threads of the HTTP client would keep the process for seconds.
    Runtime.getRuntime().halt(exitCode);
  }

  /** Runs one command line. */
  static int run(Console console, String... arguments) {
    if (arguments.length == 1 && (arguments[0].equals("--version") || arguments[0].equals("-V"))) {
      console.out().println("breakwater " + version());
      return 0;
    }
    PrintStream err = console.err();
    if (Collections.frequency(Arrays.asList(arguments), "-") > 1) {
      console.tell("- is standard input, which can be read once; name files for the rest");
      return WRONG_USAGE;
    }
    CommandLine commandLine =
        new CommandLine(root(console))
            .setColorScheme(
                CommandLine.Help.defaultColorScheme(console.colour() ? Ansi.ON : Ansi.OFF))
            .setUsageHelpWidth(Math.min(console.width(), 120))
            .setUsageHelpAutoWidth(false)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(console.out(), true, UTF_8))
            .setErr(new PrintWriter(err, true, UTF_8));
    commandLine.setParameterExceptionHandler((fault, words) -> {
      console.tell(wrongUsage(fault));
      err.println("See '" + fault.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
      return WRONG_USAGE;
    });
    commandLine.setExecutionExceptionHandler((fault, command, parsed) -> report(fault, console));
    try {
      return commandLine.execute(arguments);
    } catch (StackOverflowError | OutOfMemoryError | LinkageError fault) {
      // The machine's own exit code for these is 1, which here means that a policy denied.
      return report(fault, console);
    }
  }

  private static String wrongUsage(ParameterException fault) {
    String message = String.valueOf(fault.getMessage());
    String commands =
        String.join(", ", fault.getCommandLine().getCommandSpec().subcommands().keySet());
    if (!(fault instanceof UnmatchedArgumentException unmatched)) {
      return message.equals("Missing required subcommand")
          ? "say which command: " + commands
          : message;
    }
    if (unmatched.isUnknownOption()) {
      List<String> alike = unmatched.getSuggestions();
      return alike.isEmpty() ? message : message + "; is it " + String.join(" or ", alike) + '?';
    }
    String word = "'" + unmatched.getUnmatched().getFirst() + "' is no ";
    return commands.isEmpty()
        ? word + "option, and this command takes nothing else"
        : word + "command; there are " + commands;
  }

  private static int report(Throwable fault, Console console) {
    if (fault instanceof BreakwaterException) {
      console.tell(String.valueOf(fault.getMessage()));
    } else {
      console.tell(
          "a fault of Breakwater's own stopped the command; please report it with the lines that"
              + " follow");
      fault.printStackTrace(console.err());
    }
    return NOT_ASSESSED;
  }

  /** The version of the jar that this class was loaded from. */
  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }

  private static CommandSpec root(Console console) {
    CommandSpec root = CommandSpec.create().name("breakwater");
    root.usageMessage()
        .description(
            "Container security: find what is dangerous in an image, and what to do about it.")
        .footer(
            "",
            "Examples:",
            "  breakwater scan dir:/                    what is vulnerable on this machine",
            "  breakwater scan debian:12                an image in a registry",
            "  breakwater scan app.tar --fail-on high   gate a pipeline: exit code 1 where it denies",
            "  breakwater audit deploy/                 what is wrong with manifests",
            "  breakwater db update                     fetch advisories ahead",
            "",
            "Exit codes: 0 passed, 1 the policy denied, 2 wrong usage, 3 could not be assessed.");
    root.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .type(boolean.class)
            .description("Print the version and exit.")
            .build());
    root.version("breakwater " + version());
    withHelp(root);
    root.addSubcommand("scan", new ScanCommand(console).spec());
    root.addSubcommand("audit", new AuditCommand(console).spec());
    root.addSubcommand("judge", new JudgeCommand(console, Path.of("")).spec());
    root.addSubcommand("policy", PolicyCommands.spec(console));
    root.addSubcommand("base", BaseCommands.spec(console));
    root.addSubcommand("db", DbCommands.spec(console));
    root.addSubcommand("versions", new VersionsCommand(console).spec());
    return root;
  }

  /** Adds {@code --help} to a command. */
  static CommandSpec withHelp(CommandSpec spec) {
    return spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .type(boolean.class)
            .description("Show this help and exit.")
            .build());
  }

  /** A command that runs {@code action}, with {@code --help}. */
  static CommandSpec command(Callable<Integer> action) {
    return withHelp(CommandSpec.wrapWithoutInspection(action));
  }
}
