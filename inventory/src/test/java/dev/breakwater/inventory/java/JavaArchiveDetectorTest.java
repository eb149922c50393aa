package dev.breakwater.inventory.java;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.Problem;
import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.PackageFacts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaArchiveDetectorTest {
  @TempDir Path directory;

  private Path copies;
  private JavaArchiveDetector detector;

  @BeforeEach
  void makeDetector() throws IOException {
    copies = Files.createDirectory(directory.resolve("copies"));
    detector = detector(ArchiveLimits.DEFAULT);
  }

  private JavaArchiveDetector detector(ArchiveLimits limits) {
    return new JavaArchiveDetector(limits, copies);
  }

  @AfterEach
  void noCopyIsLeftBehind() {
    assertThat(copies).isEmptyDirectory();
  }

  private record OnDisk(Path file) implements FileContent {
    @Override
    public long size() {
      return file.toFile().length();
    }

    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }
  }

  private PackageFacts examine(JavaArchiveDetector with, String path, byte[] archive)
      throws IOException {
    Path file = Files.write(directory.resolve("archive"), archive);
    FileEntry entry = new FileEntry(path, FileEntry.Kind.FILE, archive.length, 0644, 0, 0, null);
    assertThat(with.wants(entry)).isTrue();
    PackageFacts facts = with.examine(entry, new OnDisk(file));
    return facts == null ? PackageFacts.of(List.of()) : facts;
  }

  private PackageFacts examine(String path, byte[] archive) throws IOException {
    return examine(detector, path, archive);
  }

  /** Each package as {@code purl path}. */
  private static List<String> packages(PackageFacts facts) {
    return facts.packages().stream()
        .map(candidate -> candidate.purl() + " " + candidate.path())
        .map(text -> text.replaceFirst("\\?checksum=sha1[^ ]* ", " "))
        .toList();
  }

  @Test
  void anArchiveWithoutANameIsKnownByTheSha1OfItsBytes() throws Exception {
    byte[] jar = new JarBuilder().classes().build();
    byte[] outer = new JarBuilder().stored("lib/inner.jar", jar).build();
    String sha1 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(jar));

    assertThat(examine("a.jar", jar).packages().getFirst().purl().qualifier("checksum"))
        .contains("sha1:" + sha1);
    assertThat(examine("b.jar", outer).packages())
        .filteredOn(candidate -> candidate.path().equals("b.jar!/lib/inner.jar"))
        .extracting(candidate -> candidate.purl().qualifier("checksum").orElse(""))
        .containsExactly("sha1:" + sha1);
    byte[] named = new JarBuilder().classes().properties("org.acme", "thing", "1").build();
    assertThat(examine("c.jar", named).packages().getFirst().purl().qualifiers()).isEmpty();
  }

  @Test
  void aJarIsWhatItsPomPropertiesSay() throws IOException {
    byte[] jar = new JarBuilder().classes().properties("org.acme", "thing", "1.2.3").build();

    PackageFacts facts = examine("opt/renamed.jar", jar);

    assertThat(packages(facts)).containsExactly("pkg:maven/org.acme/thing@1.2.3 opt/renamed.jar");
    assertThat(facts.packages().getFirst().name()).isEqualTo("org.acme:thing");
    assertThat(facts.problems()).isEmpty();
  }

  /** Complaint trivy#4080 and #1589: a shaded jar showed one of the artifacts in it. */
  @Test
  void aShadedJarIsAllThatIsInIt() throws IOException {
    byte[] jar =
        new JarBuilder()
            .classes()
            .properties("org.acme", "app", "1.0")
            .properties("com.fasterxml.jackson.core", "jackson-databind", "2.9.1")
            .properties("com.google.guava", "guava", "31.1-jre")
            .build();

    assertThat(packages(examine("app-1.0.jar", jar)))
        .containsExactlyInAnyOrder(
            "pkg:maven/org.acme/app@1.0 app-1.0.jar",
            "pkg:maven/com.fasterxml.jackson.core/jackson-databind@2.9.1 app-1.0.jar",
            "pkg:maven/com.google.guava/guava@31.1-jre app-1.0.jar");
  }

  @Test
  void aJarThatOnlyShadesOthersIsListedBesideThem() throws IOException {
    byte[] jar =
        new JarBuilder().classes().properties("com.google.guava", "guava", "31.1-jre").build();

    assertThat(packages(examine("hive-exec-3.1.0.jar", jar)))
        .containsExactly(
            "pkg:maven/com.google.guava/guava@31.1-jre hive-exec-3.1.0.jar",
            "pkg:maven/hive-exec@3.1.0 hive-exec-3.1.0.jar");
  }

  /** Complaint trivy#2717: jars that Gradle made were missing without a word. */
  @Test
  void aJarWithoutPomDataIsListedWithoutAGroup() throws IOException {
    byte[] jar = new JarBuilder().manifest("Implementation-Version: 9.9").classes().build();

    PackageFacts facts = examine("lib/spring-core-5.3.17.jar", jar);

    assertThat(packages(facts))
        .containsExactly("pkg:maven/spring-core@5.3.17 lib/spring-core-5.3.17.jar");
    assertThat(facts.packages().getFirst().name()).isEqualTo("spring-core");
  }

  @Test
  void aKnownArtifactHasItsGroupWhereTheJarProvesIt() throws IOException {
    byte[] spring =
        new JarBuilder()
            .manifest("Automatic-Module-Name: spring.webmvc", "Implementation-Version: 5.3.17")
            .classes()
            .build();
    byte[] tomcat =
        new JarBuilder()
            .manifest("Implementation-Version: 9.0.60")
            .entry("org/apache/catalina/startup/Catalina.class", "")
            .build();
    byte[] hibernate = new JarBuilder().entry("org/hibernate/SessionFactory.class", "").build();

    assertThat(packages(examine("lib/spring-webmvc.jar", spring)))
        .containsExactly(
            "pkg:maven/org.springframework/spring-webmvc@5.3.17 lib/spring-webmvc.jar");
    assertThat(packages(examine("lib/catalina.jar", tomcat)))
        .containsExactly("pkg:maven/org.apache.tomcat/tomcat-catalina@9.0.60 lib/catalina.jar");
    assertThat(packages(examine("hibernate-core-5.6.5.Final.jar", hibernate)))
        .containsExactly(
            "pkg:maven/org.hibernate/hibernate-core@5.6.5.Final hibernate-core-5.6.5.Final.jar");
    assertThat(packages(examine("hibernate-core-6.1.0.Final.jar", hibernate)))
        .containsExactly(
            "pkg:maven/org.hibernate.orm/hibernate-core@6.1.0.Final hibernate-core-6.1.0.Final.jar");
  }

  @Test
  void aKnownNameWithoutItsWitnessIsNotBelieved() throws IOException {
    byte[] other =
        new JarBuilder().manifest("Automatic-Module-Name: org.example.core").classes().build();

    for (String artifact : List.of("spring-core", "kafka-clients", "bcprov-jdk15on", "log4j")) {
      assertThat(packages(examine(artifact + "-1.0.jar", other)))
          .containsExactly("pkg:maven/" + artifact + "@1.0 " + artifact + "-1.0.jar");
    }
  }

  /** Complaints grype#1248, #1301, #869, #342: groups guessed from vendors and CPE names. */
  @Test
  void noGroupIsEverGuessed() throws IOException {
    byte[] jar =
        new JarBuilder()
            .manifest(
                "Implementation-Vendor-Id: org.apache.logging",
                "Implementation-Title: Apache Log4j Core",
                "Bundle-SymbolicName: org.apache.logging.log4j.core",
                "Automatic-Module-Name: org.apache.logging.log4j.core",
                "Bundle-Version: 2.14.1")
            .classes()
            .build();

    assertThat(packages(examine("log4j-core.jar", jar)))
        .containsExactly("pkg:maven/log4j-core@2.14.1 log4j-core.jar");
  }

  @Test
  void withoutAnyVersionTheJarIsStillListed() throws IOException {
    PackageFacts facts = examine("app.jar", new JarBuilder().classes().build());

    assertThat(packages(facts)).containsExactly("pkg:maven/app app.jar");
    assertThat(facts.packages().getFirst().version()).isEmpty();
  }

  @Test
  void anArchiveOfDocumentsIsNoPackage() throws IOException {
    byte[] jar = new JarBuilder().manifest("A: b").entry("index.html", "<html>").build();

    assertThat(examine("thing-1.0-javadoc.jar", jar).packages()).isEmpty();
  }

  /** Complaint trivy#1285. */
  @Test
  void aZipThatIsOnlyNamedJarIsWhatItHolds() throws IOException {
    byte[] zip =
        new JarBuilder()
            .entry("notes.txt", "hello")
            .entry("docs/META-INF/maven/org.acme/thing/pom.properties", "version=1\n")
            .properties("org.acme", "real", "2.0")
            .build();

    assertThat(packages(examine("notes.jar", zip)))
        .containsExactly("pkg:maven/org.acme/real@2.0 notes.jar");
  }

  @Test
  void springBootWarEarAndAnyOtherNestingIsReadToTheBottom() throws IOException {
    byte[] inner = new JarBuilder().classes().properties("org.acme", "inner", "3.0").build();
    byte[] boot =
        new JarBuilder()
            .entry("BOOT-INF/classes/org/acme/Main.class", "")
            .entry(
                "BOOT-INF/classes/META-INF/maven/org.acme/shaded/pom.properties",
                "groupId=org.acme\nartifactId=shaded\nversion=7\n")
            .properties("org.acme", "boot", "1.0")
            .stored("BOOT-INF/lib/inner-3.0.jar", inner)
            .build();
    byte[] war =
        new JarBuilder()
            .entry("WEB-INF/classes/org/acme/Servlet.class", "")
            .entry("WEB-INF/lib/renamed.JAR", inner)
            .build();
    byte[] ear = new JarBuilder().stored("lib/boot.jar", boot).entry("web-1.1.war", war).build();

    assertThat(packages(examine("srv/all-4.ear", ear)))
        .containsExactlyInAnyOrder(
            "pkg:maven/all@4 srv/all-4.ear",
            "pkg:maven/org.acme/boot@1.0 srv/all-4.ear!/lib/boot.jar",
            "pkg:maven/org.acme/shaded@7 srv/all-4.ear!/lib/boot.jar",
            "pkg:maven/org.acme/inner@3.0 srv/all-4.ear!/lib/boot.jar!/BOOT-INF/lib/inner-3.0.jar",
            "pkg:maven/web@1.1 srv/all-4.ear!/web-1.1.war",
            "pkg:maven/org.acme/inner@3.0 srv/all-4.ear!/web-1.1.war!/WEB-INF/lib/renamed.JAR");
  }

  /** Complaint trivy#2054 among others: jars that begin with a launch script were skipped. */
  @Test
  void aJarThatBeginsWithAScriptIsRead() throws IOException {
    byte[] jar = new JarBuilder().classes().properties("org.acme", "tool", "1.0").build();
    ByteArrayOutputStream executable = new ByteArrayOutputStream();
    executable.writeBytes("#!/bin/sh\nexec java -jar \"$0\" \"$@\"\n".getBytes(UTF_8));
    executable.writeBytes(jar);

    assertThat(packages(examine("bin/tool.jar", executable.toByteArray())))
        .containsExactly("pkg:maven/org.acme/tool@1.0 bin/tool.jar");
  }

  @Test
  void realJarsAreWhatTheirRepositoryCallsThem() throws Exception {
    for (Class<?> type :
        List.of(
            org.assertj.core.api.Assertions.class,
            org.cyclonedx.model.Bom.class,
            com.networknt.schema.Schema.class,
            tools.jackson.core.JsonParser.class)) {
      Path jar = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
      // Repositories lie out as group/with/slashes/artifact/version/artifact-version.jar.
      String version = jar.getParent().getFileName().toString();
      String artifact = jar.getParent().getParent().getFileName().toString();

      List<String> names =
          examine("lib/" + jar.getFileName(), Files.readAllBytes(jar)).packages().stream()
              .map(candidate -> candidate.purl().toString())
              .toList();

      assertThat(names)
          .anySatisfy(name -> {
            assertThat(name).endsWith("/" + artifact + "@" + version);
            String group = name.substring("pkg:maven/".length(), name.lastIndexOf('/'));
            Path groupDirectory = jar.getParent().getParent().getParent();
            assertThat(groupDirectory).endsWith(Path.of(group.replace('.', '/')));
          });
    }
  }

  @Test
  void pomXmlServesWherePropertiesAreMissingOrUnresolved() throws IOException {
    String document =
        """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <parent><groupId>org.acme</groupId><artifactId>parent</artifactId>
            <version>5.1</version></parent>
          <artifactId>child</artifactId>
        </project>
        """;
    byte[] jar =
        new JarBuilder()
            .classes()
            .pom("org.acme", "child", document)
            .properties("org.acme", "template", "${project.version}")
            .build();

    assertThat(packages(examine("child-5.1.jar", jar)))
        .containsExactly("pkg:maven/org.acme/child@5.1 child-5.1.jar");
  }

  @Test
  void aBrokenDescriptionIsAProblemAndTheRestGoesOn() throws IOException {
    byte[] jar =
        new JarBuilder()
            .classes()
            .entry("META-INF/maven/a/broken/pom.properties", "version=\\u12")
            .entry("META-INF/maven/a/xml/pom.xml", "<project><artifactId>")
            .properties("org.acme", "fine", "1.0")
            .build();

    PackageFacts facts = examine("fine-1.0.jar", jar);

    assertThat(packages(facts)).containsExactly("pkg:maven/org.acme/fine@1.0 fine-1.0.jar");
    assertThat(facts.problems())
        .extracting(Problem::where)
        .containsExactly(
            "fine-1.0.jar!/META-INF/maven/a/broken/pom.properties",
            "fine-1.0.jar!/META-INF/maven/a/xml/pom.xml");
  }

  @Test
  void aJarInsideAJarAHundredDeepIsReadToTheBoundAndSaysSo() throws IOException {
    byte[] jar = new JarBuilder().classes().properties("org.acme", "level-100", "1").build();
    for (int level = 99; level >= 1; level--) {
      jar =
          new JarBuilder()
              .classes()
              .properties("org.acme", "level-" + level, "1")
              .entry("n.jar", jar)
              .build();
    }

    PackageFacts facts = examine("deep.jar", jar);

    assertThat(facts.packages()).hasSize(16);
    assertThat(facts.packages().getLast().name()).isEqualTo("org.acme:level-16");
    assertThat(facts.problems())
        .containsExactly(
            new Problem(
                "deep.jar" + "!/n.jar".repeat(16),
                "not opened: archives are nested more than 16 deep here"));
  }

  @Test
  void aBombIsNotInflated() throws IOException {
    byte[] zeros = new byte[96 << 20];
    byte[] bomb = new JarBuilder().entry("zeros.jar", zeros).build();
    byte[] fine = new JarBuilder().classes().properties("org.acme", "fine", "1").build();
    byte[] jar =
        new JarBuilder()
            .stored("a/fine.jar", fine)
            .stored("b/bomb.jar", bomb)
            .stored("c/after.jar", fine)
            .build();

    PackageFacts facts = examine("app.jar", jar);

    assertThat(packages(facts)).contains("pkg:maven/org.acme/fine@1 app.jar!/a/fine.jar");
    assertThat(facts.problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.where()).isEqualTo("app.jar!/b/bomb.jar!/zeros.jar");
          assertThat(problem.what()).contains("too much when inflated");
        });
  }

  @Test
  void endlessBranchingEndsAtTheNumberOfArchives() throws IOException {
    byte[] jar = new JarBuilder().classes().properties("org.acme", "leaf", "1").build();
    for (int level = 0; level < 6; level++) {
      JarBuilder wider = new JarBuilder();
      for (int i = 0; i < 8; i++) {
        wider.entry("n" + i + ".jar", jar);
      }
      jar = wider.build();
    }
    JavaArchiveDetector limited = detector(new ArchiveLimits(16, 500, 1 << 20, 1L << 30, 50, 100));

    PackageFacts facts = examine(limited, "wide.jar", jar);

    assertThat(facts.packages()).hasSizeBetween(400, 502);
    assertThat(facts.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.what()).contains("more than 500 archives"));
  }

  @Test
  void anArchiveThatHoldsItselfEnds() throws IOException {
    // A stored entry whose data are the archive's own bytes: local header and directory overlap.
    byte[] quine = selfContaining("q.jar");

    PackageFacts facts = examine("quine.jar", quine);

    assertThat(facts.problems()).isNotEmpty();
  }

  /** A zip with one stored entry that claims to be the whole file. */
  private static byte[] selfContaining(String name) {
    int local = 30 + name.length();
    int central = 46 + name.length();
    ByteBuffer zip = ByteBuffer.allocate(local + central + 22).order(ByteOrder.LITTLE_ENDIAN);
    int size = zip.capacity() - local;
    zip.putInt(0x04034b50).putShort((short) 10).putShort((short) 0).putShort((short) 0);
    zip.putInt(0).putInt(0).putInt(size).putInt(size);
    zip.putShort((short) name.length()).putShort((short) 0).put(name.getBytes(UTF_8));
    zip.putInt(0x02014b50).putShort((short) 10).putShort((short) 10).putShort((short) 0);
    zip.putShort((short) 0).putInt(0).putInt(0).putInt(size).putInt(size);
    zip.putShort((short) name.length()).putShort((short) 0).putShort((short) 0);
    zip.putShort((short) 0).putShort((short) 0).putInt(0).putInt(0).put(name.getBytes(UTF_8));
    zip.putInt(0x06054b50).putInt(0).putShort((short) 1).putShort((short) 1);
    zip.putInt(central).putInt(local).putShort((short) 0);
    return zip.array();
  }

  @Test
  void aBrokenNestedJarIsAProblemAndTheRestGoesOn() throws IOException {
    byte[] fine = new JarBuilder().classes().properties("org.acme", "fine", "1").build();
    byte[] damaged = fine.clone();
    Arrays.fill(damaged, 10, damaged.length / 2, (byte) 7);
    byte[] jar =
        new JarBuilder()
            .entry("lib/a.jar", "not a zip at all")
            .entry("lib/b.jar", Arrays.copyOf(fine, fine.length - 30))
            .entry("lib/c.jar", damaged)
            .entry("lib/empty.jar", "")
            .entry("lib/fine.jar", fine)
            .build();

    PackageFacts facts = examine("app-2.jar", jar);

    assertThat(packages(facts)).contains("pkg:maven/org.acme/fine@1 app-2.jar!/lib/fine.jar");
    assertThat(facts.problems())
        .extracting(Problem::where)
        .contains("app-2.jar!/lib/a.jar", "app-2.jar!/lib/b.jar")
        .allMatch(where -> !where.contains("fine.jar") && !where.contains("empty.jar"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 60, 100, 200})
  void aCutOffJarIsAnError(int length) {
    byte[] jar = new JarBuilder().classes().properties("org.acme", "thing", "1").build();

    assertThatThrownBy(() -> examine("cut.jar", Arrays.copyOf(jar, length)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a zip archive, or cut off");
  }

  @Test
  void anEncryptedEntryIsRefusedAsTheJvmRefusesIt() {
    byte[] jar = new JarBuilder().classes().build();
    for (int i = 0; i + 4 < jar.length; i++) {
      if (jar[i] == 'P' && jar[i + 1] == 'K' && jar[i + 2] == 1 && jar[i + 3] == 2) {
        jar[i + 8] |= 1;
      }
    }

    assertThatThrownBy(() -> examine("secret.jar", jar))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("encrypted");
  }

  @Test
  void ofADuplicateNameTheJvmsChoiceCounts() throws Exception {
    byte[] jar =
        new JarBuilder()
            .classes()
            .properties("org.acme", "thinga", "1")
            .properties("org.acme", "thingb", "2")
            .build();
    for (int i = 0; i + 6 < jar.length; i++) {
      if (new String(jar, i, 6, UTF_8).equals("thingb") && jar[i + 6] == '/') {
        jar[i + 5] = 'a'; // both entries now have one name
      }
    }
    String chosen;
    Path file = Files.write(directory.resolve("twice.jar"), jar);
    try (var zip = new java.util.zip.ZipFile(file.toFile())) {
      var entry = zip.getEntry("META-INF/maven/org.acme/thinga/pom.properties");
      chosen = new String(zip.getInputStream(entry).readAllBytes(), UTF_8);
    }
    String version = chosen.contains("version=1") ? "thinga@1" : "thingb@2";

    assertThat(packages(examine("twice.jar", jar)))
        .containsExactly("pkg:maven/org.acme/" + version + " twice.jar");
  }

  @Test
  void aHugeDirectoryIsNotRead() {
    JarBuilder jar = new JarBuilder().classes();
    for (int i = 0; i < 2000; i++) {
      jar.entry("a/rather/long/name/of/an/entry/" + i, "");
    }
    byte[] archive = jar.build();
    JavaArchiveDetector limited =
        detector(new ArchiveLimits(16, 500, 64 * 1024, 1L << 30, 50, 100));

    assertThatThrownBy(() -> examine(limited, "many.jar", archive))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("central directory takes");
  }

  @Test
  void manyArchivesInOneAreReadUpToTheBound() throws IOException {
    byte[] inner = new JarBuilder().classes().properties("org.acme", "inner", "1").build();
    JarBuilder jar = new JarBuilder();
    for (int i = 0; i < 50; i++) {
      jar.entry("lib/" + i + ".jar", inner);
    }
    JavaArchiveDetector limited = detector(new ArchiveLimits(16, 20, 1 << 20, 1L << 30, 50, 100));

    PackageFacts facts = examine(limited, "many.jar", jar.build());

    assertThat(facts.packages()).hasSize(21);
    assertThat(facts.problems())
        .containsExactly(
            new Problem("many.jar", "holds 30 archives or Maven descriptions more than are read"));
  }

  @Test
  void theDirectoriesOfNestedArchivesAreHeldTogetherWithinTheBound() throws IOException {
    JarBuilder innermost = new JarBuilder().properties("org.acme", "innermost", "1");
    JarBuilder middle = new JarBuilder().properties("org.acme", "middle", "1");
    for (int i = 0; i < 400; i++) {
      innermost.entry("some/long/directory/name/" + i, "");
      middle.entry("some/long/directory/name/" + i, "");
    }
    byte[] jar =
        new JarBuilder()
            .entry("middle.jar", middle.entry("in.jar", innermost.build()).build())
            .build();
    JavaArchiveDetector limited = detector(new ArchiveLimits(16, 20, 50_000, 1L << 30, 50, 100));

    PackageFacts facts = examine(limited, "outer.jar", jar);

    assertThat(facts.packages()).extracting(found -> found.name()).contains("org.acme:middle");
    assertThat(facts.problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.where()).isEqualTo("outer.jar!/middle.jar!/in.jar");
          assertThat(problem.what()).contains("central directory takes");
        });
  }

  @Test
  void filesOfOtherKindsWithSuchNamesAreNone() throws IOException {
    assertThat(examine("x.rar", "Rar!....................................".getBytes(UTF_8)))
        .isEqualTo(PackageFacts.of(List.of()));
    FileEntry text = new FileEntry("a.jar.txt", FileEntry.Kind.FILE, 9, 0644, 0, 0, null);
    FileEntry empty = new FileEntry("a.jar", FileEntry.Kind.FILE, 0, 0644, 0, 0, null);
    FileEntry inDirectory = new FileEntry("a.jar/b", FileEntry.Kind.FILE, 9, 0644, 0, 0, null);
    assertThat(List.of(text, empty, inDirectory)).noneMatch(detector::wants);
  }

  @Test
  void aThousandBrokenJarsAreNotAThousandProblems() throws IOException {
    JarBuilder jar = new JarBuilder().properties("org.acme", "app", "1");
    for (int i = 0; i < 1000; i++) {
      jar.entry("lib/" + i + ".jar", "x");
    }

    assertThat(examine("app.jar", jar.build()).problems())
        .hasSize(101)
        .last()
        .isEqualTo(new Problem("app.jar", "900 more problems inside it are not listed"));
  }

  /** What no fuzzer reaches from nothing: sound archives with a few bytes changed. */
  @Test
  void damageAnywhereGivesFactsOrAnIoException() throws IOException {
    byte[] inner = new JarBuilder().classes().properties("org.acme", "inner", "1").build();
    byte[] sound =
        new JarBuilder()
            .manifest("Implementation-Version: 1")
            .classes()
            .properties("org.acme", "outer", "1")
            .pom("org.acme", "other", "<project><artifactId>other</artifactId></project>")
            .stored("lib/inner.jar", inner)
            .entry("lib/again.jar", inner)
            .build();
    Random random = new Random(42);
    int read = 0;
    for (int round = 0; round < 3000; round++) {
      byte[] damaged = sound.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        damaged[random.nextInt(damaged.length)] =
            (byte) (random.nextInt(3) == 0 ? 0xff : random.nextInt(256));
      }
      try {
        read += examine("outer-1.jar", damaged).packages().isEmpty() ? 0 : 1;
      } catch (IOException expected) {
        assertThat(expected).hasMessageNotContaining("breakwater-");
      }
    }
    assertThat(read).isBetween(1000, 2999);
  }

  /** In the processor's time, which does not depend on what else the machine does. */
  @Test
  void aFatJarOfFiftyMegabytesTakesWellUnderASecond() throws IOException {
    Random random = new Random(1);
    JarBuilder fat = new JarBuilder().properties("org.acme", "fat", "1");
    for (int i = 0; i < 150; i++) {
      JarBuilder inner = new JarBuilder().properties("org.acme", "lib" + i, "1");
      for (int j = 0; j < 80; j++) {
        byte[] code = new byte[4400];
        random.nextBytes(code);
        inner.entry("org/acme/lib" + i + "/Type" + j + ".class", code);
      }
      fat.stored("BOOT-INF/lib/lib" + i + "-1.jar", inner.build());
    }
    byte[] jar = fat.build();
    assertThat(jar.length).isBetween(50 << 20, 60 << 20);

    var clock = java.lang.management.ManagementFactory.getThreadMXBean();
    List<Long> milliseconds = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      long start = clock.getCurrentThreadCpuTime();
      assertThat(examine("fat.jar", jar).packages()).hasSize(151);
      milliseconds.add((clock.getCurrentThreadCpuTime() - start) / 1_000_000);
    }

    assertThat(Collections.min(milliseconds)).isLessThan(700);
  }
}
