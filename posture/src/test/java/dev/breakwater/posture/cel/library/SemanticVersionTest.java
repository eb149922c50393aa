package dev.breakwater.posture.cel.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SemanticVersionTest {
  private static final String ORACLE =
      """
      func answer(fields []string) []string {
        a, err := semver.Parse(fields[0])
        nearly := "refused"
        if n, err := semver.ParseTolerant(fields[0]); err == nil {
          nearly = fmt.Sprint(int64(n.Major), int64(n.Minor), int64(n.Patch), len(n.Pre))
        }
        if strings.TrimSpace(fields[0]) != fields[0] {
          nearly = "refused"
        }
        if err != nil {
          return []string{"refused", err.Error(), nearly}
        }
        order := 0
        if b, err := semver.Parse(fields[1]); err == nil {
          order = a.Compare(b)
        }
        return []string{"version", fmt.Sprint(int64(a.Major), int64(a.Minor), int64(a.Patch), order), nearly}
      }
      """;

  private static final List<List<String>> PIECES =
      List.of(
          List.of(
              "1",
              "0",
              "2",
              "10",
              "18446744073709551615",
              "18446744073709551616",
              "01",
              "v1",
              "",
              " 1"),
          List.of(".0", ".1", ".10", ".", "", ".02"),
          List.of(".0", ".1", ".9223372036854775808", ".", "", ".x"),
          List.of(
              "",
              "",
              "-rc",
              "-rc.1",
              "-rc.2",
              "-rc.10",
              "-1",
              "-2",
              "-0",
              "-01",
              "-a-b",
              "-",
              "-a..b",
              "-é",
              "-1a",
              "-B",
              "-99999999999999999999"),
          List.of("", "", "+b", "+b.1", "+", "+a..b", "+é", "+a-b+c"));

  @TempDir private Path directory;

  @Test
  void readsAndOrdersVersionsAsTheServersLibrary() throws Exception {
    Texts texts = new Texts(3);
    List<String> left = texts.of(12_000, PIECES);
    List<String> right = texts.of(left.size(), PIECES);
    List<List<String>> questions = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      // Half of the pairs differ only behind the numbers.
      boolean near = i % 2 == 0 && right.get(i).indexOf('-') > 0;
      String other =
          near ? "1.0.0" + right.get(i).substring(right.get(i).indexOf('-')) : right.get(i);
      String first =
          near
              ? "1.0.0" + left.get(i).substring(Math.max(0, left.get(i).indexOf('-')))
              : left.get(i);
      questions.add(List.of(first, other));
    }
    List<List<String>> answers =
        new GoProgram(directory)
            .ask(List.of("fmt", "github.com/blang/semver/v4"), ORACLE, questions);
    int read = 0;
    for (int i = 0; i < questions.size(); i++) {
      List<String> question = questions.get(i);
      assertThat(answer(question)).as(question.toString()).isEqualTo(answers.get(i));
      read += answers.get(i).getFirst().equals("version") ? 1 : 0;
    }
    assertThat(read).isGreaterThan(1500).isLessThan(questions.size() - 1500);
  }

  private static List<String> answer(List<String> question) {
    try {
      SemanticVersion version = SemanticVersion.parse(question.get(0));
      return List.of(
          "version", numbers(version) + order(version, question.get(1)), nearly(question.get(0)));
    } catch (MalformedException e) {
      return List.of("refused", String.valueOf(e.getMessage()), nearly(question.get(0)));
    }
  }

  private static String numbers(SemanticVersion version) {
    return version.major() + " " + version.minor() + " " + version.patch() + " ";
  }

  private static String nearly(String text) {
    try {
      SemanticVersion version = SemanticVersion.parseNearly(text);
      return numbers(version) + version.before().size();
    } catch (MalformedException _) {
      return "refused";
    }
  }

  private static int order(SemanticVersion version, String other) {
    try {
      SemanticVersion second = SemanticVersion.parse(other);
      assertThat(second.compareTo(version)).isEqualTo(-version.compareTo(second));
      return version.compareTo(second);
    } catch (MalformedException _) {
      return 0;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "v1.2.3, 1.2.3",
    "1, 1.0.0",
    "v1.2, 1.2.0",
    "01.02.03, 1.2.3",
    "00.0.0, 0.0.0",
    "1.2.03-rc.1, 1.2.3-rc.1",
    "1.2.0-rc.1, 1.2.0-rc.1",
    "0001.0.0, 1.0.0",
  })
  void readsWhatIsNearlyAVersion(String nearly, String version) throws Exception {
    assertThat(SemanticVersion.parseNearly(nearly)).isEqualTo(SemanticVersion.parse(version));
  }

  @ParameterizedTest
  @CsvSource({
    "'', Invalid character(s) found in major number \"\"",
    "1-rc, short version cannot contain PreRelease/Build meta data",
    "1.2+b, short version cannot contain PreRelease/Build meta data",
    "' 1.0.0', 'Invalid character(s) found in major number \"0 1\"'",
    "'1. 0.0', 'Invalid character(s) found in minor number \"0 0\"'",
    "'1.0.0 ', 'Invalid character(s) found in patch number \"0 \"'",
    "vv1.0.0, Invalid character(s) found in major number \"0v1\"",
  })
  void refusesTheRest(String text, String why) {
    assertThatThrownBy(() -> SemanticVersion.parseNearly(text))
        .isInstanceOf(MalformedException.class)
        .hasMessage(text.isEmpty() ? "strconv.ParseUint: parsing \"\": invalid syntax" : why);
  }

  @Test
  void boundsWhatItReads() {
    assertThatThrownBy(() -> SemanticVersion.parse("1.0.0-" + "a.".repeat(100_000)))
        .hasMessage("a version cannot be longer than 1000 characters");
    assertThatThrownBy(() -> SemanticVersion.parseNearly("0".repeat(100_000)))
        .hasMessage("a version cannot be longer than 1000 characters");
  }
}
