/** Tests of version orders, most of them against the programs of their owners. */
@NullMarked
package dev.breakwater.advisory.version;

import org.jspecify.annotations.NullMarked;
