package dev.breakwater.inventory.golang;

import dev.breakwater.core.Problem;
import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.PackageDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Go modules in programs and shared objects: ELF, PE and Mach-O.
 *
 * <p>A program tells its main module, every module linked into it (a replacement instead of what it
 * replaced, except that a module replaced by a directory keeps its name and has the version {@code
 * (devel)}), and the toolchain, which is the package {@code stdlib}. Names keep their case, and
 * versions the {@code v} that Go writes. The main module's version is the one that Go stamped, else
 * the one that the linker was told to put into {@code main.version}, else, for container runtimes,
 * the one that it put there by the program's own bytes, else {@code (devel)}.
 *
 * <p>A program that streams by is searched as it passes, so the many that are not written in Go are
 * never copied to disk, and most that are neither. Only one that carries Go's build id and may be
 * older than Go 1.18 is, because its build information points back at what has already passed; and
 * one that is called as a container runtime is.
 *
 * <p>A program that is not written in Go is shown to another reader, if there is one: it wants the
 * same files, and a detector of its own would have each of them copied.
 *
 * <p>What hides its contents is said, not passed over: a program packed by UPX, and one that Go
 * made but without build information (Go 1.12 or older, or a plugin).
 */
public final class GoBinaryDetector implements PackageDetector {
  /** Go's smallest programs are ten times as large. */
  private static final long MIN_BYTES = 64 * 1024;

  /**
   * How much of what is not loaded is kept in memory as a program streams by. Only programs with
   * symbols for a debugger have more; these are copied to disk.
   */
  private static final long MAX_KEPT_BYTES = 4 << 20;

  private final @Nullable ProgramReader otherwise;

  /**
   * Makes the detector.
   *
   * @param otherwise shown what is not written in Go; null if nobody is to see it
   */
  public GoBinaryDetector(@Nullable ProgramReader otherwise) {
    this.otherwise = otherwise;
  }

  @Override
  public String name() {
    return "go-binary/4";
  }

  @Override
  public boolean wants(FileEntry file) {
    return file.size() >= MIN_BYTES
        && (file.executable() || file.path().endsWith(".so") || file.path().endsWith(".exe"));
  }

  @Override
  public @Nullable PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    byte[] head = content.peek(ExecutableLayout.HEAD_BYTES);
    if (!ExecutableLayout.isProgram(head)) {
      return null;
    }
    if (ExecutableLayout.isPacked(head)) {
      return problem(file, "packed by UPX, so it cannot be told whether it is written in Go");
    }
    boolean madeByGo = ExecutableLayout.hasGoBuildId(head);
    boolean runtime = LinkedVersion.mayBeNeeded(file.path());
    ProgramReader other = madeByGo ? null : otherwise;
    try (ProgramBytes bytes = open(content, head, madeByGo, runtime, other)) {
      ExecutableLayout layout = ExecutableLayout.read(head, bytes);
      BuildInfo found = layout == null ? null : new BuildInfoReader(bytes, layout).read();
      if (found != null) {
        return facts(file, found, runtime, bytes);
      }
      if (layout != null && other != null) {
        return other.read(file.path(), head, bytes);
      }
    }
    return madeByGo
        ? problem(
            file,
            "written in Go, but without readable build information (cut off, a plugin, or made by"
                + " Go 1.12 or older), so its modules are not known")
        : null;
  }

  private static ProgramBytes open(
      FileContent content,
      byte[] head,
      boolean madeByGo,
      boolean runtime,
      @Nullable ProgramReader other)
      throws IOException {
    long size = content.size();
    long keptFrom = other == null ? size : ExecutableLayout.endOfLoaded(head, size);
    boolean pointsBack = madeByGo && !ExecutableLayout.infoHoldsItsTexts(head);
    return content.onDisk()
            || pointsBack
            || runtime
            || ExecutableLayout.tableLiesBeyond(head)
            || size - keptFrom > MAX_KEPT_BYTES
            || (other != null && other.needsFile(head))
        ? ProgramBytes.of(content.file())
        : ProgramBytes.of(content.open(), size, keptFrom);
  }

  private static PackageFacts facts(
      FileEntry file, BuildInfo found, boolean runtime, ProgramBytes bytes) throws IOException {
    BuildInfo.Module main = found.main();
    // By its name even where the bytes could be read again, so that a layer and a directory agree.
    String linked =
        main == null || found.mainVersion() != null || !runtime
            ? null
            : LinkedVersion.find(bytes, main.path());
    List<Problem> problems =
        found.unreadable() == 0
            ? List.of()
            : List.of(
                new Problem(
                    file.path(),
                    found.unreadable()
                        + " modules of the Go build information could not be understood"));
    return PackageFacts.of(found.packages(file.path(), linked), problems);
  }

  private static PackageFacts problem(FileEntry file, String what) {
    return PackageFacts.of(List.of(), List.of(new Problem(file.path(), what)));
  }
}
