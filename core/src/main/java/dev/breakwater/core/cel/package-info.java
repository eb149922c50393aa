/**
 * What every door of CEL needs, whatever the expressions are about: bounds on what an evaluation
 * costs, the functions of the standard that keep them, a thread with a deep stack, what could have
 * been meant by a name, and faults in words. Loaded only where there is an expression.
 *
 * @see <a href="https://github.com/google/cel-spec/blob/master/doc/langdef.md">the CEL language
 *     definition</a>
 */
@NullMarked
package dev.breakwater.core.cel;

import org.jspecify.annotations.NullMarked;
