package dev.breakwater.image;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Progress;
import dev.breakwater.core.Subject;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A directory that is the root of a file system, this machine's or another's.
 *
 * <p>Links are not followed except for fixed paths, and then inside the root as {@code chroot}
 * does. Devices, FIFOs and sockets are never opened, file systems that hold no files not entered.
 * The tree may change meanwhile: what vanishes is as if it had not been there.
 */
final class DirectoryImage implements Image {
  private static final int MAX_LINKS = 40;
  private static final int PROGRESS_STEP = 2000;

  /**
   * Threads of a walk. On a cold cache a walk waits for the disk, which answers many at once in
   * hardly more time than one: for 600,000 files on two processors, eight threads need half the
   * time of two, and sixteen no less than eight.
   */
  private static final int WALKERS =
      Math.max(8, Math.min(16, 2 * Runtime.getRuntime().availableProcessors()));

  /** What of a tree is the subject's own. */
  interface Boundary {
    /**
     * Whether to look at an entry.
     *
     * @param path relative to the root, without a leading slash
     * @param otherDevice whether it lies on another file system than the directory it is in
     */
    boolean includes(String path, boolean otherDevice);
  }

  private final Path root;
  private final Subject subject;
  private final Boundary boundary;
  private final Limits limits;

  /**
   * A directory that is there.
   *
   * @param root not resolved any further
   */
  DirectoryImage(Path root, Subject subject, Boundary boundary, Limits limits) {
    this.root = root;
    this.subject = subject;
    this.boundary = boundary;
    this.limits = limits;
  }

