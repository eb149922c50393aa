/**
 * A small typed view of JSON documents that fit in memory, over a streaming parser. Entry point:
 * {@link dev.breakwater.core.json.Json}. Immutable, safe to share between threads.
 */
@NullMarked
package dev.breakwater.core.json;

import org.jspecify.annotations.NullMarked;
