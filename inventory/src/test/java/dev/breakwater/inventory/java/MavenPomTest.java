package dev.breakwater.inventory.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.inventory.FileFixture;
import dev.breakwater.inventory.LockFiles;
import java.io.IOException;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;

class MavenPomTest {
  private static SortedSet<String> pom(String text) throws IOException {
    return LockFiles.packages(new MavenPomDetector(), "srv/pom.xml", text);
  }

  private static String dependency(String artifact, String more) {
    return "<dependency><groupId>org.acme</groupId><artifactId>"
        + artifact
        + "</artifactId>"
        + more
        + "</dependency>";
  }

  @Test
  void documentsOfApplicationsAreWantedAndThoseOfArchivesAreNot() {
    MavenPomDetector detector = new MavenPomDetector();
    assertThat(detector.wants(FileFixture.entry("pom.xml", 1))).isTrue();
    assertThat(detector.wants(FileFixture.entry("srv/module/pom.xml", 1))).isTrue();
    assertThat(detector.wants(FileFixture.entry("srv/a-pom.xml", 1))).isFalse();
    assertThat(detector.wants(FileFixture.entry("srv/META-INF/maven/org.acme/a/pom.xml", 1)))
        .isFalse();
  }

  @Test
  void whatTheApplicationRunsWithCountsWhereItsVersionIsThere() throws IOException {
    assertThat(
            pom(
                """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <parent><groupId>org.acme</groupId><artifactId>parent</artifactId>
                    <version>7</version></parent>
                  <artifactId>app</artifactId>
                  <properties><leaf.version>1.2.3</leaf.version></properties>
                  <dependencyManagement><dependencies>
                """
                    + dependency("managed", "<version>2.0</version>")
                    + dependency("managed", "<version>9.0</version><type>war</type>")
                    + dependency("managed-test", "<version>2.0</version><scope>test</scope>")
                    + dependency("unused", "<version>2.0</version>")
                    + dependency("overruled", "<version>1.0</version><scope>test</scope>")
                    + "</dependencies></dependencyManagement><dependencies>"
                    + dependency("leaf", "<version>${leaf.version}</version>")
                    + dependency("sibling", "<version>${project.version}</version>")
                    + dependency("managed", "")
                    + dependency("managed-test", "")
                    + dependency(
                        "overruled",
                        "<version>3.0</version><scope>runtime</scope>"
                            + "<exclusions><exclusion><groupId>x</groupId>"
                            + "<artifactId>y</artifactId></exclusion></exclusions>")
                    + dependency("exact", "<version>[4.0]</version><optional>true</optional>")
                    + dependency("range", "<version>[4.0,5.0)</version>")
                    + dependency("of-parent", "")
                    + dependency("unresolved", "<version>${elsewhere}</version>")
                    + dependency("tool", "<version>5.0</version><scope>test</scope>")
                    + dependency("provided", "<version>5.0</version><scope>provided</scope>")
                    + "</dependencies><build><plugins><plugin><dependencies>"
                    + dependency("of-plugin", "<version>6.0</version>")
                    + "</dependencies></plugin></plugins></build><profiles><profile><dependencies>"
                    + dependency("of-profile", "<version>6.0</version>")
                    + "</dependencies></profile></profiles></project>"))
        .containsExactly(
            "org.acme:exact@4.0",
            "org.acme:leaf@1.2.3",
            "org.acme:managed@2.0",
            "org.acme:overruled@3.0",
            "org.acme:sibling@7");
  }

  @Test
  void badDocumentsAreErrorsAndOtherShapesNoPackages() throws IOException {
    assertThatThrownBy(() -> pom("<project><dependencies>"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not readable XML");
    assertThatThrownBy(() ->
            pom(
                "<!DOCTYPE project [<!ENTITY a \"aaaa\">]><project><artifactId>&a;</artifactId>"
                    + "</project>"))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> pom("<a>".repeat(1000))).hasMessageContaining("nested more than");
    assertThat(pom("<project><dependencies/><dependencyManagement/></project>")).isEmpty();
    assertThat(
            pom(
                "<project><dependencies>"
                    + dependency("long", "<version>" + "1".repeat(5000) + "</version>")
                    + dependency("circle", "<version>${a}</version>")
                    + "</dependencies><properties><a>${b}</a><b>${a}</b></properties></project>"))
        .isEmpty();
  }
}
