package dev.breakwater.posture.admission;

import dev.breakwater.posture.cel.Authorizer;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Value;
import org.jspecify.annotations.Nullable;

/**
 * The cluster that there is not: what policies would find in it, taken from files. Complete before
 * it is asked, and then for one thread.
 */
public final class Cluster {
  private final KnownKinds kinds = new KnownKinds();
  private final Namespaces namespaces = new Namespaces();
  private final Params params = new Params(kinds);
  private final Roles roles = new Roles();

  /**
   * Takes what any object teaches of the cluster: a {@code Namespace} its labels, a {@code
   * CustomResourceDefinition} the names and the scope of a kind.
   */
  public void learn(Resource resource) {
    namespaces.take(resource.object());
    kinds.learn(resource.object());
  }

  /**
   * Takes an object that policies can be parametrised by, and what it teaches; roles and their
   * bindings say what the authorizer answers.
   */
  public void add(Resource resource) {
    learn(resource);
    params.take(resource.object());
    roles.take(resource.object(), RequestOptions.USUAL.namespace());
  }

  /**
   * A request to do with an object what the options say.
   *
   * @param about the object that is sent; on {@code DELETE} the one that is there
   * @param old on {@code UPDATE} and {@code DELETE} what is there; null where nobody knows
   */
  public Request request(Resource about, @Nullable Resource old, RequestOptions options) {
    return new Request(about, old, options, kinds);
  }

  /**
   * What the {@code CustomResourceDefinition} of a kind says that its objects are made of; null
   * where none was read.
   *
   * @see <a
   *     href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema">Structural
   *     schemas</a>
   */
  public @Nullable Value schema(Kind kind) {
    return kinds.schema(kind);
  }

  Authorizer authorizer() {
    return roles;
  }

  Namespaces namespaces() {
    return namespaces;
  }

  Params params() {
    return params;
  }
}
