package dev.breakwater.cli;

import dev.breakwater.advisory.version.UnreadableVersionException;
import dev.breakwater.advisory.version.VersionOrder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** {@code versions}: compares versions as an ecosystem does. */
final class VersionsCommand implements Callable<Integer> {
  private final Console console;
  private final OptionSpec ecosystem =
      OptionSpec.builder("-e", "--ecosystem")
          .paramLabel("NAME")
          .type(String.class)
          .required(true)
          .description(
              "Whose order: Debian, Alpine, PyPI, npm, Maven, Go, … or dpkg, rpm, semver, …")
          .build();
  private final CommandSpec spec = Main.command(this).addOption(ecosystem);

  VersionsCommand(Console console) {
    this.console = console;
    spec.usageMessage()
        .description(
            "Read LEFT<TAB>RIGHT lines from standard input; print <, = or > for each, or ! and why it cannot be read.")
        .footer(
            "", "Example:", "  printf '1.0~rc1\\t1.0\\n' | breakwater versions --ecosystem Debian");
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException {
    String name = ecosystem.getValue();
    VersionOrder order =
        VersionOrder.named(name)
            .orElseThrow(() ->
                new ParameterException(
                    spec.commandLine(),
                    "no version order is known for the ecosystem '" + name + "'"));
    PrintStream out = console.out();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      out.print(compare(order, line));
      out.print('\n');
      // A person, or a program that waits for each answer, gets it at once.
      if (!lines.ready()) {
        out.flush();
      }
    }
    out.flush();
    return 0;
  }

  private static String compare(VersionOrder order, String line) {
    int tab = line.indexOf('\t');
    if (tab < 0) {
      return "! there is no tab between two versions";
    }
    try {
      int sign = order.compare(line.substring(0, tab), line.substring(tab + 1));
      return sign < 0 ? "<" : sign > 0 ? ">" : "=";
    } catch (UnreadableVersionException e) {
      return "! " + e.getMessage();
    }
  }
}