  /**
   * Opens a directory.
   *
   * @throws BreakwaterException where it is none
   */
  static Image open(Path path, Limits limits) throws BreakwaterException {
    try {
      Path root = path.toRealPath();
      if (!Files.isDirectory(root)) {
        throw new BreakwaterException("cannot open " + path + ": it is not a directory");
      }
      Subject subject = new Subject("dir", path.toString(), null, null, null, List.of());
      MountTable mounts = MountTable.ofThisMachine();
      String rootText = root.toString().equals("/") ? "" : root.toString();
      return new DirectoryImage(
          root,
          subject,
          (inside, otherDevice) -> !otherDevice || !mounts.isPseudo(rootText + "/" + inside),
          limits);
    } catch (NoSuchFileException e) {
      throw new BreakwaterException("cannot open " + path + ": there is no such directory", e);
    } catch (IOException e) {
      throw new BreakwaterException("cannot open " + path + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Subject subject() {
    return subject;
  }

  @Override
  public ImageSettings settings() {
    return ImageSettings.NONE;
  }

  @Override
  public Optional<Path> root() {
    return Optional.of(root);
  }

  @Override
  public ImageFacts examine(List<? extends Detector<?>> detectors, Progress progress)
      throws BreakwaterException {
    return new Walk(detectors, progress).run();
  }

  @Override
  public void close() {}

  /** A directory still to be listed. */
  private record Pending(Path directory, String path, long device) {}

  /** One walk over the tree by several threads. */
  private final class Walk {
    private final List<? extends Detector<?>> detectors;
    private final Progress progress;
    private final Examiner examiner;

    // Guarded by this.
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final Map<Detector<?>, List<Found<?>>> found = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private int failures;
    private int busy;
    private long files;
    private @Nullable Throwable fault;

    Walk(List<? extends Detector<?>> detectors, Progress progress) {
      this.detectors = List.copyOf(detectors);
      this.progress = progress;
      this.examiner = new Examiner(detectors, limits);
    }

    ImageFacts run() throws BreakwaterException {
      try {
        pending.add(new Pending(root, "", FileStatus.of(root).device()));
        if (!Files.isReadable(root)) {
          throw new AccessDeniedException(root.toString());
        }
      } catch (IOException e) {
        throw new BreakwaterException("cannot read " + subject.name() + ": " + message(e), e);
      }
      List<Thread> threads = new ArrayList<>();
      for (int i = 1; i < WALKERS; i++) {
        threads.add(Thread.ofPlatform().daemon().name("walk-" + i).start(this::work));
      }
      work();
      try {
        for (Thread thread : threads) {
          thread.join();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new BreakwaterException("reading " + subject.name() + " was interrupted", e);
      }
      return finish();
    }

    private synchronized ImageFacts finish() throws BreakwaterException {
      if (fault != null) {
        throw new BreakwaterException("tried to read " + subject.name() + ": " + fault, fault);
      }
      showFixedPaths();
      if (failures > limits.failures()) {
        problems.add(
            new Problem(
                subject.name(),
                "and "
                    + (failures - limits.failures())
                    + " more files and directories could not be read"));
      }
      return new ImageFacts(found, Map.of(), Map.of(), problems, null);
    }

    private void work() {
      Pending next;
      while ((next = take()) != null) {
        try {
          list(next);
        } catch (RuntimeException | Error e) {
          fail(e);
        } finally {
          done();
        }
      }
    }

    private synchronized @Nullable Pending take() {
      while (pending.isEmpty() && busy > 0 && fault == null) {
        try {
          wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          fault = e;
        }
      }
      if (fault != null || pending.isEmpty()) {
        return null;
      }
      busy++;
      // The deepest first, so that only one branch of the tree is pending at a time.
      return pending.pollLast();
    }

    private synchronized void done() {
      busy--;
      notifyAll();
    }

    private synchronized void fail(Throwable e) {
      fault = e;
      notifyAll();
    }

    private synchronized void add(Pending directory) {
      pending.add(directory);
      notifyAll();
    }

    private void list(Pending directory) {
      int seen = 0;
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory.directory())) {
        for (Path entry : entries) {
          visit(directory, entry);
          seen++;
        }
      } catch (DirectoryIteratorException e) {
        IOException cause = e.getCause();
        failed(directory.path(), "tried to list it: " + (cause == null ? e : message(cause)));
      } catch (NoSuchFileException vanished) {
        // As if it had not been there.
      } catch (IOException e) {
        failed(directory.path(), "tried to list it: " + message(e));
      }
      count(seen);
    }

    private synchronized void count(int seen) {
      long before = files;
      files += seen;
      if (before / PROGRESS_STEP != files / PROGRESS_STEP) {
        progress.at("reading files", files, 0);
      }
    }

    private void visit(Pending parent, Path entry) {
      String name = PathBytes.name(entry);
      String path = parent.path().isEmpty() ? name : parent.path() + "/" + name;
      try {
        FileStatus status = FileStatus.of(entry);
        if (status.isDirectory()) {
          if (boundary.includes(path, status.device() != parent.device())) {
            show(status, path);
            add(new Pending(entry, path, status.device()));
          }
        } else if (status.isFile()) {
          FileEntry file = file(status, path, entry);
          long wanting = examiner.wanting(file);
          if (wanting != 0 && boundary.includes(path, status.device() != parent.device())) {
            examiner.examine(file, wanting, entry, new Results(path));
          }
        }
      } catch (NoSuchFileException vanished) {
        // As if it had not been there.
      } catch (IOException e) {
        failed(path, "tried to look at it: " + message(e));
      }
    }

    private void show(FileStatus directory, String path) {
      if (examiner.wantsDirectories()) {
        FileEntry entry = directory.entry(path, 0);
        long wanting = examiner.wanting(entry);
        if (wanting != 0) {
          examiner.examine(entry, wanting, new Results(path));
        }
      }
    }

    private FileEntry file(FileStatus status, String path, Path file) {
      return status.entry(
          path, examiner.wantsCapabilities() ? FileCapabilities.of(file, status) : 0);
    }

    private synchronized void failed(String path, String why) {
      if (++failures <= limits.failures()) {
        problems.add(new Problem(path.isEmpty() ? subject.name() : path, why));
      }
    }

    private synchronized void learnt(String path, int detector, Object fact) {
      found
          .computeIfAbsent(detectors.get(detector), key -> new ArrayList<>())
          .add(new Found<Object>(path, -1, fact));
    }

    private final class Results implements Examiner.Results {
      private final String path;

      Results(String path) {
        this.path = path;
      }

      @Override
      public void fact(int detector, Object fact) {
        learnt(path, detector, fact);
      }

      @Override
      public void failure(String why) {
        failed(path, why);
      }
    }

    private void showFixedPaths() {
      Set<String> shown = new HashSet<>();
      for (int i = 0; i < detectors.size(); i++) {
        for (String fixed : detectors.get(i).fixedPaths()) {
          try {
            showFixedPath(fixed, i, shown);
          } catch (NoSuchFileException | java.nio.file.NotLinkException missing) {
            // Most systems have only some of the fixed paths.
          } catch (IOException e) {
            failed(fixed, "tried to look at it: " + message(e));
          }
        }
      }
    }

    private void showFixedPath(String fixed, int detector, Set<String> shown) throws IOException {
      String path = resolve(fixed);
      if (path == null) {
        return;
      }
      Path real = root.resolve(path);
      FileStatus status = FileStatus.of(real);
      if (!status.isFile()) {
        return;
      }
      FileEntry file = file(status, path, real);
      boolean shownByName = (examiner.wanting(file) & (1L << detector)) != 0;
      if (!shownByName && shown.add(detector + " " + path)) {
        examiner.examine(file, 1L << detector, real, new Results(path));
      }
    }

    /** Follows links inside the root; null where there is nothing. */
    private @Nullable String resolve(String fixed) throws IOException {
      Deque<String> rest = new ArrayDeque<>(List.of(fixed.split("/")));
      List<String> done = new ArrayList<>();
      int links = 0;
      while (!rest.isEmpty()) {
        String segment = rest.pop();
        if (segment.isEmpty() || segment.equals(".")) {
          continue;
        }
        if (segment.equals("..")) {
          if (!done.isEmpty()) {
            done.removeLast();
          }
          continue;
        }
        done.add(segment);
        Path path = root.resolve(String.join("/", done));
        if (FileStatus.of(path).isLink()) {
          if (++links > MAX_LINKS) {
            throw new IOException("more than " + MAX_LINKS + " links lead to it");
          }
          String link = Files.readSymbolicLink(path).toString();
          done.removeLast();
          if (link.startsWith("/")) {
            done.clear();
          }
          String[] segments = link.split("/");
          for (int i = segments.length - 1; i >= 0; i--) {
            rest.push(segments[i]);
          }
        }
      }
      return done.isEmpty() ? null : String.join("/", done);
    }

    private static String message(IOException e) {
      if (e instanceof AccessDeniedException) {
        return "permission denied";
      }
      String message = e.getMessage();
      return message == null ? e.getClass().getSimpleName() : message;
    }
  }
}
