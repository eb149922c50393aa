/**
 * Configuration files of common servers that let anybody in. Entry point: {@link
 * dev.breakwater.content.server.ServerSettings}. Stateless or for one thread, as each type says.
 */
@NullMarked
package dev.breakwater.content.server;

import org.jspecify.annotations.NullMarked;
