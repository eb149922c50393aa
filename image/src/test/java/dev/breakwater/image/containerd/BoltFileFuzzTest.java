package dev.breakwater.image.containerd;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class BoltFileFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void anyPagesAreReadOrRefused(byte[] pages) throws IOException {
    byte[] database = new BoltBuilder.Bucket().put("v1", new BoltBuilder.Bucket()).database();
    int room = database.length - 2 * BoltBuilder.PAGE;
    System.arraycopy(pages, 0, database, 2 * BoltBuilder.PAGE, Math.min(pages.length, room));
    Path file = Files.createTempFile("fuzz-", ".db");
    try {
      Files.write(file, database);
      try (BoltFile opened = BoltFile.open(file)) {
        visit(opened.root(), 0);
        opened.root().number("v1");
      } catch (IOException refused) {
        assertThat(refused).hasMessageStartingWith("it is ");
      }
    } finally {
      Files.delete(file);
    }
  }

  private static void visit(BoltFile.Bucket bucket, int depth) throws IOException {
    bucket.forEach((key, value, inner) -> {
      if (inner != null && depth < 5) {
        visit(inner, depth + 1);
      }
    });
  }
}
