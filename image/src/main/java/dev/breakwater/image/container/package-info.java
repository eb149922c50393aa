/**
 * The containers of this machine, whoever started them. Entry point: {@link
 * dev.breakwater.image.container.Containers}, for one thread. Engines are asked at their sockets,
 * and what they do not know or do not say is found where container runtimes keep their state and in
 * {@code /proc}.
 */
@NullMarked
package dev.breakwater.image.container;

import org.jspecify.annotations.NullMarked;
