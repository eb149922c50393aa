package dev.breakwater.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.FixOrder;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private final Screen screen = new Screen(80, false, true);

  @Test
  void measuresInColumns() {
    assertThat(Screen.columns("abc")).isEqualTo(3);
    assertThat(Screen.columns("漢字")).isEqualTo(4);
    assertThat(Screen.columns("e\u0301")).isEqualTo(1);
    assertThat(Screen.columns("🚢")).isEqualTo(2);
    assertThat(Screen.columns("→…·")).isEqualTo(3);
  }

  @Test
  void cutsWithoutSplittingACharacter() {
    assertThat(screen.fit("abcdef", 6)).isEqualTo("abcdef");
    assertThat(screen.fit("abcdef", 5)).isEqualTo("abcd…");
    assertThat(screen.fit("漢字漢字", 6)).isEqualTo("漢字…");
    assertThat(screen.fit("🚢🚢", 3)).isEqualTo("🚢…");
    assertThat(screen.fit("abc", 0)).isEmpty();
    assertThat(new Screen(80, false, false).fit("abcdef", 5)).isEqualTo("ab...");
  }

  @Test
  void wrapsAtBlanksAndWithinAWordOnlyIfNeedBe() {
    assertThat(screen.wrap("one two three", 7)).containsExactly("one two", "three");
    assertThat(screen.wrap("abcdefghij kl", 4)).containsExactly("abcd", "efgh", "ij", "kl");
    assertThat(screen.wrap("漢字漢", 3)).containsExactly("漢", "字", "漢");
    assertThat(screen.wrap("", 10)).containsExactly("");
    assertThat(screen.wrap("漢字", 0)).containsExactly("漢", "字");
  }

  @Test
  void showsWhatATerminalWouldActOn() {
    assertThat(screen.clean("a\u001b[31mb")).isEqualTo("a\\u{1b}[31mb");
    assertThat(screen.clean("a\r\nb\tc")).isEqualTo("a  b c");
    assertThat(screen.clean("\u009b\u200b\u2028\ud800\ue000"))
        .isEqualTo("\\u{9b}\\u{200b}\\u{2028}\\u{d800}\\u{e000}");
    assertThat(screen.clean("größe 漢")).isEqualTo("größe 漢");
    assertThat(new Screen(80, false, false).clean("größe")).isEqualTo("gr??e");
    assertThat(screen.clean("x".repeat(10_000))).hasSize(4097);
  }

  @Test
  void newestFixByNaturalOrder() {
    assertThat(FixOrder.NATURAL.compare("deb", "3.0.9-1", "3.0.14-1")).isNegative();
    assertThat(FixOrder.NATURAL.compare("deb", "1.0~rc1", "1.0")).isNegative();
    assertThat(FixOrder.NATURAL.compare("deb", "1.0", "1.0+deb12u1")).isNegative();
    assertThat(FixOrder.NATURAL.compare("deb", "1.0007", "1.7")).isZero();
    assertThat(FixOrder.NATURAL.compare("npm", "2.0.0", "10.0.0")).isNegative();
    assertThat(FixOrder.NATURAL.compare("npm", "9".repeat(50), "8".repeat(51))).isNegative();
  }
}
