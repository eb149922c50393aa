/** What our input streams have in common; each is for one thread at a time. */
@NullMarked
package dev.breakwater.core.io;

import org.jspecify.annotations.NullMarked;
