package dev.breakwater.bench;

import dev.breakwater.content.secret.SecretInspection;
import dev.breakwater.content.secret.SecretMatch;
import dev.breakwater.content.secret.SecretScanner;
import dev.breakwater.image.Detector;
import dev.breakwater.image.FileEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Looking for secrets in this machine's own text files, those that a scan looks at, held in memory:
 * megabytes a second on one core, beside merely reading each byte.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class SecretBenchmark {
  static final int MEGABYTES = 200;
  private static final int HEAD = 4096;

  /** Directories, separated by commas. */
  @Param("/etc,/usr/lib,/usr/share")
  public String roots = "";

  private final List<byte[]> files = new ArrayList<>();

  /** Reads files in the order of their paths, from the start again where there are too few. */
  @Setup
  public void read() throws IOException {
    Detector<?> detector = new SecretInspection().detectors().getFirst();
    List<byte[]> all = new ArrayList<>();
    long total = 0;
    for (String root : roots.split(",")) {
      for (Path path : regularFiles(Path.of(root))) {
        if (total < MEGABYTES * 1_000_000L && isWanted(detector, path)) {
          byte[] bytes = Files.readAllBytes(path);
          if (isText(bytes)) {
            all.add(bytes);
            total += bytes.length;
          }
        }
      }
    }
    if (all.isEmpty()) {
      throw new IOException("no text files in " + roots);
    }
    int left = MEGABYTES * 1_000_000;
    for (int i = 0; left > 0; i++) {
      byte[] bytes = all.get(i % all.size());
      files.add(bytes.length <= left ? bytes : Arrays.copyOf(bytes, left));
      left -= bytes.length;
    }
  }

  private static List<Path> regularFiles(Path root) throws IOException {
    try (Stream<Path> walked = Files.walk(root)) {
      return walked
          .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .filter(Files::isReadable)
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean isWanted(Detector<?> detector, Path path) throws IOException {
    return detector.wants(
        new FileEntry(
            path.toString().substring(1),
            FileEntry.Kind.FILE,
            Files.size(path),
            Files.isExecutable(path) ? 0755 : 0644,
            0,
            0,
            null));
  }

  private static boolean isText(byte[] bytes) {
    for (int i = 0; i < Math.min(bytes.length, HEAD); i++) {
      if (bytes[i] == 0) {
        return false;
      }
    }
    return true;
  }

  @Benchmark
  @OperationsPerInvocation(MEGABYTES)
  public int find() {
    int found = 0;
    for (byte[] file : files) {
      List<SecretMatch> matches = SecretScanner.standard().find(file);
      found += matches.size();
    }
    return found;
  }

  /** What reading costs by itself. */
  @Benchmark
  @OperationsPerInvocation(MEGABYTES)
  public int readOnly() {
    int sum = 0;
    for (byte[] file : files) {
      for (byte octet : file) {
        sum = 31 * sum + octet;
      }
    }
    return sum;
  }
}
