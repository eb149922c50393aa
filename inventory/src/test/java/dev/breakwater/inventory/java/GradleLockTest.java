package dev.breakwater.inventory.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.inventory.FileFixture;
import dev.breakwater.inventory.LockFiles;
import dev.breakwater.inventory.detection.PackageFacts;
import java.io.IOException;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;

class GradleLockTest {
  private static SortedSet<String> lock(String path, String text) throws IOException {
    return LockFiles.packages(new GradleLockDetector(), path, text);
  }

  @Test
  void lockFilesOldAndNewAreWanted() {
    GradleLockDetector detector = new GradleLockDetector();
    for (String path :
        new String[] {
          "gradle.lockfile",
          "srv/buildscript-gradle.lockfile",
          "srv/gradle/dependency-locks/runtimeClasspath.lockfile"
        }) {
      assertThat(detector.wants(FileFixture.entry(path, 1))).as(path).isTrue();
    }
    for (String path : new String[] {"srv/my.lockfile", "gradle.lockfile.bak", "gradle.lock"}) {
      assertThat(detector.wants(FileFixture.entry(path, 1))).as(path).isFalse();
    }
  }

  @Test
  void whatOnlyTestsAndAnnotationProcessorsUseIsLeftOut() throws IOException {
    assertThat(
            lock(
                "srv/gradle.lockfile",
                """
                # This is a Gradle generated file for dependency locking.
                org.acme:both:1.0.0=runtimeClasspath,testRuntimeClasspath
                org.acme:compiled:1.1.0.RELEASE=compileClasspath
                org.acme:own:2.0=shipped, testCompileClasspath
                org.acme:processor:3.0=annotationProcessor,testAnnotationProcessor
                org.acme:tool:4.0=testCompileClasspath,testRuntimeClasspath
                org.acme:variant:5.0=debugUnitTestRuntimeClasspath
                empty=testFixtures
                """))
        .containsExactly(
            "org.acme:both@1.0.0", "org.acme:compiled@1.1.0.RELEASE", "org.acme:own@2.0");
    assertThat(lock("buildscript-gradle.lockfile", "org.acme:plugin:1.0=classpath\nempty=\n"))
        .containsExactly("org.acme:plugin@1.0");
  }

  @Test
  void olderFilesAreNamedAfterTheirConfiguration() throws IOException {
    String text = "# comment\norg.acme:leaf:1.0.0\n";

    assertThat(lock("gradle/dependency-locks/runtimeClasspath.lockfile", text))
        .containsExactly("org.acme:leaf@1.0.0");
    assertThat(lock("gradle/dependency-locks/testRuntimeClasspath.lockfile", text)).isEmpty();
  }

  @Test
  void otherLinesAreProblemsAndTheRestIsRead() throws IOException {
    PackageFacts facts =
        LockFiles.facts(
            new GradleLockDetector(),
            "gradle.lockfile",
            "nothing\r\na:b\r\na:b:${v}=c\r\n<<<<<<<\r\norg.acme:leaf:1.0.0=runtimeClasspath\r\n");

    assertThat(LockFiles.names(facts)).containsExactly("org.acme:leaf@1.0.0");
    assertThat(facts.problems())
        .extracting(each -> each.where())
        .containsExactly(
            "gradle.lockfile:1", "gradle.lockfile:2", "gradle.lockfile:3", "gradle.lockfile:4");
  }
}
