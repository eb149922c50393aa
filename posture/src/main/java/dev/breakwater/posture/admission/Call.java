package dev.breakwater.posture.admission;

import org.jspecify.annotations.Nullable;

/**
 * What a binding makes of a request: one call of its policy for each parameter, or the fault that
 * prevents it.
 *
 * @param invocation null where there is a fault
 * @param fault null where there is none
 * @param missing whether the fault is that there are no parameters where there must be some
 */
public record Call(
    Binding binding, @Nullable Invocation invocation, @Nullable String fault, boolean missing) {}
