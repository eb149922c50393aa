package dev.breakwater.posture.cel.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamedFormatTest {
  /** The expressions that the API server's messages name, and Go's calendar. */
  private static final String ORACLE =
      """
      const label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
      const subdomain = label + "(\\\\." + label + ")*"
      const name = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
      var forms = map[string]*regexp.Regexp{
        "dns1123Label": regexp.MustCompile("^" + label + "$"),
        "dns1123Subdomain": regexp.MustCompile("^" + subdomain + "$"),
        "dns1035Label": regexp.MustCompile("^[a-z]([-a-z0-9]*[a-z0-9])?$"),
        "qualifiedName": regexp.MustCompile("^(" + subdomain + "/)?" + name + "$"),
        "labelValue": regexp.MustCompile("^(" + name + ")?$"),
        "uuid": regexp.MustCompile("(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$"),
        "byte": regexp.MustCompile("^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$"),
      }
      var clock = regexp.MustCompile("^([0-9]{2}):([0-9]{2}):([0-9]{2})(.[0-9]+)?(z|([+-][0-9]{2}:[0-9]{2}))$")
      func date(text string) bool {
        _, err := time.Parse("2006-01-02", text)
        return err == nil
      }
      func datetime(text string) bool {
        if len(text) < 4 {
          return false
        }
        parts := strings.Split(strings.ToLower(text), "t")
        if len(parts) < 2 || !date(parts[0]) {
          return false
        }
        m := clock.FindStringSubmatch(parts[1])
        return m != nil && m[1] <= "23" && m[2] <= "59" && m[3] <= "59"
      }
      func valid(format, text string) bool {
        switch format {
        case "date":
          return date(text)
        case "datetime":
          return datetime(text)
        }
        if before := strings.TrimSuffix(format, "Prefix"); before != format {
          if strings.HasSuffix(text, "-") && len(text) > 1 {
            text = text[:len(text)-2] + "a"
          }
          return valid(before, text)
        }
        most := map[string]int{"dns1123Label": 63, "dns1035Label": 63, "labelValue": 63, "dns1123Subdomain": 253}[format]
        if format == "qualifiedName" && (len(text[strings.LastIndex(text, "/")+1:]) > 63 || strings.Index(text, "/") > 253) {
          return false
        }
        return (most == 0 || len(text) <= most) && forms[format].MatchString(text)
      }
      func answer(fields []string) []string {
        return []string{fmt.Sprint(valid(fields[0], fields[1]))}
      }
      """;

  private static final List<List<String>> NAMES =
      List.of(
          List.of(
              "a",
              "b",
              "c",
              "A",
              "1",
              "-",
              "my-name",
              "example.com",
              "a.b",
              "",
              "a_b",
              "a".repeat(60),
              ("a".repeat(61) + ".").repeat(4)),
          List.of("", "", "/", "-", ".", "..", "b", "_", "/b/", "\n", "é"),
          List.of("", "name", "9", "b-", "-", ".", "Name_1.x", "ab", "b".repeat(5)));

  private static final List<List<String>> UUIDS =
      List.of(
          List.of("123e4567", "123E4567", "12345678-", "1234567"),
          List.of("-e89b", "e89b", "--e89b"),
          List.of("-12d3", "12d3-"),
          List.of("-a456", "a456"),
          List.of("-426614174000", "426614174000", "-42661417400", "-"));

  private static final List<List<String>> BYTES =
      List.of(
          List.of("", "aGVs", "aGVsbG8=", "+/+/"),
          List.of("", "bG8=", "bG==", "b===", "====", "bG8", "bG=8"));

  private static final List<List<String>> DATES =
      List.of(
          List.of("2020", "2021", "2024", "2000", "0000", "1900", "2000", "020", "20200"),
          List.of("-02-", "-01-", "-12-", "-05-", "-06-", "-04-", "-13-", "-1-", "/02/"),
          List.of("01", "02", "15", "20", "28", "29", "30", "31", "32", "00", "1"),
          List.of("", "T", "t", "T", "T", " "),
          List.of("", "00:00:00", "23:59:59", "24:00:00", "12:60:00", "12:00:60", "1:00:00"),
          List.of("", ".1", ".123456789", ",5", "+05", ".", "é1", "..1"),
          List.of("", "Z", "z", "Z", "+01:00", "-99:99", "+0100", "Zt", "ZT00"));

  @TempDir private Path directory;

  @Test
  void takesWhatTheServerTakes() throws Exception {
    Texts texts = new Texts(5);
    List<List<String>> questions = new ArrayList<>();
    for (NamedFormat format : NamedFormat.values()) {
      if (format != NamedFormat.URI) {
        for (String text : texts.of(1500, pieces(format))) {
          questions.add(List.of(format.label(), text));
        }
      }
    }
    List<List<String>> answers =
        new GoProgram(directory).ask(List.of("fmt", "regexp", "time"), ORACLE, questions);
    Map<String, Integer> kinds = new TreeMap<>();
    for (int i = 0; i < questions.size(); i++) {
      String format = questions.get(i).get(0);
      NamedFormat named = NamedFormat.named(format);
      assertThat(named).isNotNull();
      String ours = String.valueOf(named.validate(questions.get(i).get(1)).isEmpty());
      assertThat(ours).as(questions.get(i).toString()).isEqualTo(answers.get(i).getFirst());
      kinds.merge(format + " " + ours, 1, Integer::sum);
    }
    assertThat(kinds).hasSize(24);
    assertThat(kinds.values()).allMatch(count -> count > 20);
  }

  private static List<List<String>> pieces(NamedFormat format) {
    return switch (format) {
      case UUID -> UUIDS;
      case BYTE -> BYTES;
      case DATE -> DATES.subList(0, 3);
      case DATETIME -> DATES;
      case DNS_1123_LABEL,
          DNS_1123_SUBDOMAIN,
          DNS_1035_LABEL,
          QUALIFIED_NAME,
          DNS_1123_LABEL_PREFIX,
          DNS_1123_SUBDOMAIN_PREFIX,
          DNS_1035_LABEL_PREFIX,
          LABEL_VALUE,
          URI ->
          NAMES;
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dns1123Label | a.b | must not contain dots",
        "dns1123Label | a b | a lowercase RFC 1123 label must consist of lower case alphanumeric"
            + " characters or '-', and must start and end with an alphanumeric character (e.g."
            + " 'my-name',  or '123-abc', regex used for validation is"
            + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
        "dns1123Subdomain | a b | a lowercase RFC 1123 subdomain must consist of lower case"
            + " alphanumeric characters, '-' or '.', and must start and end with an alphanumeric"
            + " character (e.g. 'example.com', regex used for validation is"
            + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
        "dns1035Label | 1a | a DNS-1035 label must consist of lower case alphanumeric characters or"
            + " '-', start with an alphabetic character, and end with an alphanumeric character"
            + " (e.g. 'my-name',  or 'abc-123', regex used for validation is"
            + " '[a-z]([-a-z0-9]*[a-z0-9])?')",
        "qualifiedName | a b | name part must consist of alphanumeric characters, '-', '_' or '.',"
            + " and must start and end with an alphanumeric character (e.g. 'MyName',  or"
            + " 'my.name',  or '123-abc', regex used for validation is"
            + " '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
        "qualifiedName | a/b/c | a valid label key must consist of alphanumeric characters, '-',"
            + " '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName', "
            + " or 'my.name',  or '123-abc', regex used for validation is"
            + " '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix"
            + " and '/' (e.g. 'example.com/MyName')",
        "qualifiedName | /b | prefix part must be non-empty",
        "labelValue | a! | a valid label must be an empty string or consist of alphanumeric"
            + " characters, '-', '_' or '.', and must start and end with an alphanumeric character"
            + " (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is"
            + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
        "uri | example.com | parse \"example.com\": invalid URI for request",
        "uuid | 123 | does not match the UUID format",
        "byte | a | invalid base64",
        "date | 2021-02-29 | invalid date",
        "datetime | 2021-01-01T24:00:00Z | invalid datetime",
      })
  void saysWhatTheServerSays(String format, String text, String message) {
    NamedFormat named = NamedFormat.named(format);
    assertThat(named).isNotNull();
    assertThat(named.validate(text)).containsExactly(message);
  }

  @Test
  void saysEverythingThatIsWrong() {
    assertThat(NamedFormat.QUALIFIED_NAME.validate("A/"))
        .hasSize(3)
        .satisfiesExactly(
            first -> assertThat(first).startsWith("prefix part a lowercase RFC 1123 subdomain"),
            second -> assertThat(second).isEqualTo("name part must be non-empty"),
            third -> assertThat(third).startsWith("name part must consist of"));
    assertThat(NamedFormat.DNS_1123_LABEL.validate("A".repeat(64)))
        .hasSize(2)
        .first()
        .isEqualTo("must be no more than 63 bytes");
    assertThat(NamedFormat.DNS_1123_SUBDOMAIN.validate("a".repeat(254)))
        .containsExactly("must be no more than 253 bytes");
  }

  @Test
  void readsLongTextsAtOnce() {
    String text = "a".repeat(1_000_000);
    for (NamedFormat format : NamedFormat.values()) {
      assertThat(format.validate(text + "-.")).isNotEmpty();
    }
  }
}
