/**
 * Policies on their way in and out: what other tools have, as ValidatingAdmissionPolicies, and what
 * is here as YAML for {@code kubectl apply}. Enter by {@link
 * dev.breakwater.posture.exchange.PolicyImport} and {@link
 * dev.breakwater.posture.exchange.YamlWriter}.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/">Validating
 *     admission policy</a>
 */
@NullMarked
package dev.breakwater.posture.exchange;

import org.jspecify.annotations.NullMarked;
