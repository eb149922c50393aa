/**
 * Policies that people write: rules in CEL over a report, in a YAML file. Entry point: {@link
 * dev.breakwater.core.policy.PolicyFile}. Nothing else loads CEL's classes, which takes longer than
 * a scan. Policies are immutable and safe to share between threads.
 *
 * @see <a href="https://github.com/google/cel-spec/blob/master/doc/langdef.md">the CEL language
 *     definition</a>
 */
@NullMarked
package dev.breakwater.core.policy;

import org.jspecify.annotations.NullMarked;
