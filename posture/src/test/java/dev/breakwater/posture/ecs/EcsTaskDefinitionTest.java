package dev.breakwater.posture.ecs;

import org.junit.jupiter.api.Test;

class EcsTaskDefinitionTest {
  @Test
  void x() {}
}
