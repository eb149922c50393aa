/**
 * What to do about findings: the smallest set of changes that removes the most. Entry point: {@link
 * dev.breakwater.core.plan.Planner}. Stateless, safe to share between threads.
 */
@NullMarked
package dev.breakwater.core.plan;

import org.jspecify.annotations.NullMarked;
