/**
 * The database of apk, the package manager of Alpine, Wolfi and Chainguard. Entry point: {@link
 * dev.breakwater.inventory.apk.ApkDatabaseDetector}. Stateless, safe to share between threads.
 */
@NullMarked
package dev.breakwater.inventory.apk;

import org.jspecify.annotations.NullMarked;
