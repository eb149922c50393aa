/**
 * The libraries that an API server of Kubernetes adds to CEL for types of its own: quantities,
 * URLs, addresses and networks, semantic versions, named formats. Enter by {@link
 * dev.breakwater.posture.cel.library.Libraries}. The values are plain classes that know nothing of
 * CEL; one class for each library gives them to the language. Everything is immutable and safe to
 * share between threads, and nothing ever asks a name server.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-cel-libraries">Kubernetes
 *     CEL libraries</a>
 */
@NullMarked
package dev.breakwater.posture.cel.library;

import org.jspecify.annotations.NullMarked;
