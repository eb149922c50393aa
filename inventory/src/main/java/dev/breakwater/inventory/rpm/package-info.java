/**
 * The databases of rpm, in every form that it has had. Entry point: {@link
 * dev.breakwater.inventory.rpm.RpmDatabaseDetector}. Stateless unless a type says otherwise, safe
 * to share between threads.
 */
@NullMarked
package dev.breakwater.inventory.rpm;

import org.jspecify.annotations.NullMarked;
