/**
 * Pods in the making, told in the words of {@code docker run}: what its options mean in the words
 * of the Kubernetes API. Entry points: {@link dev.breakwater.posture.docker.PodDraft}, and {@link
 * dev.breakwater.posture.docker.RunOption} for an option by its name. Compose, ECS and Marathon say
 * which of their fields is which option, and nothing more. Drafts belong to one thread; what they
 * make is immutable.
 *
 * @see <a href="https://docs.docker.com/reference/cli/docker/container/run/">docker run</a>
 */
@NullMarked
package dev.breakwater.posture.docker;

import org.jspecify.annotations.NullMarked;
