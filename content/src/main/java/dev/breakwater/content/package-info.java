/**
 * What else is in an image: secrets, passwords, permissions, settings, known-bad files. Entry
 * point: {@link dev.breakwater.content.ContentScanner}. Stateless, safe to share between threads.
 */
@NullMarked
package dev.breakwater.content;

import org.jspecify.annotations.NullMarked;
