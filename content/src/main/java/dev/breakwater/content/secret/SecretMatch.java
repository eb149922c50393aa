package dev.breakwater.content.secret;

import dev.breakwater.core.Severity;

/**
 * A secret in a text, told without the secret.
 *
 * @param rule its name, for example {@code github-personal-access-token}
 * @param title what sort of secret it is, for people
 * @param line the first is 1
 * @param column in characters, the first is 1
 * @param length of the secret, in bytes
 * @param description what it looks like, for example "36 characters after ghp_"; made of the rule's
 *     own words and numbers alone
 * @param remedy where it is revoked, as an order to a person
 */
public record SecretMatch(
    String rule,
    String title,
    Severity severity,
    int line,
    int column,
    int length,
    String description,
    String remedy) {}
