package dev.breakwater.image.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process. Its number alone may be another's a moment later, so the time of its start belongs to
 * it.
 *
 * @param directory its directory in {@code /proc}
 * @param started in clock ticks after the machine's start
 */
public record RunningProcess(Path directory, long started) {
  private static final int FLAGS_FIELD = 9;
  private static final int START_FIELD = 22;

  /** PF_KTHREAD of the kernel's include/linux/sched.h. */
  private static final long KERNEL_THREAD = 0x00200000;

  /**
   * The process with a number.
   *
   * @throws IOException where there is none
   */
  static RunningProcess of(Path proc, long pid) throws IOException {
    Path directory = proc.resolve(Long.toString(pid));
    return new RunningProcess(directory, started(directory));
  }

  private static long started(Path directory) throws IOException {
    return number(directory, START_FIELD);
  }

  /**
   * Reads a field of what the kernel says of the process.
   *
   * @param field counted from one
   * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
   */
  private static long number(Path directory, int field) throws IOException {
    String stat = Files.readString(directory.resolve("stat"), StandardCharsets.ISO_8859_1);
    // The second field is the program's name in brackets and may hold anything.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
    try {
      return Long.parseLong(fields[field - 3]);
    } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
      throw new IOException(directory + "/stat is not as expected", e);
    }
  }

  /**
   * Whether it is the kernel's own, which may have a root of its own and still be no container.
   *
   * @throws IOException where it is gone
   */
  boolean isOfTheKernel() throws IOException {
    return (number(directory, FLAGS_FIELD) & KERNEL_THREAD) != 0;
  }

  /** Whether it is still there. */
  public boolean isAlive() {
    try {
      return started(directory) == started;
    } catch (IOException gone) {
      return false;
    }
  }

  /** The number. */
  public long pid() {
    return Long.parseLong(String.valueOf(directory.getFileName()));
  }

  /**
   * Its root directory. The link's text is of no use, because a process in another mount name space
   * always says {@code /}; the kernel leads through it all the same.
   */
  public Path root() {
    return directory.resolve("root");
  }

  /**
   * What is mounted in its name space, below its root.
   *
   * @throws IOException where it is gone, or may not be looked at
   */
  public String mounts() throws IOException {
    return Files.readString(directory.resolve("mountinfo"), StandardCharsets.ISO_8859_1);
  }
}
