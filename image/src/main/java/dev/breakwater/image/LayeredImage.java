package dev.breakwater.image;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Progress;
import dev.breakwater.core.Subject;
import dev.breakwater.image.overlay.Listing;
import dev.breakwater.image.overlay.MergedTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** An image made of layers. */
final class LayeredImage implements Image {
  private final Subject subject;
  private final ImageSettings settings;
  private final ImageLayers layers;
  private final int imageLayers;
  private final @Nullable Path cacheDirectory;
  private final Limits limits;

  /** Puts an image together. */
  LayeredImage(
      Subject subject,
      ImageSettings settings,
      ImageLayers layers,
      @Nullable Path cacheDirectory,
      Limits limits) {
    this(subject, settings, layers, layers.count(), cacheDirectory, limits);
  }

  /**
   * Puts a container together.
   *
   * @param imageLayers how many of the layers are its image's; those above are its own
   */
  LayeredImage(
      Subject subject,
      ImageSettings settings,
      ImageLayers layers,
      int imageLayers,
      @Nullable Path cacheDirectory,
      Limits limits) {
    this.subject = subject;
    this.settings = settings;
    this.layers = layers;
    this.imageLayers = imageLayers;
    this.cacheDirectory = cacheDirectory;
    this.limits = limits;
  }

  @Override
  public Subject subject() {
    return subject;
  }

