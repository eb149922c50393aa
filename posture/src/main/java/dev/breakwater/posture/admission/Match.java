package dev.breakwater.posture.admission;

/**
 * As what a policy takes the object of a request: itself, or its equivalent in another version or
 * group that the policy asks for.
 */
public record Match(Kind kind, ApiResource resource) {}
