package dev.breakwater.posture.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnifiedDiffTest {
  @TempDir private Path directory;

  private static String diff(String before, String after) {
    return UnifiedDiff.of("a", before, "b", after);
  }

  @Test
  void sameTextsHaveNone() {
    assertThat(diff("x\n", "x\n")).isEmpty();
  }

  @Test
  void showsThreeLinesAround() {
    assertThat(diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"))
        .isEqualTo(
            """
            --- a
            +++ b
            @@ -2,7 +2,7 @@
             2
             3
             4
            -5
            +five
             6
             7
             8
            """);
  }

  @Test
  void marksAMissingLineFeed() {
    assertThat(diff("x", "x\n"))
        .isEqualTo("--- a\n+++ b\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n");
  }

  @Test
  void anEmptyTextIsNamedByTheLineBefore() {
    assertThat(diff("", "x\n")).isEqualTo("--- a\n+++ b\n@@ -0,0 +1 @@\n+x\n");
    assertThat(diff("x\n", "")).isEqualTo("--- a\n+++ b\n@@ -1 +0,0 @@\n-x\n");
  }

  @Test
  void namesStayOnTheirLine() {
    assertThat(UnifiedDiff.of("a\n+++ x", "1\n", "b\r", "2\n"))
        .startsWith("--- a +++ x\n+++ b \n@@");
  }

  @Test
  void patchTakesItAndDiffMakesNoShorterOne() throws Exception {
    Random random = new Random(3);
    for (int i = 0; i < 150; i++) {
      String before = lines(random, 40);
      String after = i % 3 == 0 ? lines(random, 40) : changed(random, before);
      Path old = Files.writeString(directory.resolve("old"), before);
      Path now = Files.writeString(directory.resolve("now"), after);
      String ours = diff(before, after);
      Path patch = Files.writeString(directory.resolve("patch"), ours);
      Path out = directory.resolve("out");
      if (!ours.isEmpty()) {
        assertThat(run("patch", "-s", "-o", out.toString(), old.toString(), patch.toString()))
            .as(ours)
            .isEmpty();
        assertThat(Files.readString(out)).isEqualTo(after);
      }
      String theirs = run("diff", "-u", "--minimal", old.toString(), now.toString());
      assertThat(changes(ours)).as(ours).isEqualTo(changes(theirs));
    }
  }

  @Test
  void isBoundedForTextsThatHaveNothingInCommon() {
    StringBuilder before = new StringBuilder();
    StringBuilder after = new StringBuilder();
    for (int i = 0; i < 200_000; i++) {
      before.append("old ").append(i).append('\n');
      after.append("new ").append(i).append('\n');
    }
    long start = System.nanoTime();
    String diff = diff(before.toString(), after.toString());
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(changes(diff)).isEqualTo(400_000);
  }

  private static long changes(String diff) {
    return diff.lines()
        .skip(2)
        .filter(line -> line.startsWith("-") || line.startsWith("+"))
        .count();
  }

  private static String lines(Random random, int most) {
    StringBuilder lines = new StringBuilder();
    for (int n = random.nextInt(most); n > 0; n--) {
      lines.append("line ").append(random.nextInt(8)).append('\n');
    }
    return lines.toString();
  }

  private static String changed(Random random, String before) {
    StringBuilder after = new StringBuilder();
    before
        .lines()
        .forEach(line -> {
          int what = random.nextInt(12);
          if (what == 0) {
            after.append("new ").append(random.nextInt(3)).append('\n');
          }
          if (what != 1) {
            after.append(line).append('\n');
          }
        });
    return after.toString();
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isLessThan(2);
    return out;
  }
}