  @Override
  public ImageSettings settings() {
    return settings;
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
      layers.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A fact whose file may turn out to be hidden by a later layer. */
  private record Candidate(int node, int layer, LayerFacts.Fact fact) {}

  /** A file whose name in the image is not the one that the detectors were shown. */
  private record Renamed(int node, int layer, int position) {}

  /** A directory that detectors want, one bit each, should it show as this layer has it. */
  private record WantedDirectory(int node, int layer, int position, long wanting) {}

  /** One examination of the image. */
  private final class Examination {
    private final List<? extends Detector<?>> detectors;
    private final Progress progress;
    private final Examiner examiner;
    private final LayerCache cache;
    private final ImageLayers.Reading reading;
    private final AtomicLong done = new AtomicLong();
    private final long total;
    private final MergedTree tree = new MergedTree();
    private final List<LayerFacts> read = new ArrayList<>();
    private final List<Candidate> candidates = new ArrayList<>();
    private final List<Renamed> renamed = new ArrayList<>();
    private final List<WantedDirectory> directories = new ArrayList<>();

    /** Problems of layers as such, which show whatever the layers above do. */
    private final List<Problem> layerProblems = new ArrayList<>();

    private List<Problem> problems = new ArrayList<>();
    private Map<Detector<?>, List<Found<?>>> found = new HashMap<>();
    private Map<Detector<?>, List<Found<?>>> replaced = new HashMap<>();
    private Map<Detector<?>, List<Found<?>>> hidden = new HashMap<>();

    Examination(List<? extends Detector<?>> detectors, Progress progress) {
      this.detectors = List.copyOf(detectors);
      this.progress = progress;
      this.examiner = new Examiner(detectors, limits);
      this.cache = new LayerCache(cacheDirectory, detectors);
      this.reading = new ImageLayers.Reading(examiner, limits, cache, this::advance);
      this.total = layers.bytes();
    }

    ImageFacts run() throws BreakwaterException {
      List<LayerRead> outcomes = layers.read(reading);
      checkThatAnyWasRead(outcomes);
      ImageFacts ofImage = null;
      for (int layer = 0; layer < layers.count(); layer++) {
        if (layer == imageLayers) {
          ofImage = show(null);
        }
        overlay(layer, outcomes.set(layer, new LayerRead(null, "")));
      }
      ImageFacts facts = show(ofImage);
      cache.trim();
      return facts;
    }

    /** What the layers that lie on each other so far show. */
    private ImageFacts show(@Nullable ImageFacts ofImage) {
      found = new HashMap<>();
      replaced = new HashMap<>();
      hidden = new HashMap<>();
      problems = new ArrayList<>(layerProblems);
      collect();
      collectHiddenElsewhere();
      showDirectories();
      lookAgain();
      return new ImageFacts(found, replaced, hidden, problems, ofImage);
    }

    private void advance(long bytes) {
      progress.at("reading layers", done.addAndGet(bytes), total);
    }

    private void checkThatAnyWasRead(List<LayerRead> outcomes) throws BreakwaterException {
      String firstFailure = null;
      for (int i = 0; i < outcomes.size(); i++) {
        if (outcomes.get(i).facts() != null) {
          return;
        }
        if (firstFailure == null) {
          firstFailure = layers.name(i) + " could not be read: " + outcomes.get(i).failure();
        }
      }
      if (firstFailure != null) {
        throw new BreakwaterException(
            "none of the layers of " + subject.name() + " could be read; " + firstFailure);
      }
    }

    private void overlay(int layer, LayerRead outcome) {
      String name = layers.name(layer);
      LayerFacts facts = outcome.facts();
      if (facts == null) {
        layerProblems.add(new Problem(name, name + " could not be read: " + outcome.failure()));
        tree.skip();
        read.add(new LayerFacts(new Listing(), List.of(), List.of()));
      } else {
        for (LayerFacts.Unplaced unplaced : facts.problems()) {
          layerProblems.add(new Problem(where(name, unplaced.path()), unplaced.why()));
        }
        tree.apply(facts.listing(), new Placing(layer, name, facts.facts()));
        read.add(facts);
      }
    }

    /** Remembers what each fact's file has become. */
    private final class Placing implements MergedTree.Placement {
      private final int layer;
      private final String name;
      private final List<LayerFacts.Fact> facts;
      private int next;
      private int unplaced;

      Placing(int layer, String name, List<LayerFacts.Fact> facts) {
        this.layer = layer;
        this.name = name;
        this.facts = facts;
      }

      @Override
      public void placed(int position, int node, Listing.Kind kind, boolean elsewhere) {
        while (next < facts.size() && facts.get(next).file() < position) {
          next++;
        }
        if (elsewhere || kind == Listing.Kind.HARD_LINK) {
          renamed.add(new Renamed(node, layer, position));
          return;
        }
        for (; next < facts.size() && facts.get(next).file() == position; next++) {
          candidates.add(new Candidate(node, layer, facts.get(next)));
        }
      }

      @Override
      public void directory(Listing.Cursor record, int node, boolean elsewhere) {
        if (!examiner.wantsDirectories()) {
          return;
        }
        String path =
            elsewhere ? tree.path(node) : new String(record.path(), StandardCharsets.UTF_8);
        long wanting = examiner.wanting(entry(path, FileEntry.Kind.DIRECTORY, record));
        if (wanting != 0) {
          directories.add(new WantedDirectory(node, layer, record.position(), wanting));
        }
      }

      @Override
      public void problem(String path, String what) {
        if (unplaced++ < limits.failures()) {
          layerProblems.add(new Problem(where(name, path), what));
        }
      }
    }

    private static String where(String layer, String path) {
      return path.isEmpty() ? layer : path;
    }

    private void collect() {
      for (Candidate candidate : candidates) {
        int node = candidate.node();
        LayerFacts.Fact fact = candidate.fact();
        if (tree.layer(node) != candidate.layer()) {
          hide(node, candidate.layer(), fact, tree.isVisible(node));
        } else if (tree.position(node) != fact.file()) {
          continue; // its own layer has it twice, and the last one counts
        } else if (tree.isVisible(node)) {
          keep(node, fact.detector(), fact.value());
        } else {
          hide(node, candidate.layer(), fact, false);
        }
      }
    }

    /** Whether the image shows a file or directory as this record of this layer has it. */
    private boolean shows(int node, int layer, int position) {
      return tree.layer(node) == layer
          && tree.position(node) == position
          && tree.isVisible(node);
    }

    /**
     * What was learnt of files that links led to another path and that do not show any more. That
     * they had another name when they were looked at is no reason to read their layer again.
     */
    private void collectHiddenElsewhere() {
      for (Renamed file : renamed) {
        int node = file.node();
        boolean replacedHere =
            tree.layer(node) == file.layer() && tree.position(node) != file.position();
        if (!replacedHere && !shows(node, file.layer(), file.position())) {
          for (LayerFacts.Fact fact : factsAt(file.layer(), file.position())) {
            hide(node, file.layer(), fact, false);
          }
        }
      }
    }

    private void hide(int node, int layer, LayerFacts.Fact fact, boolean isReplaced) {
      if (fact.detector() == Examiner.NO_DETECTOR) {
        return;
      }
      Detector<?> detector = detectors.get(fact.detector());
      Found<?> file = new Found<Object>(tree.path(node), layer, fact.value());
      hidden.computeIfAbsent(detector, key -> new ArrayList<>()).add(file);
      if (isReplaced) {
        replaced.computeIfAbsent(detector, key -> new ArrayList<>()).add(file);
      }
    }

    /** A directory has no content, so all that is to be learnt of it stands in the lists. */
    private void showDirectories() {
      for (WantedDirectory directory : directories) {
        int node = directory.node();
        if (shows(node, directory.layer(), directory.position())) {
          FileEntry entry =
              entry(tree.path(node), FileEntry.Kind.DIRECTORY, tree.content(node));
          LayerReader.Collector facts = new LayerReader.Collector(1);
          examiner.examine(entry, directory.wanting(), facts);
          for (LayerFacts.Fact fact : facts.facts) {
            keep(node, fact.detector(), fact.value());
          }
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
        if (tree.isFile(node) && shows(node, file.layer(), file.position())) {
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
      for (int layer = 0; layer < read.size(); layer++) {
        List<Integer> nodes = byLayer.get(layer);
        if (nodes != null) {
          lookAgain(layer, nodes, wanted);
        }
      }
    }

    private FileEntry entry(int node) {
      return entry(tree.path(node), FileEntry.Kind.FILE, tree.content(node));
    }

    private static FileEntry entry(String path, FileEntry.Kind kind, Listing.Member record) {
      return new FileEntry(
          path,
          kind,
          record.size(),
          record.mode(),
          record.uid(),
          record.gid(),
          null,
          record.capabilities());
    }

    private void lookAgain(int layer, List<Integer> nodes, Map<Integer, Long> wanted) {
      // By content, then by path, so that the same image is always read in the same order.
      nodes.sort((a, b) -> {
        int byContent = Integer.compare(tree.contentRecord(a), tree.contentRecord(b));
        return byContent != 0 ? byContent : tree.path(a).compareTo(tree.path(b));
      });
      List<LayerReader.Again> again = new ArrayList<>();
      List<Integer> nodeOf = new ArrayList<>();
      Listing.Cursor cursor = read.get(layer).listing().cursor();
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
            again.add(new LayerReader.Again(cursor.ordinal(), cursor.path(), entry(node), wanting));
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
    private long hopeless(int layer, Listing.Cursor cursor) {
      String path = new String(cursor.path(), StandardCharsets.UTF_8);
      if (path.startsWith(LayerWalk.METADATA)) {
        return 0; // never shown
      }
      long hopeless = examiner.wanting(entry(path, FileEntry.Kind.FILE, cursor));
      for (LayerFacts.Fact fact : factsAt(layer, cursor.position())) {
        hopeless &= fact.detector() == Examiner.NO_DETECTOR ? 0 : ~(1L << fact.detector());
      }
      return hopeless;
    }

    private List<LayerFacts.Fact> factsAt(int layer, int position) {
      List<LayerFacts.Fact> facts = read.get(layer).facts();
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

    private void readAgain(int layer, List<LayerReader.Again> again, List<Integer> nodeOf) {
      try {
        for (LayerFacts.Fact fact : layers.readAgain(layer, again, reading)) {
          keep(nodeOf.get(fact.file()), fact.detector(), fact.value());
        }
      } catch (IOException e) {
        String name = layers.name(layer);
        problems.add(
            new Problem(
                name,
                name
                    + " could not be read again for "
                    + again.size()
                    + " files that links lead to: "
                    + message(e)));
      }
    }

    private static String message(IOException e) {
      String message = e.getMessage();
      return message == null ? e.getClass().getSimpleName() : message;
    }
  }
}
