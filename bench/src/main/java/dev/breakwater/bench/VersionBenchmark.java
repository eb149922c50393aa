package dev.breakwater.bench;

import dev.breakwater.advisory.version.UnreadableVersionException;
import dev.breakwater.advisory.version.VersionOrder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Comparing two versions. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class VersionBenchmark {
  /** The ecosystem, and two of its versions. */
  @Param({
    "Debian 1:2.36-9+deb12u10 1:2.36-9+deb12u9",
    "Alpine 3.1.4-r5 3.1.4-r6",
    "AlmaLinux 4:5.26.3-419.el8 4:5.26.3-420.el8",
    "PyPI 3.2.1.post1 3.2.1",
    "npm 4.17.20 4.17.21-rc.1",
    "Go 1.2.3-0.20200101000000-abcdefabcdef 1.2.3",
    "Maven 2.9.10.8 2.9.10.9",
  })
  public String pair = "";

  private String left = "";
  private String right = "";
  private VersionOrder order = (a, b) -> 0;

  @Setup
  public void read() {
    String[] words = pair.split(" ");
    order = VersionOrder.named(words[0]).orElseThrow();
    left = words[1];
    right = words[2];
  }

  @Benchmark
  public int compare() throws UnreadableVersionException {
    return order.compare(left, right);
  }
}
