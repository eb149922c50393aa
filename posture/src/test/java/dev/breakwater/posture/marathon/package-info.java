@NullMarked
package dev.breakwater.posture.marathon;

import org.jspecify.annotations.NullMarked;
