package dev.breakwater.core.waiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class GlobTest {
  /** The same said by a regular expression, which may take for ever. */
  private static Pattern oracle(String glob, boolean path) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (c != '*') {
        out.append(Pattern.quote(String.valueOf(c)));
        continue;
      }
      int end = i;
      while (end < glob.length() && glob.charAt(end) == '*') {
        end++;
      }
      boolean deep = !path || end - i > 1;
      i = end - 1;
      if (path && deep && end < glob.length() && glob.charAt(end) == '/') {
        out.append("(?:.*/)?");
        i++;
      } else {
        out.append(deep ? ".*" : "[^/]*");
      }
    }
    return Pattern.compile(out.toString(), Pattern.DOTALL);
  }

  private static String random(Random random, String letters, int most) {
    StringBuilder out = new StringBuilder();
    for (int i = random.nextInt(most); i > 0; i--) {
      out.append(letters.charAt(random.nextInt(letters.length())));
    }
    return out.toString();
  }

  @Test
  void agreesWithARegularExpression() {
    Random random = new Random(4);
    int matched = 0;
    for (int i = 0; i < 60_000; i++) {
      String pattern = random(random, "aab/**", 8);
      String text = random(random, "aab/", 8);
      boolean path = random.nextBoolean();
      boolean expected = oracle(pattern, path).matcher(text).matches();
      Glob glob = path ? Glob.ofPath(pattern) : Glob.ofName(pattern);
      assertThat(glob.matches(text)).as("%s on %s (%s)", pattern, text, path).isEqualTo(expected);
      matched += expected ? 1 : 0;
    }
    assertThat(matched).isGreaterThan(5_000);
  }

  @Test
  void pathsAsPeopleWriteThem() {
    assertThat(Glob.ofPath("usr/share/**").matches("usr/share/doc/a/b")).isTrue();
    assertThat(Glob.ofPath("usr/share/*").matches("usr/share/doc/a")).isFalse();
    assertThat(Glob.ofPath("**/.env").matches(".env")).isTrue();
    assertThat(Glob.ofPath("**/.env").matches("srv/app/.env")).isTrue();
    assertThat(Glob.ofPath("**/.env").matches("srv/app/x.env")).isFalse();
    assertThat(Glob.ofPath("app/*.jar!/**").matches("app/a.jar!/BOOT-INF/lib/b.jar")).isTrue();
    assertThat(Glob.ofName("registry.example.org/*").matches("registry.example.org/a/b:1"))
        .isTrue();
    assertThat(Glob.ofName("CVE-1").matches("CVE-10")).isFalse();
  }

  @Test
  void noPatternTakesLong() {
    Glob glob = Glob.ofPath("*a".repeat(2_000) + "b");
    Assertions.assertTimeout(
        Duration.ofSeconds(20), () -> assertThat(glob.matches("a".repeat(4_000))).isFalse());
  }
}
