package dev.breakwater.advisory.version;

import static org.assertj.core.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The program that owns an order, asked about many pairs in one run: it reads {@code
 * LEFT<TAB>RIGHT} lines and answers {@code <}, {@code =}, {@code >}, or {@code !} for what it
 * refuses.
 *
 * @param install the Debian packages that it needs
 */
record Owner(List<String> command, Map<String, String> environment, String install) {
  private static final long TIMEOUT_SECONDS = 120;

  List<Character> compare(List<Pair> pairs) {
    try {
      return run(pairs);
    } catch (IOException e) {
      return fail(
          "could not run " + command.getFirst() + " (apt-get install " + install + "): " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private List<Character> run(List<Pair> pairs) throws IOException, InterruptedException {
    Path errors = Files.createTempFile("owner", ".err");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      builder.environment().put("LC_ALL", "C.UTF-8");
      Process process = builder.redirectError(errors.toFile()).start();
      Thread writer = Thread.ofVirtual().start(() -> write(pairs, process));
      List<Character> answers = new ArrayList<>();
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          answers.add(line.isEmpty() ? '?' : line.charAt(0));
        }
      }
      writer.join();
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        fail(command.getFirst() + " did not end within " + TIMEOUT_SECONDS + " seconds");
      }
      if (answers.size() != pairs.size()) {
        fail(
            command.getFirst()
                + " answered "
                + answers.size()
                + " of "
                + pairs.size()
                + " questions (apt-get install "
                + install
                + "): "
                + Files.readString(errors));
      }
      return answers;
    } finally {
      Files.deleteIfExists(errors);
    }
  }

  private static void write(List<Pair> pairs, Process process) {
    try (Writer out = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8)) {
      for (Pair pair : pairs) {
        out.write(pair.left() + "\t" + pair.right() + "\n");
      }
    } catch (IOException e) {
      // The program ended early; that too few answers came is reported with what it said.
      if (process.isAlive()) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
