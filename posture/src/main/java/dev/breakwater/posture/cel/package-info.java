/**
 * CEL as an API server of Kubernetes speaks it: its libraries, its rules and its bounds on cost.
 * Enter by {@link dev.breakwater.posture.cel.Cel}.
 *
 * <p>An expression is checked by the library, {@linkplain dev.breakwater.posture.cel.Rewriting
 * rewritten} so that no part takes longer than it looks, and evaluated while {@linkplain
 * dev.breakwater.posture.cel.Costs two counters} run: one in the units of an API server, so that a
 * policy costs here what it costs there, and one of the work itself, because those units leave out
 * what is cheap in Go and not here.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/cel/">CEL in Kubernetes</a>
 */
@NullMarked
package dev.breakwater.posture.cel;

import org.jspecify.annotations.NullMarked;
