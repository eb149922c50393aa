package dev.breakwater.posture.cel.library;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuotedTest {
  @TempDir private Path directory;

  @Test
  void quotesBytesAsGoDoes() throws Exception {
    Random random = new Random(6);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      StringBuilder text = new StringBuilder();
      for (int letters = random.nextInt(8); letters >= 0; letters--) {
        switch (random.nextInt(5)) {
          case 0 -> text.append((char) random.nextInt(256));
          case 1 -> text.append((char) random.nextInt(128));
          case 2 -> text.append(Quoted.toBytes(Character.toString(random.nextInt(0x370))));
          case 3 -> text.append(Quoted.toBytes(Character.toString(0x2000 + random.nextInt(0x70))));
          default -> text.append(Quoted.toBytes(Character.toString(0xFFF9 + random.nextInt(0x20))));
        }
      }
      texts.add(text.toString());
    }
    List<List<String>> questions = new ArrayList<>();
    for (String text : texts) {
      // A question is a text, and these are bytes.
      questions.add(List.of(HexFormat.of().formatHex(text.getBytes(ISO_8859_1))));
    }
    String oracle =
        """
        func answer(fields []string) []string {
          bytes, _ := hex.DecodeString(fields[0])
          return []string{strconv.Quote(string(bytes))}
        }
        """;
    List<List<String>> answers =
        new GoProgram(directory).ask(List.of("strconv"), oracle, questions);
    for (int i = 0; i < texts.size(); i++) {
      assertThat(Quoted.bytes(texts.get(i)))
          .as(questions.get(i).toString())
          .isEqualTo(answers.get(i).getFirst());
    }
  }
}
