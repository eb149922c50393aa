/**
 * Compose projects: their files merged by Compose's own rules, and every service translated to the
 * pod that it amounts to. Enter by {@link dev.breakwater.posture.compose.ComposeProject}. One
 * project is read by one thread; nothing is shared between projects.
 *
 * <p>What a service says about Swarm only ({@code deploy}) counts where it limits resources or
 * restarts. Swarm itself ignores {@code privileged}, {@code security_opt}, {@code devices}, {@code
 * network_mode}, {@code pid}, {@code ipc}, {@code userns_mode} and others; a service is judged as
 * Compose runs it, which heeds them all.
 *
 * @see <a href="https://github.com/compose-spec/compose-spec/blob/main/spec.md">Compose
 *     Specification</a>
 */
@NullMarked
package dev.breakwater.posture.compose;

import org.jspecify.annotations.NullMarked;
