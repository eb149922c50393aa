package dev.breakwater.inventory;

import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Problem;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import dev.breakwater.inventory.program.KernelPackage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The Linux kernel that this machine runs, which need not be one that is installed, and need not be
 * the newest of those.
 *
 * @param release as {@code uname -r} prints it, for example {@code 6.1.0-18-amd64}
 * @param build as {@code uname -v} prints it; Debian puts the package's version there
 */
public record RunningKernel(String release, String build) {
  private static final Path DIRECTORY = Path.of("/proc/sys/kernel");
  private static final int MAX_BYTES = 1024;

  /**
   * Asks the running kernel.
   *
   * @return null where this machine has none that tells, because it is no Linux
   * @throws IOException where it tells, but not what a kernel can be called
   */
  public static @Nullable RunningKernel read() throws IOException {
    return read(DIRECTORY);
  }

  static @Nullable RunningKernel read(Path directory) throws IOException {
    try {
      String release = text(directory.resolve("osrelease"));
      if (!Candidate.isToken(release)) {
        throw new IOException(directory.resolve("osrelease") + " does not hold a kernel's release");
      }
      return new RunningKernel(release, text(directory.resolve("version")));
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8).strip();
    }
  }

  /**
   * Adds the kernel to the inventory of the machine that runs it. Where it came with a package of
   * the distribution, that is its owner and the distribution judges it. A newer kernel that is
   * installed and does not run is a problem of the inventory: what is known of the installed
   * package does not hold for what runs.
   */
  public Inventory addTo(Inventory inventory) {
    SoftwarePackage owner = null;
    String newest = null;
    String replaced = null;
    for (SoftwarePackage each : inventory.packages()) {
      String installed = KernelPackage.release(each.purl(), each.version());
      if (installed == null) {
        continue;
      }
      if (installed.equals(release)) {
        owner = each;
        replaced = isOtherBuild(each) ? each.version() : replaced;
      } else if (isNewer(installed) && (newest == null || compare(installed, newest) > 0)) {
        newest = installed;
      }
    }
    SoftwarePackage running = asPackage(owner == null ? null : owner.purl());
    List<SoftwarePackage> packages = new ArrayList<>(inventory.packages().size() + 1);
    for (SoftwarePackage each : inventory.packages()) {
      if (isSame(each, running)) {
        running = withPathsOf(each, running);
      } else {
        packages.add(each);
      }
    }
    packages.add(running);
    packages.sort(Comparator.comparing(SoftwarePackage::purl));
    List<Problem> problems = new ArrayList<>(inventory.problems());
    if (newest != null) {
      problems.add(rebootNeeded(newest + " is installed"));
    } else if (replaced != null) {
      problems.add(rebootNeeded("its package has since been replaced by version " + replaced));
    }
    problems.sort(null);
    return new Inventory(inventory.distribution(), packages, problems);
  }

  private SoftwarePackage asPackage(@Nullable PackageUrl owner) {
    PackageUrl purl = PackageUrl.of("generic", null, KernelPackage.KERNEL, release);
    List<String> paths = List.of("proc/sys/kernel/osrelease");
    return new SoftwarePackage(purl, KernelPackage.KERNEL, release, null, paths, null, owner);
  }

  /** The image that runs may have been found on the disk. */
  private static boolean isSame(SoftwarePackage one, SoftwarePackage other) {
    return one.purl().equals(other.purl()) && Objects.equals(one.ownedBy(), other.ownedBy());
  }

  private static SoftwarePackage withPathsOf(SoftwarePackage one, SoftwarePackage other) {
    TreeSet<String> paths = new TreeSet<>(one.paths());
    paths.addAll(other.paths());
    return new SoftwarePackage(
        one.purl(),
        one.name(),
        one.version(),
        one.source(),
        List.copyOf(paths),
        one.layer(),
        one.ownedBy());
  }

  private Problem rebootNeeded(String why) {
    return new Problem(
        "proc/sys/kernel/osrelease",
        "the running kernel is "
            + release
            + ", and "
            + why
            + ": reboot, because fixes that are installed do not protect before that");
  }

  /** Debian keeps a release's name through updates that change no interface. */
  private boolean isOtherBuild(SoftwarePackage item) {
    int debian = build.indexOf(" Debian ");
    if (debian < 0 || !item.type().equals("deb")) {
      return false;
    }
    int from = debian + " Debian ".length();
    int end = build.indexOf(' ', from);
    return !build.substring(from, end < 0 ? build.length() : end).equals(item.version());
  }

  /** Whether a kernel is a later one of the same flavour as the running. */
  private boolean isNewer(String other) {
    return flavour(other).equals(flavour(release)) && compare(other, release) > 0;
  }

  /** What follows the numbers at the start, without what changes in el9_4. */
  private static String flavour(String release) {
    StringBuilder flavour = new StringBuilder();
    for (int i = endOfNumbers(release); i < release.length(); i++) {
      if (!isDigit(release.charAt(i)) && release.charAt(i) != '_') {
        flavour.append(release.charAt(i));
      }
    }
    return flavour.toString();
  }

  private static int endOfNumbers(String release) {
    int end = endOfDigits(release, 0);
    while (end + 1 < release.length() && isDigit(release.charAt(end + 1))) {
      end = endOfDigits(release, end + 1);
    }
    return end;
  }

  /** By the numbers at the start; more of them are later. */
  private static int compare(String left, String right) {
    int l = 0;
    int r = 0;
    while (true) {
      int leftEnd = endOfDigits(left, l);
      int rightEnd = endOfDigits(right, r);
      if (leftEnd == l || rightEnd == r) {
        return Boolean.compare(leftEnd > l, rightEnd > r);
      }
      int byNumber = compareNumbers(left.substring(l, leftEnd), right.substring(r, rightEnd));
      if (byNumber != 0) {
        return byNumber;
      }
      l = Math.min(leftEnd + 1, left.length());
      r = Math.min(rightEnd + 1, right.length());
    }
  }

  private static int compareNumbers(String left, String right) {
    return left.length() != right.length()
        ? Integer.compare(left.length(), right.length())
        : left.compareTo(right);
  }

  private static int endOfDigits(String text, int from) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
