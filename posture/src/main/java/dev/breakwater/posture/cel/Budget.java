package dev.breakwater.posture.cel;

/**
 * What evaluations may still cost together, in the units of the API server. For one thread.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/cel/#resource-constraints">Resource
 *     constraints</a>
 */
public final class Budget {
  /** Of one expression. */
  public static final long PER_CALL = 1_000_000;

  /** Of all validations of one binding. */
  public static final long PER_BINDING = 10_000_000;

  /** Of all match conditions of one policy. */
  public static final long MATCH_CONDITIONS = 2_500_000;

  private long left;

  /** A budget of so many units. */
  public Budget(long units) {
    this.left = units;
  }

  /** What is left; negative where it is overspent. */
  public long left() {
    return left;
  }

  /** Takes units away. */
  public void spend(long units) {
    left -= units;
  }
}
