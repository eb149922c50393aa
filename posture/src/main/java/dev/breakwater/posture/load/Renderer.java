package dev.breakwater.posture.load;

import dev.breakwater.core.BreakwaterException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the programs that render charts and overlays. They are run without a shell, found in
 * absolute directories of {@code PATH} alone, and ended when they take too long or print too much.
 *
 * <p>What they render is not trusted. So they get a home of their own, which is empty, no
 * credentials, and proxies that lead nowhere: what would be taken from the network is missing, and
 * the program says so.
 */
final class Renderer implements AutoCloseable {
  /** How long one program may take. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /** How long all of them together may take. */
  static final Duration PATIENCE_FOR_ALL = Duration.ofMinutes(10);

  static final int MAX_OUTPUT = 50 * 1024 * 1024;
  private static final int MAX_COMPLAINT = 16 * 1024;
  private static final int MAX_SHOWN = 400;

  /** Nothing listens there. */
  private static final String NO_PROXY = "http://127.0.0.1:9";

  private final Map<String, String> environment;
  private final Duration patience;
  private long nanosLeft;
  private @Nullable Path home;

  Renderer(Map<String, String> environment, Duration patience) {
    this.environment = environment;
    this.patience = patience;
    this.nanosLeft = PATIENCE_FOR_ALL.toNanos();
  }

  /** The program in {@code PATH}; null where there is none. */
  @Nullable Path find(String program) {
    for (String directory : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (directory.startsWith("/") && directory.indexOf(0) < 0) {
        Path candidate = Path.of(directory, program);
        if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
          return candidate;
        }
      }
    }
    return null;
  }

  /**
   * Runs a program.
   *
   * @return what it printed
   * @throws NotRenderedException where it fails, takes too long or prints too much
   */
  String run(Path program, List<String> arguments) throws NotRenderedException {
    if (nanosLeft <= 0) {
      throw new NotRenderedException(
          "the time for rendering, " + PATIENCE_FOR_ALL.toMinutes() + " minutes, was used up");
    }
    long start = System.nanoTime();
    try {
      return started(program, arguments);
    } catch (IOException e) {
      throw new NotRenderedException(program + " cannot be run: " + BreakwaterException.reason(e));
    } finally {
      nanosLeft -= System.nanoTime() - start;
    }
  }

  /** An empty directory that nobody else can read, for programs to read; deleted with the rest. */
  Path directory() throws IOException {
    return Files.createTempDirectory(home(), "in-");
  }

  private String started(Path program, List<String> arguments)
      throws IOException, NotRenderedException {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(arguments);
    Path directory = home();
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment(directory));
    Process process = builder.start();
    try {
      return outcome(process, program.getFileName().toString());
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private String outcome(Process process, String name) throws IOException, NotRenderedException {
    process.getOutputStream().close();
    FutureTask<byte[]> output =
        new FutureTask<>(() -> process.getInputStream().readNBytes(MAX_OUTPUT + 1));
    FutureTask<byte[]> complaint = new FutureTask<>(() -> complaint(process.getErrorStream()));
    Thread.startVirtualThread(output);
    Thread.startVirtualThread(complaint);
    long deadline = System.nanoTime() + Math.min(patience.toNanos(), nanosLeft);
    try {
      byte[] printed = output.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (printed.length > MAX_OUTPUT) {
        throw new NotRenderedException(
            name + " printed more than " + MAX_OUTPUT / 1024 / 1024 + " MB");
      }
      byte[] complained = complaint.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw new TimeoutException();
      }
      if (process.exitValue() != 0) {
        throw new NotRenderedException(
            name + " failed with exit code " + process.exitValue() + ": " + shown(complained));
      }
      return new String(printed, StandardCharsets.UTF_8);
    } catch (TimeoutException e) {
      throw new NotRenderedException(name + " took longer than " + patience.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw new NotRenderedException(name + " broke off");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotRenderedException("it was interrupted");
    }
  }

  /** The beginning of what the program says of errors; the rest is taken from it and forgotten. */
  private static byte[] complaint(InputStream errors) throws IOException {
    byte[] beginning = errors.readNBytes(MAX_COMPLAINT);
    byte[] rest = new byte[MAX_COMPLAINT];
    while (errors.read(rest) >= 0) {
      // A program waits for ever where nobody reads what it says.
    }
    return beginning;
  }

  /**
   * The first lines and the last, on one line: those that say "error" before all others, and
   * warnings where there is nothing else.
   */
  private static String shown(byte[] complaint) {
    List<String> errors = new ArrayList<>();
    List<String> others = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (String line : new String(complaint, StandardCharsets.UTF_8).split("\n", -1)) {
      String words = withoutHeader(line.strip());
      if (words.chars().anyMatch(Character::isLetterOrDigit)) {
        (begins(words, "error") ? errors : begins(words, "warning") ? warnings : others).add(words);
      }
    }
    errors.addAll(others);
    List<String> lines = errors.isEmpty() ? warnings : errors;
    if (lines.isEmpty()) {
      return "it does not say why";
    }
    String all = String.join(" / ", lines.subList(0, Math.min(3, lines.size())));
    if (lines.size() > 3) {
      all += " / " + lines.getLast();
    }
    StringBuilder clean = new StringBuilder();
    for (int i = 0; i < all.length() && clean.length() < MAX_SHOWN; i++) {
      clean.append(Character.isISOControl(all.charAt(i)) ? ' ' : all.charAt(i));
    }
    return clean.toString();
  }

  /** Whether a line, or a comment, begins with a word. */
  private static boolean begins(String line, String word) {
    return line.regionMatches(true, line.startsWith("# ") ? 2 : 0, word, 0, word.length());
  }

  /** Without the time and the process, which some programs put before what they say. */
  private static String withoutHeader(String line) {
    int end = line.indexOf("] ");
    boolean header = end > 5 && "IWEF".indexOf(line.charAt(0)) >= 0;
    for (int i = 1; header && i < 5; i++) {
      header = Character.isDigit(line.charAt(i));
    }
    return header ? line.substring(end + 2) : line;
  }

  private Path home() throws IOException {
    if (home == null) {
      home = Files.createTempDirectory("breakwater-render-");
    }
    return home;
  }

  private Map<String, String> environment(Path directory) {
    Map<String, String> given = new HashMap<>();
    given.put("PATH", environment.getOrDefault("PATH", ""));
    given.put("LC_ALL", "C.UTF-8");
    for (String name : List.of("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")) {
      given.put(name, directory.toString());
    }
    given.put("XDG_DATA_HOME", directory.toString());
    given.put("KUBECONFIG", directory.resolve("none").toString());
    for (String name : List.of("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")) {
      given.put(name, NO_PROXY);
      given.put(name.toLowerCase(java.util.Locale.ROOT), NO_PROXY);
    }
    // Git would speak to other hosts without a proxy.
    given.put("GIT_ALLOW_PROTOCOL", "file");
    given.put("GIT_CONFIG_NOSYSTEM", "1");
    given.put("GIT_TERMINAL_PROMPT", "0");
    return given;
  }

  /** Deletes what the programs left behind. */
  @Override
  public void close() {
    if (home == null) {
      return;
    }
    try (Stream<Path> left = Files.walk(home)) {
      for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      // What is left stays in the directory for temporary files, readable by nobody else.
    }
    home = null;
  }
}
