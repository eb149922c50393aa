/**
 * Passwords that are empty or that everybody knows, in shadow files and elsewhere. Entry points:
 * {@link dev.breakwater.content.password.PasswordInspection}, and {@link
 * dev.breakwater.content.password.WellKnownPasswords} for other files that hold hashes. Stateless
 * or for one thread, as each type says.
 */
@NullMarked
package dev.breakwater.content.password;

import org.jspecify.annotations.NullMarked;
