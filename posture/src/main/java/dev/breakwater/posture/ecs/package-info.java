/**
 * Task definitions of Amazon ECS, as they are registered, as they are described, and within
 * templates of CloudFormation, translated to the pods that they amount to. Entry point: {@link
 * dev.breakwater.posture.ecs.EcsTaskDefinition}.
 */
@NullMarked
package dev.breakwater.posture.ecs;

import org.jspecify.annotations.NullMarked;
