package dev.breakwater.inventory.java;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchiveNameTest {
  @ParameterizedTest
  @CsvSource({
    "commons-lang3-3.12.0.jar, commons-lang3, 3.12.0",
    "a/b/log4j-1.2-api-2.17.1.jar, log4j-1.2-api, 2.17.1",
    "guava-31.1-jre.jar, guava, 31.1-jre",
    "foo-1.0-20240102.030405-6.jar, foo, 1.0-20240102.030405-6",
    "foo-1.0-SNAPSHOT.jar, foo, 1.0-SNAPSHOT",
    "foo-1.0-beta-2.jar, foo, 1.0-beta-2",
    "netty-transport-native-epoll-4.1.50.Final-linux-x86_64.jar, netty-transport-native-epoll,"
        + " 4.1.50.Final",
    "mssql-jdbc-12.10.2.jre11.jar, mssql-jdbc, 12.10.2.jre11",
    "scala-library_2.13-1.0.jar, scala-library_2.13, 1.0",
    "kotlin-stdlib-jdk8-1.6.0.jar, kotlin-stdlib-jdk8, 1.6.0",
    "x.war!/WEB-INF/lib/inner-2.jar, inner, 2",
    "thing-1.0-tests.jar, thing, 1.0",
    "app.jar, app, ",
    "jrt-fs.jar, jrt-fs, ",
    "-1.jar, -1, ",
    "a-.jar, a-, ",
    "a--1.jar, a-, 1",
    ".jar, .jar, ",
  })
  void artifactAndVersion(String path, String artifact, String version) {
    assertThat(ArchiveName.of(path)).isEqualTo(new ArchiveName(artifact, version));
  }
}
