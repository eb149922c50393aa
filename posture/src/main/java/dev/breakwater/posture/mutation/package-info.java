/**
 * What mutating admission policies make of objects: JSON patches, apply configurations and the
 * difference they make. Enter by {@link dev.breakwater.posture.mutation.Mutator}. What a policy
 * sets carries an origin that says so; everything else keeps its own.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/">Mutating
 *     admission policy</a>
 */
@NullMarked
package dev.breakwater.posture.mutation;

import org.jspecify.annotations.NullMarked;
