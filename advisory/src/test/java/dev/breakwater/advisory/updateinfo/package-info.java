/** Tests of rpm repositories as a feed, against repositories that real programs make and sign. */
@NullMarked
package dev.breakwater.advisory.updateinfo;

import org.jspecify.annotations.NullMarked;
