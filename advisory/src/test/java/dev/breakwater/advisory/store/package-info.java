/** Tests of the store. */
@NullMarked
package dev.breakwater.advisory.store;

import org.jspecify.annotations.NullMarked;
