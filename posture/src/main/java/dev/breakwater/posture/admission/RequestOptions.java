package dev.breakwater.posture.admission;

/**
 * What objects do not say of the requests they are sent with.
 *
 * @param operation what is done with them
 * @param namespace where those go that are namespaced and name none; not empty
 * @param user who sends them
 * @param subresource that they are sent to, for example {@code status}; empty for the object itself
 *     and for kinds that can only be sent to one
 * @param dryRun whether nothing would be stored
 */
public record RequestOptions(
    Operation operation, String namespace, User user, String subresource, boolean dryRun) {
  /** {@code kubectl create} by anybody, into the namespace {@code default}. */
  public static final RequestOptions USUAL =
      new RequestOptions(Operation.CREATE, "default", User.NOBODY_SPECIAL, "", false);

  /** The same for another operation. */
  public RequestOptions with(Operation other) {
    return new RequestOptions(other, namespace, user, subresource, dryRun);
  }

  /** The same for another namespace. */
  public RequestOptions in(String other) {
    return new RequestOptions(operation, other, user, subresource, dryRun);
  }

  /** The same by another user. */
  public RequestOptions by(User other) {
    return new RequestOptions(operation, namespace, other, subresource, dryRun);
  }
}
