package dev.breakwater.cli;

import dev.breakwater.posture.admission.Operation;
import dev.breakwater.posture.admission.RequestOptions;
import dev.breakwater.posture.admission.User;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options that say which request is made with an object: what is done to it, where, by whom.
 */
final class PolicyRequest {
  private final OptionSpec operation =
      OptionSpec.builder("--operation")
          .paramLabel("OPERATION")
          .type(Operation.class)
          .defaultValue("CREATE")
          .description("CREATE, UPDATE, DELETE or CONNECT. Default: CREATE.")
          .build();
  private final OptionSpec namespace =
      Options.text(
          "NAMESPACE",
          "Where objects go that name no namespace: its name, or a file with the Namespace. Default: default.",
          "--namespace",
          "-n");
  private final OptionSpec user =
      Options.text("USER", "Who makes the request. Default: a user without groups.", "--as");
  private final OptionSpec groups =
      Options.several("GROUP", "A group that the user is in.", "--as-group");
  private final OptionSpec subresource =
      Options.text(
          "NAME",
          "The subresource the objects are sent to, for example status or replicasets/scale.",
          "--subresource");

  /** Adds the options to a command. */
  void addTo(CommandSpec command) {
    for (OptionSpec option : List.of(operation, namespace, user, groups, subresource)) {
      command.addOption(option);
    }
  }

  /** What {@code --namespace} says, a name or a file; null for nothing. */
  @Nullable String namespace() {
    return namespace.getValue();
  }

  /**
   * The request that is asked for.
   *
   * @param usualNamespace where objects go that name none
   */
  RequestOptions in(String usualNamespace) {
    String target = subresource.getValue();
    return new RequestOptions(
        operation.getValue(), usualNamespace, user(), target == null ? "" : target, false);
  }

  private User user() {
    String name = user.getValue();
    List<String> in = groups.getValue();
    return name == null && in == null
        ? User.NOBODY_SPECIAL
        : User.of(name == null ? User.NOBODY_SPECIAL.name() : name, in == null ? List.of() : in);
  }
}
