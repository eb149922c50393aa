@NullMarked
package dev.breakwater.posture.docker;

import org.jspecify.annotations.NullMarked;
