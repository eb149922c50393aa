package dev.breakwater.posture.ecs;

import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads task definitions of Amazon ECS: what {@code register-task-definition} takes, what {@code
 * describe-task-definition} gives, and every {@code AWS::ECS::TaskDefinition} and {@code
 * AWS::ECS::DaemonTaskDefinition} of a CloudFormation template. Each is one pod with all its
 * containers. So is a list of container definitions alone, as tools keep it beside what else a task
 * needs; then nothing is known of the task, and ECS's defaults are taken.
 *
 * <p>What a template says by a function, such as {@code Ref}, is not known. Where the judgement
 * depends on it, a problem says so, and the rest is judged. Of {@code Fn::If} around an item of a
 * list, or a list, both branches are judged: either may come true.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html">
 *     task definition parameters</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ecs-taskdefinition.html">
 *     AWS::ECS::TaskDefinition</a>
 */
public final class EcsTaskDefinition {
  private static final List<String> TYPES =
      List.of("AWS::ECS::TaskDefinition", "AWS::ECS::DaemonTaskDefinition");
  private static final String LOOP = "Fn::ForEach::";

  private static final List<String> ONLY_IN_DEFINITIONS =
      List.of(
          "essential",
          "portMappings",
          "mountPoints",
          "logConfiguration",
          "linuxParameters",
          "readonlyRootFilesystem",
          "dockerSecurityOptions",
          "memoryReservation");

  private EcsTaskDefinition() {}

  /** Whether a document has task definitions in it, be they well made or not. */
  public static boolean looksLike(Value root) {
    if (plain(root) != null) {
      return true;
    }
    return !templates(root).isEmpty();
  }

  /**
   * Reads all task definitions of a document.
   *
   * @param file as the user named it
   * @param index of the first of them in the file
   */
  public static void read(String file, int index, Value root, Sink sink) {
    Value plain = plain(root);
    if (plain != null) {
      new TaskReader(file, new Form(false, sink)).read(index, "", plain, sink);
      return;
    }
    int next = index;
    for (Map.Entry<String, Value> resource : templates(root)) {
      Value properties = resource.getValue().get("Properties");
      new TaskReader(file, new Form(true, sink))
          .read(
              next++,
              resource.getKey(),
              properties == null ? resource.getValue() : properties,
              sink);
    }
  }

  /** The task definition that a document is; null where it is none by itself. */
  private static @Nullable Value plain(Value root) {
    if (root instanceof Value.Items list) {
      return holdsDefinition(list.items())
          ? new Value.Fields(root.origin(), Map.of("containerDefinitions", root))
          : null;
    }
    Value described = root.get("taskDefinition");
    Value task = described == null ? root : described;
    return task.get("containerDefinitions") == null ? null : task;
  }

  /** Whether one of them has an image, and what nobody else but ECS says of a container. */
  private static boolean holdsDefinition(List<Value> items) {
    for (Value item : items) {
      if (item.text("image") == null) {
        continue;
      }
      for (String name : ONLY_IN_DEFINITIONS) {
        if (item.get(name) != null) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * The task definitions of a template. What a loop makes several of is there once; two loops may
   * call theirs alike.
   */
  private static List<Map.Entry<String, Value>> templates(Value root) {
    List<Map.Entry<String, Value>> found = new ArrayList<>();
    Value resources = root.get("Resources");
    if (resources != null) {
      addAll(resources, found);
    }
    return found;
  }

  private static void addAll(Value resources, List<Map.Entry<String, Value>> to) {
    for (Map.Entry<String, Value> resource : resources.members().entrySet()) {
      List<Value> loop = resource.getValue().items();
      if (resource.getKey().startsWith(LOOP) && loop.size() == 3) {
        addAll(loop.getLast(), to);
      } else if (isTaskDefinition(resource.getValue())) {
        to.add(resource);
      }
    }
  }

  private static boolean isTaskDefinition(Value resource) {
    String type = resource.text("Type");
    return type != null && TYPES.contains(type);
  }
}
