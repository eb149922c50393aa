/** Tests of what changes objects, some against the libraries of Kubernetes. */
@NullMarked
package dev.breakwater.posture.mutation;

import org.jspecify.annotations.NullMarked;
