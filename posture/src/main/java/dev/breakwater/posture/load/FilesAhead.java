package dev.breakwater.posture.load;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.posture.source.SourceFile;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

/**
 * Reads files in their order, the small ones some files ahead, so that one processor reads while
 * another judges. What is held is bounded: so many small files, or one that is large. For one
 * thread.
 */
final class FilesAhead implements AutoCloseable {
  private static final int FILES = 16;
  private static final long SMALL = 256L * 1024;

  /** A file and the task that reads it. */
  private record Turn(Walk.Found found, FutureTask<SourceFile> reading) {}

  private final Iterator<Walk.Found> files;
  private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Turn> ahead = new ArrayDeque<>();

  FilesAhead(List<Walk.Found> files) {
    this.files = files.iterator();
  }

  /** What takes files, or hears why one cannot be read. */
  interface Taker {
    void take(Walk.Found found, SourceFile file);

    void miss(Walk.Found found, BreakwaterException why);
  }

  /** Gives all files, in their order. */
  void giveTo(Taker taker) {
    ask();
    for (Turn turn = ahead.poll(); turn != null; turn = ahead.poll()) {
      ask();
      // Of a large file nobody else has begun to read.
      turn.reading.run();
      try {
        taker.take(turn.found, turn.reading.get());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof BreakwaterException why)) {
          throw new IllegalStateException("reading " + turn.found.path(), e.getCause());
        }
        taker.miss(turn.found, why);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void ask() {
    while (ahead.size() < FILES && files.hasNext()) {
      Walk.Found found = files.next();
      Turn turn = new Turn(found, new FutureTask<>(() -> SourceFile.read(found.path())));
      ahead.add(turn);
      if (found.size() <= SMALL) {
        readers.execute(turn.reading);
      }
    }
  }

  @Override
  public void close() {
    readers.shutdownNow();
    readers.close();
  }
}
