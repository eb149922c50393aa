package dev.breakwater.posture.ecs;

import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads task definitions of Amazon ECS: what {@code register-task-definition} takes, what {@code
 * describe-task-definition} gives, and every {@code AWS::ECS::TaskDefinition} of a CloudFormation
 * template. Each is one pod with all its containers.
 *
 * <p>What a template says by a function, such as {@code Ref} or {@code Fn::If}, is not known. Where
 * the judgement depends on it, a problem says so, and the rest is judged.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html">
 *     task definition parameters</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ecs-taskdefinition.html">
 *     AWS::ECS::TaskDefinition</a>
 */
public final class EcsTaskDefinition {
  private static final String TYPE = "AWS::ECS::TaskDefinition";

  private EcsTaskDefinition() {}

  /** Whether a document has task definitions in it, be they well made or not. */
  public static boolean looksLike(Value root) {
    if (plain(root) != null) {
      return true;
    }
    for (Value resource : templates(root).values()) {
      if (isTaskDefinition(resource)) {
        return true;
      }
    }
    return false;
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
      new TaskReader(file, new Form(file, false, sink)).read(index, "", plain, sink);
      return;
    }
    int next = index;
    for (Map.Entry<String, Value> resource : templates(root).entrySet()) {
      if (isTaskDefinition(resource.getValue())) {
        Value properties = resource.getValue().get("Properties");
        new TaskReader(file, new Form(file, true, sink))
            .read(
                next++,
                resource.getKey(),
                properties == null ? resource.getValue() : properties,
                sink);
      }
    }
  }

  /** The task definition that a document is; null where it is none by itself. */
  private static @Nullable Value plain(Value root) {
    Value described = root.get("taskDefinition");
    Value task = described == null ? root : described;
    return task.get("containerDefinitions") == null ? null : task;
  }

  private static Map<String, Value> templates(Value root) {
    Value resources = root.get("Resources");
    return resources == null ? Map.of() : resources.members();
  }

  private static boolean isTaskDefinition(Value resource) {
    return TYPE.equals(resource.text("Type"));
  }
}
