package dev.breakwater.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  @Test
  void severitiesSortTheWorstFirst() {
    assertThat(Severity.values()).isSorted().startsWith(Severity.CRITICAL);
    assertThat(Severity.CRITICAL.reaches(Severity.HIGH)).isTrue();
    assertThat(Severity.HIGH.reaches(Severity.HIGH)).isTrue();
    assertThat(Severity.MEDIUM.reaches(Severity.HIGH)).isFalse();
    for (Severity severity : Severity.values()) {
      assertThat(Severity.UNKNOWN.reaches(severity)).isEqualTo(severity == Severity.UNKNOWN);
      assertThat(Severity.parse(severity.label())).contains(severity);
    }
  }

  @Test
  void severitiesByOtherNames() {
    assertThat(Severity.parse(" Moderate ")).contains(Severity.MEDIUM);
    assertThat(Severity.parse("IMPORTANT")).contains(Severity.HIGH);
    assertThat(Severity.parse("unimportant")).contains(Severity.NEGLIGIBLE);
    assertThat(Severity.parse("severe")).isEmpty();
    assertThat(Severity.parse("")).isEmpty();
  }

  @Test
  void ratingsOfCvssAtTheirBounds() {
    assertThat(Severity.ofCvss(10.0)).isEqualTo(Severity.CRITICAL);
    assertThat(Severity.ofCvss(9.0)).isEqualTo(Severity.CRITICAL);
    assertThat(Severity.ofCvss(8.9)).isEqualTo(Severity.HIGH);
    assertThat(Severity.ofCvss(7.0)).isEqualTo(Severity.HIGH);
    assertThat(Severity.ofCvss(6.9)).isEqualTo(Severity.MEDIUM);
    assertThat(Severity.ofCvss(4.0)).isEqualTo(Severity.MEDIUM);
    assertThat(Severity.ofCvss(3.9)).isEqualTo(Severity.LOW);
    assertThat(Severity.ofCvss(0.1)).isEqualTo(Severity.LOW);
    assertThat(Severity.ofCvss(0.0)).isEqualTo(Severity.NEGLIGIBLE);
  }

  @Test
  void digestsOfKnownAlgorithmsOnly() {
    String sha256 = "sha256:" + "0123456789abcdef".repeat(4);
    assertThat(Digest.parse(sha256)).hasValueSatisfying(d -> assertThat(d).hasToString(sha256));
    assertThat(Digest.parse("sha512:" + "a".repeat(128)).orElseThrow().javaAlgorithm())
        .isEqualTo("SHA-512");
    for (String bad :
        new String[] {
          "",
          "sha256",
          "sha256:",
          "sha256:" + "a".repeat(63),
          "sha256:" + "A".repeat(64),
          "sha512:" + "a".repeat(64),
          "md5:" + "a".repeat(32),
          " " + sha256,
          sha256 + "\n"
        }) {
      assertThat(Digest.parse(bad)).as(bad).isEmpty();
    }
    assertThatThrownBy(() -> new Digest("sha256", "../../etc/passwd"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Digest.sha256(new byte[32]).hex()).isEqualTo("0".repeat(64));
    assertThat(Digest.sha256(new byte[32]).abbreviated()).isEqualTo("000000000000");
  }

  @Test
  void theLastDayOfSupportIsStillSupported() {
    Distribution distribution =
        new Distribution("debian", null, "11", null, "Debian 11", LocalDate.of(2026, 8, 31));
    assertThat(distribution.endedBy(LocalDate.of(2026, 8, 31))).isFalse();
    assertThat(distribution.endedBy(LocalDate.of(2026, 9, 1))).isTrue();
    assertThat(new Distribution("arch", null, null, null, "Arch", null).endedBy(LocalDate.MAX))
        .isFalse();
  }

  @Test
  void onlyPlainWebAddressesBecomeLinks() {
    assertThat(address("https://example.org/a?b=c#d")).isEqualTo("https://example.org/a?b=c#d");
    assertThat(address("http://example.org/")).isEqualTo("http://example.org/");
    assertThat(address("javascript:alert(1)")).isNull();
    assertThat(address("https://example.org/ x")).isNull();
    assertThat(address("https://example.org/\u001b[31m")).isNull();
    assertThat(address("https://example.org/\"onclick")).isNull();
    assertThat(address(null)).isNull();
  }

  private static String address(String url) {
    return new Vulnerability.Source("x", "y", Severity.LOW, null, null, url).webAddress();
  }

  @Test
  void aPlaceIsWrittenAsFarAsItIsKnownAndSortedByNumbers() {
    FileLine whole = new FileLine("a.yaml");
    FileLine second = new FileLine("a.yaml", 2);
    FileLine third = new FileLine("a.yaml", 2, 7);
    FileLine tenth = new FileLine("a.yaml", 10, 1);
    assertThat(whole).hasToString("a.yaml");
    assertThat(second).hasToString("a.yaml:2");
    assertThat(third).hasToString("a.yaml:2:7");
    assertThat(Stream.of(tenth, third, whole, second).sorted())
        .containsExactly(whole, second, third, tenth);
    assertThat(new Problem(tenth, "what").where()).isEqualTo("a.yaml:10:1");
    assertThat(new Problem("layer 2", "what").place()).isEqualTo(new FileLine("layer 2"));
  }

  @Test
  void whyAFileCannotBeReadIsSaidInWords() {
    assertThat(BreakwaterException.reason(new AccessDeniedException("a.yaml")))
        .isEqualTo("permission denied");
    assertThat(BreakwaterException.reason(new NoSuchFileException("a.yaml")))
        .isEqualTo("there is no such file");
    assertThat(BreakwaterException.reason(new FileSystemException("a", null, "Not a directory")))
        .isEqualTo("Not a directory");
    assertThat(BreakwaterException.reason(new IOException("Is a directory")))
        .isEqualTo("Is a directory");
    assertThat(BreakwaterException.reason(new EOFException())).isEqualTo("EOFException");
  }
}
