package dev.breakwater.cli;

import dev.breakwater.core.Problem;
import dev.breakwater.posture.load.Formats;
import dev.breakwater.posture.load.LoaderOptions;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code policy}: admission policies of Kubernetes, without a cluster. */
final class PolicyCommands {
  private PolicyCommands() {}

  static CommandSpec spec(Console console) {
    CommandSpec policy = CommandSpec.create();
    policy
        .usageMessage()
        .description(
            "Check and change objects by admission policies of Kubernetes, test, import and export"
                + " the policies, without a cluster.")
        .footer(
            "",
            "Examples:",
            "  breakwater policy check --policy policies/ --resource deploy/",
            "  breakwater policy check --policy limits.yaml            does it compile?",
            "  breakwater policy test policies/tests",
            "  breakwater policy mutate --policy sidecar.yaml --resource deploy/ --format diff",
            "  breakwater policy export --pss restricted | kubectl apply -f -");
    Main.withHelp(policy);
    policy.addSubcommand("check", new PolicyCheckCommand(console).spec());
    policy.addSubcommand("test", new PolicyTestCommand(console).spec());
    policy.addSubcommand("mutate", new PolicyMutateCommand(console).spec());
    policy.addSubcommand("import", new PolicyImportCommand(console).spec());
    policy.addSubcommand("export", new PolicyExportCommand(console).spec());
    return policy;
  }

  /** How manifests are found: everything that can be audited. */
  static LoaderOptions loading(Console console) {
    return new LoaderOptions(
        Formats.all(console.environment()), true, List.of(), console.environment(), console.in());
  }

  /** An option with one or more paths, which may be repeated. */
  static OptionSpec paths(String label, String description, String name) {
    return OptionSpec.builder(name)
        .paramLabel(label)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .arity("1..*")
        .description(description)
        .build();
  }

  /**
   * Says which policies are in force nowhere, and which are missing.
   *
   * @param unbound names of policies that no binding names
   * @param so what follows for them
   * @param missing names that bindings have and no policy
   */
  static void tellBindings(
      Console console, Collection<String> unbound, String so, Collection<String> missing) {
    for (String name : unbound) {
      console.err().println("breakwater: no binding names the policy " + name + ", so it " + so);
    }
    for (String name : missing) {
      console
          .err()
          .println("breakwater: a binding names the policy " + name + ", which is not here");
    }
  }

  /** Says what could not be read or used. */
  static void tell(Console console, List<Problem> problems) {
    for (Problem problem : problems) {
      console.err().println("breakwater: " + problem.where() + ": " + problem.what());
    }
  }
}
