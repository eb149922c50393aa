package dev.breakwater.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * What was learnt of the directories that containers share, so that thirty containers of one image
 * cost one reading of it. Kept for the life of the process and in memory only: no digest vouches
 * for a directory, so it is known by its place, its inode and its time of change. Bounded by the
 * length of the lists; what was used longest ago goes. For any number of threads.
 */
final class SharedLayers {
  /** Those of this process. */
  static final SharedLayers OF_THIS_PROCESS = new SharedLayers(256L << 20);

  /**
   * @param directory what {@link FileSlice#identity} says of it
   * @param detectors ids of all that looked
   */
  record Key(String directory, String detectors) {}

  private final long mostBytes;
  private final Map<Key, FutureTask<LayerFacts>> reading = new HashMap<>();
  private final LinkedHashMap<Key, LayerFacts> known = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  SharedLayers(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /**
   * What is known of a directory, or what reading it tells. Two threads that ask for the same one
   * read it once.
   */
  LayerFacts get(Key key, Callable<LayerFacts> reader) throws IOException {
    FutureTask<LayerFacts> task;
    boolean first = false;
    synchronized (this) {
      LayerFacts facts = known.get(key);
      if (facts != null) {
        return facts;
      }
      task = reading.get(key);
      if (task == null) {
        task = new FutureTask<>(reader);
        reading.put(key, task);
        first = true;
      }
    }
    if (first) {
      try {
        task.run();
      } finally {
        settle(key, task);
      }
    }
    return resultOf(task);
  }

  private synchronized void settle(Key key, FutureTask<LayerFacts> task) {
    reading.remove(key);
    if (task.state() != FutureTask.State.SUCCESS || !task.resultNow().complete()) {
      return; // another container may have more luck
    }
    known.put(key, task.resultNow());
    bytes += weight(task.resultNow());
    List<Key> oldest = new ArrayList<>(known.keySet());
    for (int i = 0; bytes > mostBytes && i < oldest.size() - 1; i++) {
      bytes -= weight(known.remove(oldest.get(i)));
    }
  }

  /** Facts are few beside the list of all files. */
  private static long weight(@Nullable LayerFacts facts) {
    return facts == null ? 0 : facts.listing().bytes() + 1024L * facts.facts().size();
  }

  private static LayerFacts resultOf(FutureTask<LayerFacts> task) throws IOException {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("reading it was interrupted", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case OverlayDirectory.NeedsMountException cause -> throw cause;
        case IOException cause -> throw cause;
        case null, default -> throw new IOException("tried to read it: " + e.getCause(), e);
      }
    }
  }
}
