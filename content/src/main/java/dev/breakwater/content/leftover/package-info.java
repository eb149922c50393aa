/**
 * What people leave behind in images: sources' histories, settings, dumps, logins of clouds. Entry
 * point: {@link dev.breakwater.content.leftover.Leftovers}. Stateless, safe to share between
 * threads.
 */
@NullMarked
package dev.breakwater.content.leftover;

import org.jspecify.annotations.NullMarked;
