/** What every HTTP client of ours shares: the proxies that the environment names. Immutable. */
@NullMarked
package dev.breakwater.core.net;

import org.jspecify.annotations.NullMarked;
