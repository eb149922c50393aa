package dev.breakwater.bench;

import dev.breakwater.advisory.MatchResult;
import dev.breakwater.advisory.Matcher;
import dev.breakwater.advisory.store.AdvisoryStore;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.inventory.Inventory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
 * Package URLs in, findings out, by the store that {@code bench/run} scales up: lookups a second on
 * one core.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class LookupBenchmark {
  static final int LOOKUPS = 10_000;

  /** The store's directory. */
  @Param("")
  public String store = "";

  /** A file of package URLs, one a line. */
  @Param("")
  public String purls = "";

  private List<String> lines = List.of();
  private AdvisoryStore opened = AdvisoryStore.at(Path.of("."));

  @Setup
  public void open() throws IOException {
    opened = AdvisoryStore.at(Path.of(store));
    lines = Files.readAllLines(Path.of(purls)).subList(0, LOOKUPS);
  }

  @Benchmark
  @OperationsPerInvocation(LOOKUPS)
  public MatchResult match() throws BreakwaterException {
    List<SoftwarePackage> packages = new ArrayList<>(LOOKUPS);
    for (String line : lines) {
      PackageUrl purl = PackageUrl.parse(line);
      packages.add(
          new SoftwarePackage(
              purl,
              purl.displayName(),
              String.valueOf(purl.version()),
              null,
              List.of(),
              null,
              null));
    }
    return new Matcher(opened, Instant.EPOCH).match(new Inventory(null, packages, List.of()));
  }
}
