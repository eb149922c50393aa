package dev.breakwater.inventory.rpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.Problem;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import dev.breakwater.inventory.detection.PackageFacts.Ownership;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RpmHeaderTest {
  private static HeaderBuilder bash() {
    return HeaderBuilder.of("bash", "5.1.8", "6.el9");
  }

  private static PackageFacts facts(byte[]... headers) {
    RpmPackages packages = new RpmPackages("db");
    for (byte[] header : headers) {
      packages.addHeader(header);
    }
    return packages.facts();
  }

  @Test
  void whatInstallingAddedReplacesWhatWasSigned() throws IOException {
    byte[] header = bash().text(1022, "i686").text(1022, "x86_64").bytes();

    assertThat(RpmHeader.of(header).asPackage().architecture()).isEqualTo("x86_64");
  }

  @Test
  void epochIsANumberWithoutASign() throws IOException {
    assertThat(RpmHeader.of(bash().numbers(1003, -1).bytes()).asPackage().epoch())
        .isEqualTo("4294967295");
    assertThat(RpmHeader.of(bash().bytes()).asPackage().epoch()).isNull();
  }

  @Test
  void filesOfPackagesBeforeRpmFourHaveWholePaths() throws IOException {
    byte[] header = bash().texts(1027, 8, "/bin/bash", "/usr/share/doc/bash/README").bytes();

    assertThat(ownedPaths(header, 10)).containsExactly("bin/bash");
  }

  @Test
  void filesAreAsManyAsAskedFor() throws IOException {
    byte[] header =
        bash()
            .texts(1117, 8, "bash", "sh", "x.py")
            .texts(1118, 8, "/usr/bin/", "/usr/lib/")
            .numbers(1116, 0, 0, 1)
            .bytes();

    assertThat(ownedPaths(header, 10)).containsExactly("usr/bin/bash", "usr/bin/sh");
    assertThat(ownedPaths(header, 1)).containsExactly("usr/bin/bash");
  }

  @Test
  void listsOfFilesThatDoNotFitLoseTheFilesNotThePackage() {
    int[] lots = {0, 0, 0, 1 << 24, 1, 1, 1, 1, 1};
    HeaderBuilder names = bash().texts(1117, 8, "bash", "sh").texts(1118, 8, "/usr/bin/");
    PackageFacts facts =
        facts(
            names.numbers(1116, 0).bytes(),
            bash().texts(1117, 8, "b").texts(1118, 8, "/").numbers(1116, 1).bytes(),
            bash().texts(1117, 8, "b").texts(1118, 8, "/").numbers(1116, -1).bytes(),
            bash().texts(1117, 8, "b").texts(1118, 8, "/").entry(1116, 4, 0, 1 << 30).bytes(),
            bash()
                .texts(1117, 8, "b")
                .entry(1118, 8, 0, Integer.MAX_VALUE)
                .numbers(1116, 0)
                .bytes(),
            bash().entry(1117, 8, 0, 9).texts(1118, 8, "/").numbers(1116, lots).bytes(),
            bash().texts(1117, 8, "b").bytes(),
            bash().entry(1027, 4, 0, 1).bytes());

    assertThat(facts.packages()).hasSize(8);
    assertThat(facts.ownerships()).isEmpty();
    assertThat(facts.problems())
        .hasSize(8)
        .allMatch(problem -> problem.where().equals("db"))
        .allMatch(problem -> problem.what().startsWith("the files of package bash are not known"));
  }

  @Test
  void lengthMustBeWhatTheHeaderSays() throws IOException {
    byte[] header = bash().bytes();
    assertThat(RpmHeader.of(header).asPackage().name()).isEqualTo("bash");
    for (int length = 0; length < header.length; length++) {
      byte[] cut = Arrays.copyOf(header, length);
      assertThatThrownBy(() -> RpmHeader.of(cut)).as("%d", length).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> RpmHeader.of(Arrays.copyOf(header, header.length + 1)))
        .hasMessageContaining("not what it says");
    byte[] many = header.clone();
    Arrays.fill(many, 0, 8, (byte) 0xff);
    assertThatThrownBy(() -> RpmHeader.of(many)).hasMessageContaining("4294967295 entries");
  }

  @Test
  void damagedHeadersAreProblemsAndTheOthersAreRead() {
    PackageFacts facts =
        facts(
            new byte[0],
            new HeaderBuilder().text(1000, "nameless-version").text(1002, "1").bytes(),
            new HeaderBuilder().text(1001, "1").text(1002, "1").bytes(),
            bash().entry(1022, 6, 1 << 20, 1).bytes(),
            bash().entry(1022, 6, -1, 1).bytes(),
            bash().entry(1022, 6, 0, 0).bytes(),
            bash().entry(1022, 7, 0, 1).bytes(),
            bash().entry(1003, 4, 17, 1).bytes(),
            bash().entry(1003, 6, 0, 1).bytes(),
            HeaderBuilder.of("a b", "1", "1").bytes(),
            HeaderBuilder.of("a\u001b[2J", "1", "1").bytes(),
            HeaderBuilder.of("", "1", "1").bytes(),
            HeaderBuilder.of("x".repeat(600), "1", "1").bytes(),
            bash().text(1022, "x86_64").bytes());

    assertThat(facts.packages())
        .singleElement()
        .extracting(each -> each.purl().toString())
        .isEqualTo("pkg:rpm/bash@5.1.8-6.el9?arch=x86_64");
    assertThat(facts.problems()).hasSize(13);
    assertThat(facts.problems().get(1).what())
        .isEqualTo("header 2 of the database cannot be understood: it has no version");
    assertThat(facts.problems().get(3).what())
        .isEqualTo(
            "header 4 of the database cannot be understood: the value of tag 1022 lies outside or"
                + " has the wrong type");
  }

  @Test
  void textWithoutAnEndIsOutside() {
    byte[] header = new HeaderBuilder().text(1001, "1").text(1002, "1").text(1000, "bash").bytes();
    header[header.length - 1] = 'x';

    assertThat(facts(header).problems())
        .singleElement()
        .matches(problem -> problem.what().contains("tag 1000 lies outside"));
  }

  @Test
  void valuesAndListsThatAreTooLongAreRefused() {
    PackageFacts facts =
        facts(
            HeaderBuilder.of("n".repeat(5000), "1", "1").bytes(),
            bash()
                .texts(1117, 8, "b")
                .texts(1118, 8, "/" + "d".repeat(5000) + "/")
                .numbers(1116, 0)
                .bytes(),
            bash().entry(1117, 8, 0, 5_000_000).bytes());

    assertThat(facts.packages()).hasSize(2);
    assertThat(facts.ownerships()).isEmpty();
    assertThat(facts.problems())
        .extracting(each -> each.what())
        .containsExactly(
            "header 1 of the database cannot be understood: the value of tag 1000 is too long to"
                + " be real",
            "too many files; whose those of package bash are is not known");
  }

  @Test
  void otherValuesThatAreImpossibleAreLeftOut() {
    PackageFacts facts =
        facts(
            bash()
                .text(1022, "x 86")
                .text(1044, "..src.rpm")
                .text(1011, "A\u202eB")
                .text(5096, "")
                .bytes(),
            bash().text(1044, "bash-5.1.8-6.el9.nosrc.rpm").text(1011, " ").bytes(),
            bash().text(1044, "bash-5.1.8-6.el9.rpm").text(1011, "v".repeat(200)).bytes());

    assertThat(facts.problems()).isEmpty();
    assertThat(facts.packages())
        .extracting(each -> each.purl() + " from " + each.source())
        .containsExactly(
            "pkg:rpm/bash@5.1.8-6.el9?upstream=..src.rpm from null",
            "pkg:rpm/bash@5.1.8-6.el9?upstream=bash-5.1.8-6.el9.nosrc.rpm from"
                + " Source[name=bash, version=5.1.8-6.el9]",
            "pkg:rpm/bash@5.1.8-6.el9?upstream=bash-5.1.8-6.el9.rpm from null");
  }

  private static List<String> ownedPaths(byte[] header, int most) throws IOException {
    OwnedPaths owned = new OwnedPaths(most, Long.MAX_VALUE);
    RpmHeader.of(header).addOwnedPaths(owned);
    return owned.paths();
  }

  /** One long directory and many short names: 2 MB of header, and 800 MB of paths. */
  @Test
  void aDirectoryThatIsNamedOnceDoesNotFillTheMemoryWithPaths() {
    int files = 200_000;
    String[] names = new String[files];
    Arrays.fill(names, "x");
    byte[] header =
        HeaderBuilder.of("huge", "1", "1")
            .numbers(1116, new int[files])
            .texts(1117, 8, names)
            .texts(1118, 8, "/usr/bin/" + "d".repeat(4000) + "/")
            .bytes();
    byte[] other =
        HeaderBuilder.of("bash", "1", "1")
            .numbers(1116, 0)
            .texts(1117, 8, "bash")
            .texts(1118, 8, "/usr/bin/")
            .bytes();
    RpmPackages packages = new RpmPackages("var/lib/rpm/rpmdb.sqlite");

    packages.addHeader(header);
    packages.addHeader(other);

    assertThat(packages.facts().packages()).extracting(Candidate::name).contains("huge", "bash");
    assertThat(packages.facts().ownerships())
        .containsExactly(new Ownership("bash", List.of("usr/bin/bash")));
    assertThat(packages.facts().problems())
        .extracting(Problem::what)
        .containsExactly("too many files; whose those of package huge are is not known");
  }
}
