/**
 * Secrets in files and texts: keys, tokens and passwords. Rules are provider by provider; a keyword
 * leads to the place, the rule's form says whether a secret is there, and a checksum where the
 * provider has one. What was found is told without the secret itself. Entry points: {@link
 * dev.breakwater.content.secret.SecretInspection} for images, {@link
 * dev.breakwater.content.secret.SecretScanner} for texts. Stateless, safe to share between threads,
 * unless a type says otherwise.
 */
@NullMarked
package dev.breakwater.content.secret;

import org.jspecify.annotations.NullMarked;
