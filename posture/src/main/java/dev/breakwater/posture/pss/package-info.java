/**
 * The Pod Security Standards, every control in every version, enter by {@link
 * dev.breakwater.posture.pss.PodSecurity}. Safe to share between threads.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">Pod Security
 *     Standards</a>
 */
@NullMarked
package dev.breakwater.posture.pss;

import org.jspecify.annotations.NullMarked;
