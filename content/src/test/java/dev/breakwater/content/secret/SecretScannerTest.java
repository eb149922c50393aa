package dev.breakwater.content.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SecretScannerTest {
  private static final SecretScanner SCANNER = SecretScanner.standard();

  @Test
  void tellsWhereASecretIsAndNotWhatItIs() {
    String random = "f3Kq9ZxW7LmT2vBn8RjY4cHd6PsG1a";
    String token = "gh" + "p_" + random + Check.base62(Check.crc32(random));

    List<SecretMatch> found = SCANNER.find("# settings\n  größe = " + token + "\n");

    assertThat(found).hasSize(1);
    SecretMatch match = found.getFirst();
    assertThat(match.rule()).isEqualTo("github-personal-access-token");
    assertThat(match.line()).isEqualTo(2);
    assertThat(match.column()).isEqualTo(11);
    assertThat(match.length()).isEqualTo(40);
    assertThat(match.description()).isEqualTo("36 characters after ghp_");
  }
}
