package dev.breakwater.posture.cel.library;

/**
 * What a call of a function costs, in the units of the API server.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apiserver/pkg/cel/library/cost.go">
 *     the API server's costs</a>
 */
@FunctionalInterface
public interface CallCost {
  /** The cost of a call that does nothing to speak of. */
  CallCost NOMINAL = _ -> 1;

  /** The cost of going through the text that is the first argument. */
  CallCost TRAVERSAL = arguments -> tenths(size(arguments[0]));

  /** The cost of a call with these arguments; of a member, it is the first of them. */
  long of(Object[] arguments);

  /** A tenth of a size, rounded up: going through ten characters or bytes costs one. */
  static long tenths(long size) {
    return (size + 9) / 10;
  }

  /** How large a value is: a text in code points, an address in bytes, anything else 1. */
  static long size(Object value) {
    return switch (value) {
      case String text -> text.codePointCount(0, text.length());
      case IpAddress address -> address.bits() / 8;
      case Cidr cidr -> (cidr.bits() + 7) / 8;
      default -> 1;
    };
  }
}
