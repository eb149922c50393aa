package dev.breakwater.image;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Progress;
import dev.breakwater.core.Subject;
import dev.breakwater.image.overlay.Listing;
import dev.breakwater.image.overlay.MergedTree;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** An image made of layers. */
final class LayeredImage implements Image {
  private final Subject subject;
  private final List<LayerSource> layers;
  private final @Nullable Path cacheDirectory;
  private final Limits limits;
  private final Closeable source;

  /**
   * Puts an image together.
   *
   * @param source what to close with the image
   */
  LayeredImage(
      Subject subject,
      List<LayerSource> layers,
      @Nullable Path cacheDirectory,
      Limits limits,
      Closeable source) {
    this.subject = subject;
    this.layers = List.copyOf(layers);
    this.cacheDirectory = cacheDirectory;
    this.limits = limits;
    this.source = source;
  }

  @Override
  public Subject subject() {
    return subject;
  }

  @Override
  public Optional<Path> root() {
    return Optional.empty();
  }

  @Override
  public ImageFacts examine(List<? extends Detector<?>> detectors, Progress progress)
      throws BreakwaterException {
    return new Examination(detectors, progress).run();
  }

  @Override
  public void close() {
    try {
      source.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What came of reading one layer: facts, or why there are none. */
  private record Outcome(@Nullable LayerFacts facts, String failure) {}

  /** A fact whose file may turn out to be hidden by a later layer. */
  private record Candidate(int node, int layer, LayerFacts.Fact fact) {}

  /** A file whose name in the image is not the one that the detectors were shown. */
  private record Renamed(int node, int layer, int position) {}

  /** One examination of the image. */
  private final class Examination {
    private final List<? extends Detector<?>> detectors;
    private final Progress progress;
    private final Examiner examiner;
    private final LayerCache cache;
    private final AtomicLong done = new AtomicLong();
    private final long total;
    private final MergedTree tree = new MergedTree();
    private final List<LayerFacts> read = new ArrayList<>();
    private final List<Candidate> candidates = new ArrayList<>();
    private final List<Renamed> renamed = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Map<Detector<?>, List<Found<?>>> found = new HashMap<>();
    private final Map<Detector<?>, List<Found<?>>> replaced = new HashMap<>();

    Examination(List<? extends Detector<?>> detectors, Progress progress) {
      this.detectors = List.copyOf(detectors);
      this.progress = progress;
      this.examiner = new Examiner(detectors, limits);
      this.cache = new LayerCache(cacheDirectory, detectors);
      long bytes = 0;
      for (LayerSource layer : layers) {
        bytes += layer.blob().size();
      }
      this.total = bytes;
    }

    ImageFacts run() throws BreakwaterException {
      List<Outcome> outcomes = readLayers();
      overlay(outcomes);
      collect();
      lookAgain();
      cache.trim();
      return new ImageFacts(found, replaced, problems);
    }

    private List<Outcome> readLayers() throws BreakwaterException {
      List<Outcome> outcomes = new ArrayList<>();
      int workers = Math.min(layers.size(), Runtime.getRuntime().availableProcessors());
      if (workers <= 1) {
        for (LayerSource layer : layers) {
          outcomes.add(readLayer(layer));
        }
        return outcomes;
      }
      ExecutorService executor =
          Executors.newFixedThreadPool(
              workers, Thread.ofPlatform().daemon().name("layer-", 0).factory());
      try {
        List<Future<Outcome>> futures = new ArrayList<>();
        for (LayerSource layer : layers) {
          futures.add(executor.submit(() -> readLayer(layer)));
        }
        for (Future<Outcome> future : futures) {
          outcomes.add(future.get());
        }
        return outcomes;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new BreakwaterException("reading " + subject.name() + " was interrupted", e);
      } catch (ExecutionException e) {
        throw new BreakwaterException(
            "tried to read the layers of " + subject.name() + ": " + e.getCause(), e);
      } finally {
        executor.shutdownNow();
      }
    }

    private Outcome readLayer(LayerSource layer) {
      LayerFacts known = cache.find(layer);
      if (known != null) {
        advance(layer.blob().size());
        return new Outcome(known, "");
      }
      try {
        LayerFacts facts = new LayerReader(examiner, limits, this::advance).read(layer);
        cache.store(layer, facts);
        return new Outcome(facts, "");
      } catch (IOException e) {
        return new Outcome(null, message(e));
      } catch (OutOfMemoryError e) {
        return new Outcome(null, "it needs more memory than there is");
      }
    }

    private void advance(long bytes) {
      progress.at("reading layers", done.addAndGet(bytes), total);
    }

    private void overlay(List<Outcome> outcomes) throws BreakwaterException {
      String firstFailure = null;
      boolean any = layers.isEmpty();
      for (LayerSource layer : layers) {
        Outcome outcome = outcomes.set(layer.index(), new Outcome(null, ""));
        LayerFacts facts = outcome.facts();
        if (facts == null) {
          String failure = layer.name() + " could not be read: " + outcome.failure();
          firstFailure = firstFailure == null ? failure : firstFailure;
          problems.add(new Problem(layer.name(), failure));
          tree.skip();
          read.add(new LayerFacts(new Listing(), List.of(), List.of()));
        } else {
          any = true;
          for (LayerFacts.Unplaced unplaced : facts.problems()) {
            problems.add(new Problem(where(layer, unplaced.path()), unplaced.why()));
          }
          tree.apply(facts.listing(), new Placing(layer, facts.facts()));
          read.add(facts);
        }
      }
      if (!any) {
        throw new BreakwaterException(
            "none of the layers of " + subject.name() + " could be read; " + firstFailure);
      }
    }

    /** Remembers what each fact's file has become. */
    private final class Placing implements MergedTree.Placement {
      private final LayerSource layer;
      private final List<LayerFacts.Fact> facts;
      private int next;
      private int unplaced;

      Placing(LayerSource layer, List<LayerFacts.Fact> facts) {
        this.layer = layer;
        this.facts = facts;
      }

      @Override
      public void placed(int position, int node, Listing.Kind kind, boolean elsewhere) {
        while (next < facts.size() && facts.get(next).file() < position) {
          next++;
        }
        if (elsewhere || kind == Listing.Kind.HARD_LINK) {
          renamed.add(new Renamed(node, layer.index(), position));
          return;
        }
        for (; next < facts.size() && facts.get(next).file() == position; next++) {
          candidates.add(new Candidate(node, layer.index(), facts.get(next)));
        }
      }

      @Override
      public void problem(String path, String what) {
        if (unplaced++ < limits.failures()) {
          problems.add(new Problem(where(layer, path), what));
        }
      }
    }

    private static String where(LayerSource layer, String path) {
      return path.isEmpty() ? layer.name() : path;
    }

    private void collect() {
      for (Candidate candidate : candidates) {
        int node = candidate.node();
        if (!tree.isVisible(node)) {
          continue;
        }
        if (tree.layer(node) == candidate.layer()) {
          if (tree.position(node) == candidate.fact().file()) {
            keep(node, candidate.fact().detector(), candidate.fact().value());
          }
        } else if (candidate.fact().detector() != Examiner.NO_DETECTOR) {
          replaced
              .computeIfAbsent(detectors.get(candidate.fact().detector()), key -> new ArrayList<>())
              .add(new Found<Object>(tree.path(node), candidate.layer(), candidate.fact().value()));
        }
      }
    }

    private void keep(int node, int detector, Object value) {
      keep(tree.path(node), tree.layer(node), detector, value);
    }

    private void keep(String path, int layer, int detector, Object value) {
      if (value instanceof Examiner.Failure failure) {
        problems.add(new Problem(path, failure.why()));
      } else {
        found
            .computeIfAbsent(detectors.get(detector), key -> new ArrayList<>())
            .add(new Found<Object>(path, layer, value));
      }
    }

    /** Shows the detectors what they were not shown under the name that it has in the image. */
    private void lookAgain() {
      Map<Integer, Long> wanted = new HashMap<>();
      for (Renamed file : renamed) {
        int node = file.node();
        if (tree.isVisible(node)
            && tree.isFile(node)
            && tree.layer(node) == file.layer()
            && tree.position(node) == file.position()) {
          long wanting = examiner.wanting(entry(node));
          if (wanting != 0) {
            wanted.put(node, wanting);
          }
        }
      }
      for (int i = 0; i < detectors.size(); i++) {
        for (String path : detectors.get(i).fixedPaths()) {
          int node = tree.resolve(path);
          if (node != MergedTree.NONE
              && tree.isFile(node)
              && (examiner.wanting(entry(node)) & (1L << i)) == 0) {
            wanted.merge(node, 1L << i, (a, b) -> a | b);
          }
        }
      }
      Map<Integer, List<Integer>> byLayer = new HashMap<>();
      for (int node : wanted.keySet()) {
        byLayer.computeIfAbsent(tree.contentLayer(node), key -> new ArrayList<>()).add(node);
      }
      for (LayerSource layer : layers) {
        List<Integer> nodes = byLayer.get(layer.index());
        if (nodes != null) {
          lookAgain(layer, nodes, wanted);
        }
      }
    }

    private FileEntry entry(int node) {
      Listing.Member content = tree.content(node);
      return new FileEntry(
          tree.path(node),
          FileEntry.Kind.FILE,
          content.size(),
          content.mode(),
          content.uid(),
          content.gid(),
          null);
    }

    private void lookAgain(LayerSource layer, List<Integer> nodes, Map<Integer, Long> wanted) {
      // By content, then by path, so that the same image is always read in the same order.
      nodes.sort((a, b) -> {
        int byContent = Integer.compare(tree.contentRecord(a), tree.contentRecord(b));
        return byContent != 0 ? byContent : tree.path(a).compareTo(tree.path(b));
      });
      List<LayerReader.Again> again = new ArrayList<>();
      List<Integer> nodeOf = new ArrayList<>();
      Listing.Cursor cursor = read.get(layer.index()).listing().cursor();
      int next = 0;
      while (next < nodes.size() && cursor.next()) {
        if (tree.contentRecord(nodes.get(next)) != cursor.position()) {
          continue;
        }
        long hopeless = hopeless(layer, cursor);
        for (;
            next < nodes.size() && tree.contentRecord(nodes.get(next)) == cursor.position();
            next++) {
          int node = nodes.get(next);
          long wanting = wanted.getOrDefault(node, 0L) & ~hopeless;
          if (wanting != 0) {
            again.add(new LayerReader.Again(cursor.ordinal(), entry(node), wanting));
            nodeOf.add(node);
          }
        }
      }
      if (!again.isEmpty()) {
        readAgain(layer, again, nodeOf);
      }
    }

    /**
     * The detectors that were shown this content under the archive's name and learnt nothing. They
     * would learn nothing under another name; without this each image with the hundred names of
     * {@code git} would be read twice.
     */
    private long hopeless(LayerSource layer, Listing.Cursor cursor) {
      String path = new String(cursor.path(), StandardCharsets.UTF_8);
      if (path.startsWith(LayerWalk.METADATA)) {
        return 0; // never shown
      }
      FileEntry asWritten =
          new FileEntry(
              path,
              FileEntry.Kind.FILE,
              cursor.size(),
              cursor.mode(),
              cursor.uid(),
              cursor.gid(),
              null);
      long hopeless = examiner.wanting(asWritten);
      for (LayerFacts.Fact fact : factsAt(layer, cursor.position())) {
        hopeless &= fact.detector() == Examiner.NO_DETECTOR ? 0 : ~(1L << fact.detector());
      }
      return hopeless;
    }

    private List<LayerFacts.Fact> factsAt(LayerSource layer, int position) {
      List<LayerFacts.Fact> facts = read.get(layer.index()).facts();
      int low = 0;
      int high = facts.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (facts.get(middle).file() < position) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      int end = low;
      while (end < facts.size() && facts.get(end).file() == position) {
        end++;
      }
      return facts.subList(low, end);
    }

    private void readAgain(LayerSource layer, List<LayerReader.Again> again, List<Integer> nodeOf) {
      List<LayerFacts.Fact> facts = cache.findAgain(layer, again);
      if (facts == null) {
        try {
          facts = new LayerReader(examiner, limits, bytes -> {}).readAgain(layer, again);
          cache.storeAgain(layer, again, facts);
        } catch (IOException e) {
          problems.add(
              new Problem(
                  layer.name(),
                  layer.name()
                      + " could not be read again for "
                      + again.size()
                      + " files that links lead to: "
                      + message(e)));
          return;
        }
      }
      for (LayerFacts.Fact fact : facts) {
        keep(nodeOf.get(fact.file()), fact.detector(), fact.value());
      }
    }

    private static String message(IOException e) {
      String message = e.getMessage();
      return message == null ? e.getClass().getSimpleName() : message;
    }
  }
}
