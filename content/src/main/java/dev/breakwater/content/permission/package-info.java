/**
 * Files that give more power than they should: setuid, capabilities, written by anybody, owned by
 * nobody in particular. Entry point: {@link
 * dev.breakwater.content.permission.PermissionInspection}. Stateless, safe to share between
 * threads.
 */
@NullMarked
package dev.breakwater.content.permission;

import org.jspecify.annotations.NullMarked;
