/**
 * CEL as an API server of Kubernetes speaks it: its libraries, its rules and its bounds on cost.
 * Enter by {@link dev.breakwater.posture.cel.Cel}.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/cel/">CEL in Kubernetes</a>
 */
@NullMarked
package dev.breakwater.posture.cel;

import org.jspecify.annotations.NullMarked;
