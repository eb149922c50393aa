package dev.breakwater.core;

/** A finding that does not count, and why. */
public record Excused(Finding finding, Excuse excuse) {}
