package dev.breakwater.content.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are made to take long, of the longest size, in one line. */
class HostileTextTest {
  private static final SecretScanner SCANNER = SecretScanner.standard();

  /** A real file of this size takes 0.1 s; this is for a machine with other things to do. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @ParameterizedTest
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  @ValueSource(
      strings = {
        "password=",
        "\"password\":\"",
        "://",
        "://a:",
        " ghp_",
        "=sk-",
        "%3Dsk-proj-",
        " eyJaaaaaaaaaaaaaaaa.",
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN ",
        "-----BEGIN RSA PRIVATE KEY-----AAAA",
        "\"private_key\":\"-----BEGIN PRIVATE KEY-----",
        ":*:",
        "\n*:*:",
        "machine a login ",
        "LS0tLS1CRUdJTi",
        "aws_secret_access_key=",
        "-us",
        "Q~",
        "AZDO",
        "%0aAIza",
        "a",
        "\u00e4",
      })
  void takesNotMuchLonger(String unit) {
    byte[] text =
        unit.repeat(SecretDetector.MAX_BYTES / unit.length()).getBytes(StandardCharsets.UTF_8);

    long start = System.nanoTime();
    assertThat(SCANNER.find(text)).hasSizeLessThanOrEqualTo(SecretScanner.MAX_MATCHES);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
  }

  @Test
  void findsASecretAtTheEndOfALongLine() {
    String token = new Examples(3).text("ghp_«github»");
    String text = "a ".repeat(4_900_000) + token;

    SecretMatch match = SCANNER.find(text).getFirst();

    assertThat(match.line()).isEqualTo(1);
    assertThat(match.column()).isEqualTo(9_800_001);
  }

  @Test
  void survivesSecretsThatAreCutOff() {
    for (Examples.Of of : Examples.templates().values()) {
      for (String template : of.holding()) {
        String text = new Examples(5).text(template);
        for (int end = 0; end < text.length(); end += 1 + text.length() / 50) {
          SCANNER.find(text.substring(0, end));
          SCANNER.find(text.substring(end));
        }
      }
    }
  }
}
