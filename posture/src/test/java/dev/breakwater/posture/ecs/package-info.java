@NullMarked
package dev.breakwater.posture.ecs;

import org.jspecify.annotations.NullMarked;
