package dev.breakwater.inventory.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.inventory.FileFixture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextLinesTest {
  private static List<String> lines(String text) throws IOException {
    TextLines lines =
        new TextLines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    List<String> all = new ArrayList<>();
    while (lines.next()) {
      all.add(lines.text(0));
      assertThat(lines.number()).isEqualTo(all.size());
    }
    assertThat(lines.next()).isFalse();
    return all;
  }

  @Test
  void linesEndWithEitherEndOrTheText() throws IOException {
    assertThat(lines("")).isEmpty();
    assertThat(lines("\n")).containsExactly("");
    assertThat(lines("a\r\nb\n\nc")).containsExactly("a", "b", "", "c");
    assertThat(lines("a\rb\r\n")).containsExactly("a\rb");
  }

  @Test
  void linesAcrossBuffersAreWhole() throws IOException {
    String text = ("x".repeat(5_000) + "\n").repeat(50);
    assertThat(lines(text)).hasSize(50).allMatch(line -> line.length() == 5_000);
  }

  @Test
  void aLineOfAGigabyteTakesNoMoreThanItsFirstPart() throws IOException {
    InputStream endless =
        new InputStream() {
          private long left = 1L << 30;

          @Override
          public int read() {
            return left-- > 0 ? 'x' : -1;
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            if (left <= 0) {
              return -1;
            }
            left -= length;
            return length;
          }
        };
    TextLines lines = new TextLines(endless);
    assertThat(lines.next()).isTrue();
    assertThat(lines.cut()).isTrue();
    assertThat(lines.length()).isEqualTo(TextLines.MAX_LINE);
    assertThat(lines.next()).isFalse();
  }

  @Test
  void moreThanTheBoundIsAnErrorWhateverTheFileSays() throws IOException {
    byte[] bytes = new byte[100];
    assertThatThrownBy(() -> BoundedContent.open(FileFixture.content(bytes), 99))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("longer than 99 bytes");
    assertThat(BoundedContent.open(FileFixture.content(bytes), 100).readAllBytes()).hasSize(100);
  }

  @Test
  void millionsOfComplaintsAreAHundredAndACount() {
    Complaints complaints = new Complaints("a");
    for (int i = 1; i <= 1_000_000; i++) {
      complaints.add(i, "broken");
    }
    assertThat(complaints.problems()).hasSize(101);
    assertThat(complaints.problems().getLast().what()).startsWith("999900 more problems");
  }
}
