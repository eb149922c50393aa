package dev.breakwater.cli;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Problem;
import dev.breakwater.posture.exchange.Imports;
import dev.breakwater.posture.exchange.PodSecurityPolicyWriter;
import dev.breakwater.posture.exchange.PolicyExport;
import dev.breakwater.posture.pss.Level;
import dev.breakwater.posture.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** {@code policy export}: policies ready for {@code kubectl apply}. */
final class PolicyExportCommand implements Callable<Integer> {
  private final PositionalParamSpec policies =
      Options.operands("POLICY", "0..*", "Files or directories with policies and bindings, or -.");
  private final OptionSpec actions =
      Options.text(
          "ACTIONS",
          "What the bindings do, for example Warn,Audit. Default: what they say, and Deny where"
              + " there is none.",
          "--actions");
  private final OptionSpec selector =
      Options.text(
          "LABELS",
          "Only namespaces with these labels, for example env=prod,team=shop.",
          "--namespace-selector");
  private final OptionSpec prefix =
      Options.text("TEXT", "Put this before all names.", "--name-prefix");
  private final Console console;
  private final CommandSpec spec = Main.command(this);
  private final PodSecurityOptions pss;

  PolicyExportCommand(Console console) {
    this.console = console;
    spec.addPositional(policies);
    pss =
        new PodSecurityOptions(
            spec,
            "The Pod Security Standards as a policy: baseline or restricted.",
            Level.BASELINE,
            Level.RESTRICTED);
    for (OptionSpec option : List.of(actions, selector, prefix)) {
      spec.addOption(option);
    }
    spec.usageMessage()
        .sortOptions(false)
        .description("Print admission policies and their bindings, ready for 'kubectl apply -f -'.")
        .footer(
            "",
            "Examples:",
            "  breakwater policy export --pss restricted --actions Warn | kubectl apply -f -",
            "  breakwater policy export policies/ --namespace-selector env=prod --name-prefix"
                + " acme-",
            "",
            "Exit codes: 0 done, 2 wrong usage, 3 a policy could not be read or does not compile.");
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws BreakwaterException {
    List<String> names = policies.getValue();
    boolean hasFiles = names != null && !names.isEmpty();
    if (hasFiles == pss.isGiven()) {
      throw usage("give either policies or --pss");
    }
    if (hasFiles && pss.hasVersion()) {
      throw usage("--pss-version goes with --pss");
    }
    PolicyExport export = new PolicyExport(actions(), labels(), prefix());
    SourceFiles files = new SourceFiles(spec, console);
    List<SourceFile> read =
        hasFiles ? files.read("POLICY", names) : List.of(standards(export.actions()));
    Imports exported = export.of(read);
    List<Problem> problems = new ArrayList<>(files.problems());
    problems.addAll(exported.problems());
    PolicyImportCommand.print(exported, console);
    PolicyCommands.tell(console, exported.notes());
    PolicyCommands.tell(console, problems);
    if (exported.policies().isEmpty() && problems.isEmpty()) {
      throw new BreakwaterException("There is no policy to export");
    }
    return problems.isEmpty() ? 0 : Main.NOT_ASSESSED;
  }

  private SourceFile standards(List<String> chosen) throws BreakwaterException {
    Level level = pss.level().orElseThrow();
    String yaml =
        PodSecurityPolicyWriter.write(
            level, pss.version(), chosen.isEmpty() ? List.of("Deny") : chosen);
    return SourceFile.of("--pss " + level.label(), yaml.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> actions() {
    String text = actions.getValue();
    if (text == null) {
      return List.of();
    }
    List<String> chosen = List.of(text.split(",", -1));
    if (!Set.of("Deny", "Warn", "Audit").containsAll(chosen)
        || Set.copyOf(chosen).size() != chosen.size()
        || (chosen.contains("Deny") && chosen.contains("Warn"))) {
      throw usage(
          "--actions: '"
              + text
              + "' is no list of Deny, Warn and Audit, each once, and not both Deny and Warn");
    }
    return chosen;
  }

  private Map<String, String> labels() {
    String text = selector.getValue();
    Map<String, String> labels = new LinkedHashMap<>();
    for (String label : text == null ? List.<String>of() : List.of(text.split(",", -1))) {
      int equals = label.indexOf('=');
      if (equals <= 0) {
        throw usage("--namespace-selector: '" + label + "' is no label such as env=prod");
      }
      labels.put(label.substring(0, equals), label.substring(equals + 1));
    }
    return labels;
  }

  private String prefix() {
    String text = prefix.getValue();
    if (text == null) {
      return "";
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && (i == 0 || (c != '-' && c != '.'))) {
        throw usage("--name-prefix: '" + text + "' cannot begin a name in a cluster");
      }
    }
    return text;
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
