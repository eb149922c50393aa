package dev.breakwater.inventory.sbom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.inventory.Inventory;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PurlListTest {
  private static final String LIBC =
      "pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12&upstream=glibc%402.36-9";

  private static Inventory read(String list) throws Exception {
    return PurlList.read(
        new ByteArrayInputStream(list.getBytes(StandardCharsets.UTF_8)), "list.txt");
  }

  @Test
  void readsWhatPeopleWrite() throws Exception {
    Inventory inventory =
        read(
            String.join(
                "\r\n",
                "\ufeff# a comment",
                "",
                "  pkg:npm/%40octokit/request@5.0.0  ",
                "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1",
                "pkg:golang/github.com/gorilla/mux@v1.8.0",
                LIBC,
                LIBC,
                "pkg:pypi/Django@4.2"));
    assertThat(inventory.problems()).isEmpty();
    assertThat(inventory.packages())
        .extracting(SoftwarePackage::name)
        .containsExactly(
            "libc6",
            "github.com/gorilla/mux",
            "org.apache.logging.log4j:log4j-core",
            "@octokit/request",
            "django");
    assertThat(inventory.packages().getFirst().source())
        .isEqualTo(new SoftwarePackage.Source("glibc", "2.36-9"));
    assertThat(inventory.distribution().id()).isEqualTo("debian");
    assertThat(inventory.distribution().versionId()).isEqualTo("12");
  }

  @Test
  void badLinesAreNamedAndTheOthersGoOn() throws Exception {
    Inventory inventory =
        read(
            "pkg:npm/a@1\nnonsense\npkg:npm/b\npkg:npm/%zz@1\n"
                + "pkg:npm/"
                + "x".repeat(100_000)
                + "\npkg:npm/c@1\n");
    assertThat(inventory.packages())
        .extracting(SoftwarePackage::name)
        .containsExactly("a", "b", "c");
    assertThat(inventory.problems())
        .extracting(problem -> problem.where())
        .containsExactly("list.txt:2", "list.txt:3", "list.txt:4", "list.txt:5");
    assertThat(inventory.problems().get(1).what()).contains("has no version");
    assertThat(inventory.problems().get(3).what()).isEqualTo("line longer than 8192 bytes");
  }

  @Test
  void aFileThatIsNoListIsToldByAFewOfItsLines() throws Exception {
    Inventory inventory = read("nonsense\n".repeat(5000));
    assertThat(inventory.packages()).isEmpty();
    assertThat(inventory.problems()).hasSize(PurlList.MOST_PROBLEMS + 1);
    assertThat(inventory.problems().getFirst().what())
        .isEqualTo("4900 more lines could not be used");
  }

  @Test
  void anEmptyListIsEmpty() throws Exception {
    assertThat(read("").packages()).isEmpty();
    assertThat(read("\n\n#\n").problems()).isEmpty();
  }
}
