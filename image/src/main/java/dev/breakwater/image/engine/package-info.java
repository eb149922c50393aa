/**
 * Docker and Podman, asked over their Unix sockets for the images and containers that they keep.
 * Entry point: {@link dev.breakwater.image.engine.Engine}, which keeps no state and may be used by
 * any number of threads. An engine that answers slowly, wrongly or never costs a bounded time.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/">Docker Engine API</a>
 */
@NullMarked
package dev.breakwater.image.engine;

import org.jspecify.annotations.NullMarked;
