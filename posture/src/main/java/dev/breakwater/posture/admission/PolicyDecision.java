package dev.breakwater.posture.admission;

import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What one policy says of one request, over all its bindings and their parameters the gravest.
 *
 * @param policy its name
 * @param origin of the expression that decided, else of the policy
 * @param binding the name of the binding that decided; null where none did, or there are none
 * @param resource the object that the request is about
 * @param expression that decided; null where none did
 * @param message for the sender; null where there is none
 * @param reason the HTTP reason of a refusal, {@code Invalid} or another; null for the others
 */
public record PolicyDecision(
    String policy,
    Origin origin,
    @Nullable String binding,
    Resource resource,
    Outcome outcome,
    @Nullable String expression,
    @Nullable String message,
    @Nullable String reason) {}
