package dev.breakwater.posture.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.posture.cel.library.GoProgram;
import dev.cel.common.exceptions.CelRuntimeException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConversionsTest {
  /** Numbers are written in all their bits, so that nothing is lost on the way. */
  private static final String ORACLE =
      """
      func answer(fields []string) []string {
        text := fields[1]
        var value any
        var err error
        switch fields[0] {
        case "bool":
          value, err = strconv.ParseBool(text)
        case "int":
          value, err = strconv.ParseInt(text, 10, 64)
        case "uint":
          value, err = strconv.ParseUint(text, 10, 64)
        case "double":
          var number float64
          number, err = strconv.ParseFloat(text, 64)
          value = math.Float64bits(number)
        case "duration":
          var duration time.Duration
          duration, err = time.ParseDuration(text)
          value = int64(duration)
        case "timestamp":
          var moment time.Time
          moment, err = time.Parse(time.RFC3339, text)
          // Newer versions of Go bound the offset from UTC.
          wide := err == nil && !strings.HasSuffix(text, "Z") &&
              (text[len(text)-5:len(text)-3] > "24" || text[len(text)-2:] > "60")
          if err == nil && (wide || moment.Unix() < -62135596800 || moment.Unix() > 253402300799) {
            return []string{"refused"}
          }
          value = fmt.Sprint(moment.Unix(), ".", moment.Nanosecond())
        }
        if err != nil {
          return []string{"refused"}
        }
        return []string{fmt.Sprint(value)}
      }
      """;

  private static final List<List<String>> MOMENTS =
      List.of(
          List.of("2024", "0001", "9999", "0000", "1900", "24"),
          List.of("-", "-", "-", "/", ""),
          List.of("01", "02", "12", "13", "00", "1"),
          List.of("-"),
          List.of("01", "29", "30", "31", "00", "1"),
          List.of("T", "T", "T", "t", " "),
          List.of("00", "23", "24", "7", "-1"),
          List.of(":"),
          List.of("00", "59", "60", "5"),
          List.of(":", ":", ":", ""),
          List.of("00", "59", "60", "1"),
          List.of("", ".5", ",25", ".", ".1234567891", ".000000001"),
          List.of("Z", "Z", "z", "+01:00", "-23:59", "+24:60", "+25:00", "+1:00", "+0100", ""));

  private static final List<List<String>> DURATIONS =
      List.of(
          List.of("", "", "-", "+", "--"),
          List.of("1", "0", "90", ".5", "1.", "1.5", "0.000000001", ".", "9223372036854775807"),
          List.of("h", "m", "s", "ms", "us", "\u00b5s", "\u03bcs", "ns", "d", ""),
          List.of("", "", "30", ".25", "2562047"),
          List.of("", "s", "m", "h", "ns"));

  private static final List<List<String>> NUMBERS =
      List.of(
          List.of("", "", "-", "+", " "),
          List.of("0", "1", "007", "18446744073709551615", "9223372036854775808", "0x1p", "\u0661"),
          List.of("", "", ".", ".5", "e", "e5", "e400", "E-400"),
          List.of("", "", "0", "f", "d", "L", "_1", " "));

  private static final List<String> WORDS =
      List.of(
          "", "true", "True", "tRUE", "t", "F", "yes", "Inf", "-infinity", "+iNF", "nan", "+NaN");

  @Test
  void readTextsAsGoDoes(@TempDir Path directory) throws Exception {
    var random = new dev.breakwater.posture.cel.library.Texts(20240229);
    List<List<String>> questions = new ArrayList<>();
    random.of(3000, MOMENTS).forEach(text -> questions.add(List.of("timestamp", text)));
    random.of(3000, DURATIONS).forEach(text -> questions.add(List.of("duration", text)));
    List<String> numbers = new ArrayList<>(WORDS);
    numbers.addAll(random.of(2000, NUMBERS));
    for (String text : numbers) {
      for (String type : List.of("bool", "int", "uint", "double")) {
        questions.add(List.of(type, text));
      }
    }

    List<List<String>> answers =
        new GoProgram(directory).ask(List.of("fmt", "math", "strconv", "time"), ORACLE, questions);

    for (int i = 0; i < questions.size(); i++) {
      String type = questions.get(i).get(0);
      String text = questions.get(i).get(1);
      // Underscores between digits are for programmers.
      if (!text.contains("_")) {
        assertThat(answer(type, text)).as("%s(%s)", type, text).isEqualTo(answers.get(i).get(0));
      }
    }
    assertThat(answers.stream().filter(answer -> !answer.contains("refused")).count())
        .as("texts that can be read")
        .isGreaterThan(1000);
  }

  private static String answer(String type, String text) {
    try {
      return switch (type) {
        case "bool" -> String.valueOf(Conversions.toBool(text));
        case "int" -> String.valueOf(Conversions.toInt(text));
        case "uint" -> Conversions.toUint(text).toString();
        case "double" -> Long.toUnsignedString(bits(Conversions.toDouble(text)));
        case "duration" -> String.valueOf(Conversions.toDuration(text).toNanos());
        default -> {
          Instant moment = Conversions.toTimestamp(text);
          yield moment.getEpochSecond() + "." + moment.getNano();
        }
      };
    } catch (CelRuntimeException _) {
      return "refused";
    }
  }

  /** Go's not-a-number has another bit than Java's. */
  private static long bits(double number) {
    return Double.isNaN(number) ? 0x7ff8000000000001L : Double.doubleToRawLongBits(number);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-02-29T12:30:00Z, 2024-02-29T12:30:00Z",
    "2024-02-29T12:30:00.25+01:00, 2024-02-29T11:30:00.250Z",
    "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
  })
  void readMoments(String text, Instant expected) {
    assertThat(Conversions.toTimestamp(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2024-02-30T12:30:00Z", "2024-02-29T12:30Z", "2024-02-29", "", "Z"})
  void refuseWhatIsNoMoment(String text) {
    assertThatThrownBy(() -> Conversions.toTimestamp(text))
        .isInstanceOf(CelRuntimeException.class)
        .hasMessage("type conversion error from 'string' to 'google.protobuf.Timestamp'");
  }

  @Test
  void keepToTheYearsThatThereAre() {
    assertThat(Conversions.toTimestamp(253_402_300_799L)).isEqualTo("9999-12-31T23:59:59Z");
    assertThatThrownBy(() -> Conversions.toTimestamp(253_402_300_800L))
        .hasMessage("timestamp overflow");
    assertThatThrownBy(() -> Conversions.toTimestamp("0001-01-01T00:00:00+00:01"))
        .hasMessage("timestamp overflow");
  }
}
