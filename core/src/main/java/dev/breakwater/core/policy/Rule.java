package dev.breakwater.core.policy;

import dev.breakwater.core.Decision;
import org.jspecify.annotations.Nullable;

/**
 * A rule as it is written.
 *
 * @param line of the file at which it begins; the first is 1
 * @param effect what follows where the condition holds
 * @param message for people; null where the rule has none
 * @param messageExpression makes the message; null where the rule has none
 */
record Rule(
    String name,
    int line,
    Decision.Effect effect,
    Expression condition,
    @Nullable String message,
    @Nullable Expression messageExpression) {}
