/**
 * From evidence to a verdict. Entry point: {@link dev.breakwater.core.judge.Judge}. Everything here
 * is immutable and safe to share between threads.
 */
@NullMarked
package dev.breakwater.core.judge;

import org.jspecify.annotations.NullMarked;
