/**
 * Apps, groups and pods of Marathon, translated to the pods of Kubernetes that they amount to.
 * Entry point: {@link dev.breakwater.posture.marathon.MarathonApps}.
 */
@NullMarked
package dev.breakwater.posture.marathon;

import org.jspecify.annotations.NullMarked;
