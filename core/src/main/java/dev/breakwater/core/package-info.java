/**
 * The vocabulary that every room shares: subjects, packages, findings, verdicts and reports, and
 * the {@link dev.breakwater.core.Judge} that turns findings into a verdict. Everything here is
 * immutable and safe to share between threads. This package imports nothing of ours.
 */
@NullMarked
package dev.breakwater.core;

import org.jspecify.annotations.NullMarked;
