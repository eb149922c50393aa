/**
 * The objects of Kubernetes, and the pods that they are or make. Enter by {@link
 * dev.breakwater.posture.kubernetes.KubernetesObjects}. Safe to share between threads.
 */
@NullMarked
package dev.breakwater.posture.kubernetes;

import org.jspecify.annotations.NullMarked;
