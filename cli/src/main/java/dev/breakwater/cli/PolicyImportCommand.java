package dev.breakwater.cli;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Problem;
import dev.breakwater.posture.exchange.ImportedPolicy;
import dev.breakwater.posture.exchange.Imports;
import dev.breakwater.posture.exchange.PolicyImport;
import dev.breakwater.posture.source.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** {@code policy import}: policies of clusters, Gatekeeper and Kyverno as clean files. */
final class PolicyImportCommand implements Callable<Integer> {
  private final PositionalParamSpec files =
      Options.operands(
          "FILE", "1..*", "Files or directories with what 'kubectl get -o yaml' wrote, or -.");
  private final OptionSpec output =
      Options.text(
          "DIR",
          "Write each policy, with its bindings, to a file NAME.yaml here. Default: print them.",
          "-o",
          "--output");
  private final Console console;
  private final CommandSpec spec = Main.command(this);

  PolicyImportCommand(Console console) {
    this.console = console;
    spec.addPositional(files);
    spec.addOption(output);
    spec.usageMessage()
        .description(
            "Make validating admission policies of what a cluster, Gatekeeper (constraint templates"
                + " with CEL) or Kyverno (ValidatingPolicy) has, and compile them.",
            "What cannot be carried over is named with the reason.")
        .footer(
            "",
            "Examples:",
            "  kubectl get validatingadmissionpolicies,validatingadmissionpolicybindings -o yaml |",
            "    breakwater policy import -",
            "  breakwater policy import templates/ constraints/ -o policies/",
            "",
            "Exit codes: 0 all imported, 2 wrong usage, 3 something could not be imported or"
                + " read.");
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws BreakwaterException {
    SourceFiles sources = new SourceFiles(spec, console);
    List<String> names = files.getValue();
    List<SourceFile> read = sources.read("FILE", names);
    Imports imports = PolicyImport.of(read);
    List<Problem> problems = new ArrayList<>(sources.problems());
    problems.addAll(imports.problems());
    write(imports);
    PolicyCommands.tell(console, imports.notes());
    PolicyCommands.tell(console, problems);
    if (imports.policies().isEmpty() && problems.isEmpty()) {
      throw new BreakwaterException("There is no policy in " + String.join(", ", names));
    }
    return problems.isEmpty() ? 0 : Main.NOT_ASSESSED;
  }

  private void write(Imports imports) throws BreakwaterException {
    String directory = output.getValue();
    if (directory == null) {
      print(imports, console);
      return;
    }
    Path into = Options.path(spec, "--output", directory);
    if (Files.exists(into) && !Files.isDirectory(into)) {
      throw new ParameterException(
          spec.commandLine(), "--output: " + directory + " is no directory");
    }
    try {
      Files.createDirectories(into);
      for (ImportedPolicy policy : imports.policies()) {
        write(policy, into);
      }
    } catch (IOException e) {
      throw new BreakwaterException(
          "Tried to write policies to " + directory + ", but " + BreakwaterException.reason(e), e);
    }
  }

  private static void write(ImportedPolicy policy, Path into) throws IOException {
    Path temporary = Files.createTempFile(into, ".", ".yaml");
    try {
      Files.writeString(temporary, policy.yaml());
      Files.move(
          temporary,
          into.resolve(policy.name() + ".yaml"),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Prints policies as one stream of documents. */
  static void print(Imports imports, Console console) throws BreakwaterException {
    StringBuilder out = new StringBuilder();
    for (ImportedPolicy policy : imports.policies()) {
      if (!out.isEmpty()) {
        out.append("---\n");
      }
      out.append(policy.yaml());
    }
    byte[] all = out.toString().getBytes(StandardCharsets.UTF_8);
    new ReportOutput(null, "", console.report()).write(stream -> stream.write(all));
  }
}
