package dev.breakwater.image;

import dev.breakwater.core.BreakwaterException;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;

/** The layers of an image, lowest first, however they are kept. */
interface ImageLayers extends Closeable {
  /** Who reads, how much, and what is known already. */
  record Reading(Examiner examiner, Limits limits, LayerCache cache, LongConsumer progress) {
    LayerReader reader() {
      return new LayerReader(examiner, limits, progress);
    }
  }

  /** How many layers there are. */
  int count();

  /** What a person finds a layer by. */
  String name(int layer);

  /** Length in bytes of all that is to be read; 0 where that is not known. */
  long bytes();

  /**
   * Reads every layer once.
   *
   * @return one for each layer
   * @throws BreakwaterException where nothing of any layer can be read
   */
  List<LayerRead> read(Reading reading) throws BreakwaterException;

  /**
   * Reads a layer once more, for files that are wanted under another path than the layer's.
   *
   * @param again sorted by ordinal
   * @return facts whose file is the number in {@code again}
   * @throws IOException where that is not possible; the message is for people
   */
  List<LayerFacts.Fact> readAgain(int layer, List<LayerReader.Again> again, Reading reading)
      throws IOException;

  /** Reads layers that do not depend on each other, several at once. */
  static List<LayerRead> readInParallel(int count, IntFunction<LayerRead> one)
      throws BreakwaterException {
    List<LayerRead> outcomes = new ArrayList<>();
    int workers = Math.min(count, Runtime.getRuntime().availableProcessors());
    if (workers <= 1) {
      for (int i = 0; i < count; i++) {
        outcomes.add(one.apply(i));
      }
      return outcomes;
    }
    ExecutorService executor =
        Executors.newFixedThreadPool(
            workers, Thread.ofPlatform().daemon().name("layer-", 0).factory());
    try {
      List<Future<LayerRead>> futures = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int layer = i;
        futures.add(executor.submit(() -> one.apply(layer)));
      }
      for (Future<LayerRead> future : futures) {
        outcomes.add(future.get());
      }
      return outcomes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BreakwaterException("reading the layers was interrupted", e);
    } catch (ExecutionException e) {
      throw new BreakwaterException("tried to read the layers: " + e.getCause(), e);
    } finally {
      executor.shutdownNow();
    }
  }
}
