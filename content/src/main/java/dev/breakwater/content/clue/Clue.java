package dev.breakwater.content.clue;

import org.jspecify.annotations.Nullable;

/**
 * Something in a file that a rule is about.
 *
 * @param rule the name of the rule
 * @param line the first is 1; 0 where it is about the whole file
 * @param part what tells it from another of the same rule in the same file, such as the name of a
 *     user; null where the file suffices
 * @param evidence what is there, for people; never a secret
 */
public record Clue(String rule, int line, @Nullable String part, String evidence) {}
