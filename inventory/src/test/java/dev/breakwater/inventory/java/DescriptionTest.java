package dev.breakwater.inventory.java;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.jar.Attributes;
import org.junit.jupiter.api.Test;

/** What Maven and the jar tool leave in an archive to describe it. */
class DescriptionTest {
  private static MavenCoordinates pom(String body) throws IOException {
    return PomDocument.read(("<?xml version=\"1.0\"?>\n" + body).getBytes(UTF_8)).coordinates();
  }

  @Test
  void aPomInheritsAndResolvesWhatItDefinesItself() throws IOException {
    assertThat(
            pom(
                """
                <project>
                  <!-- a comment -->
                  <parent><groupId>org.acme</groupId><version>3</version></parent>
                  <artifactId>thing-${suffix}</artifactId>
                  <version>${revision}${changelist}</version>
                  <properties>
                    <revision>1.2.<![CDATA[3]]></revision>
                    <changelist>-${parent.version}</changelist>
                    <suffix>core</suffix>
                  </properties>
                  <dependencies><dependency><groupId>x</groupId><artifactId>y</artifactId>
                    <version>9</version></dependency></dependencies>
                  <profiles><profile><properties><suffix>no</suffix></properties></profile></profiles>
                </project>
                """))
        .isEqualTo(new MavenCoordinates("org.acme", "thing-core", "1.2.3-3"));
  }

  @Test
  void whatAPomDoesNotResolveIsNotGuessed() throws IOException {
    String start = "<project><groupId>g</groupId><artifactId>a</artifactId>";
    assertThat(pom(start + "<version>${revision}</version></project>")).isNull();
    assertThat(pom(start + "<version>${project.version}</version></project>")).isNull();
    assertThat(pom(start + "<version>1 2</version></project>")).isNull();
    assertThat(pom(start + "</project>")).isNull();
    assertThat(pom("<other>" + start + "<version>1</version></project></other>")).isNull();
    assertThat(
            pom(
                start
                    + "<version>${a}</version><properties><a>${b}${b}</a><b>${a}${a}</b>"
                    + "</properties></project>"))
        .isNull();
  }

  @Test
  void aPomReadsNothingOutsideAndGrowsNoEntity() {
    String body =
        "<project><groupId>g</groupId><artifactId>a</artifactId><version>&x;</version></project>";
    for (String definition :
        new String[] {
          "<!DOCTYPE project [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>",
          "<!DOCTYPE project [<!ENTITY y \"aaaaaaaaaa\"><!ENTITY x \"&y;&y;&y;&y;\">]>",
          "<!DOCTYPE project SYSTEM \"file:///nowhere.dtd\">",
        }) {
      MavenCoordinates found;
      try {
        found = pom(definition + body);
      } catch (IOException refused) {
        continue;
      }
      assertThat(found).isNull();
    }
  }

  @Test
  void deepAndBrokenXmlIsAnError() {
    assertThatThrownBy(() -> pom("<a>".repeat(100_000)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nested more than 64 deep");
    assertThatThrownBy(() -> pom("<project><a></b>")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> pom("")).isInstanceOf(IOException.class);
  }

  @Test
  void propertiesNeedAllThree() throws IOException {
    assertThat(
            PomProperties.read(
                "groupId = g\nartifactId: a\r\nversion=1\\u002e0 \n".getBytes(UTF_8)))
        .isEqualTo(new MavenCoordinates("g", "a", "1.0"));
    assertThat(PomProperties.read("groupId=g\nversion=1\n".getBytes(UTF_8))).isNull();
    assertThat(PomProperties.read("groupId=g\nartifactId=\nversion=1\n".getBytes(UTF_8))).isNull();
    assertThat(PomProperties.read("groupId=@g@\nartifactId=a\nversion=1\n".getBytes(UTF_8)))
        .isNull();
  }

  @Test
  void aManifestReadsAsTheJdkWroteIt() throws IOException {
    java.util.jar.Manifest written = new java.util.jar.Manifest();
    Attributes main = written.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Implementation-Title", "ünï-" + "ö".repeat(200));
    main.putValue("Implementation-Version", "1.2.3");
    Attributes section = new Attributes();
    section.putValue("Bundle-Version", "9");
    written.getEntries().put("some/Thing.class", section);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    written.write(bytes);

    Manifest read = Manifest.read(bytes.toByteArray());

    java.util.jar.Manifest jdk =
        new java.util.jar.Manifest(new ByteArrayInputStream(bytes.toByteArray()));
    assertThat(read.get("implementation-title"))
        .isEqualTo(jdk.getMainAttributes().getValue("Implementation-Title"));
    assertThat(read.version()).isEqualTo("1.2.3");
    assertThat(read.get("Bundle-Version")).isNull();
  }

  @Test
  void aManifestThatBreaksTheRulesIsReadAsFarAsItGoes() {
    assertThat(
            Manifest.read("\r\nno colon\n folded\nBundle-Version: 4.5".getBytes(UTF_8)).version())
        .isEqualTo("4.5");
    assertThat(
            Manifest.read(
                    "Implementation-Version: ${version}\rBundle-Version: 4\r\r".getBytes(UTF_8))
                .version())
        .isEqualTo("4");
    assertThat(Manifest.read(new byte[0]).version()).isNull();
    assertThat(Manifest.read(" ".repeat(1000).getBytes(UTF_8)).version()).isNull();
  }
}
