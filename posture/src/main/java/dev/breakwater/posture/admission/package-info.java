/**
 * Admission policies of Kubernetes, judged as an API server judges them, without one. {@link
 * dev.breakwater.posture.admission.AdmissionPolicies} reads policies, their bindings and the
 * objects that they ask; {@link dev.breakwater.posture.admission.Admission} decides on requests.
 * What validating and mutating policies have in common is public, for mutation.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/">Validating
 *     Admission Policy</a>
 */
@NullMarked
package dev.breakwater.posture.admission;

import org.jspecify.annotations.NullMarked;
