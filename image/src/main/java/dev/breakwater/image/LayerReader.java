package dev.breakwater.image;

import dev.breakwater.core.Digest;
import dev.breakwater.image.overlay.Listing;
import dev.breakwater.image.tar.TarEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** Reads a layer from end to end and shows its files to the detectors as they stream by. */
final class LayerReader {
  /**
   * A file to look at again, under the path that it has in the image.
   *
   * @param ordinal number of the member that holds the content
   * @param place that member's path in the layer; never compared
   * @param detectors one bit each
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Again(int ordinal, byte[] place, FileEntry file, long detectors) {}

  private final Examiner examiner;
  private final Limits limits;
  private final LongConsumer progress;

  LayerReader(Examiner examiner, Limits limits, LongConsumer progress) {
    this.examiner = examiner;
    this.limits = limits;
    this.progress = progress;
  }

  /**
   * Reads a layer.
   *
   * @throws IOException where it is damaged or is not what its digests say; the message is for
   *     people. Nothing learnt from such a layer is used.
   */
  LayerFacts read(LayerSource layer) throws IOException {
    try (LayerStream stream = LayerStream.open(layer, limits, progress)) {
      return read(stream).facts();
    }
  }

  /** What was learnt of a layer, and which layer it was. */
  record Unnamed(LayerFacts facts, Digest diffId) {}

  /**
   * Reads a layer of which it is not known which it is.
   *
   * @param layer its diff-id only says by what algorithm to compute the real one
   * @throws IOException as for {@link #read}
   */
  Unnamed readUnnamed(LayerSource layer) throws IOException {
    try (LayerStream stream = LayerStream.openUnnamed(layer, limits, progress)) {
      return read(stream);
    }
  }

  private Unnamed read(LayerStream stream) throws IOException {
    Listing listing = new Listing();
    Collector facts = new Collector(limits.failures());
    List<LayerFacts.Unplaced> problems = new ArrayList<>();
    LayerWalk walk =
        new LayerWalk(
            stream,
            (path, why) -> {
              if (problems.size() < limits.failures()) {
                problems.add(new LayerFacts.Unplaced(path, why));
              }
            });
    while (walk.next()) {
      TarEntry entry = walk.entry();
      long capabilities = FileCapabilities.permitted(entry.capabilities());
      int position =
          listing.add(
              walk.kind(),
              walk.path(),
              entry.size(),
              entry.mode(),
              entry.uid(),
              entry.gid(),
              capabilities,
              entry.linkName());
      if (walk.isShownFile()) {
        FileEntry file = file(walk.pathText(), entry, capabilities);
        long wanting = examiner.wanting(file);
        if (wanting != 0) {
          facts.file = position;
          examiner.examine(file, wanting, walk.content(), facts);
        }
      }
    }
    Digest diffId = stream.finish();
    facts.addRest(problems);
    return new Unnamed(new LayerFacts(listing, facts.facts, problems), diffId);
  }

  /**
   * Reads a layer once more for files that are wanted under another path than the archive's: hard
   * links, and what is reached through symbolic links.
   *
   * @param again sorted by ordinal
   * @return facts whose file is the number in {@code again}
   * @throws IOException as for {@link #read}
   */
  List<LayerFacts.Fact> readAgain(LayerSource layer, List<Again> again) throws IOException {
    Collector facts = new Collector(limits.failures());
    int next = 0;
    try (LayerStream stream = LayerStream.open(layer, limits, progress)) {
      LayerWalk walk = new LayerWalk(stream, (path, why) -> {});
      while (walk.next()) {
        int from = next;
        while (next < again.size() && again.get(next).ordinal() == walk.ordinal()) {
          next++;
        }
        if (from < next) {
          show(walk, again, from, next, facts);
        }
      }
      stream.finish();
    }
    List<LayerFacts.Unplaced> rest = new ArrayList<>();
    facts.addRest(rest);
    return facts.facts;
  }

  private void show(LayerWalk walk, List<Again> again, int from, int to, Collector facts)
      throws IOException {
    if (to == from + 1) {
      facts.file = from;
      Again only = again.get(from);
      examiner.examine(only.file(), only.detectors(), walk.content(), facts);
      return;
    }
    // Several names of one file; the content goes by once.
    long size = walk.entry().size();
    try (StreamedContent content = new StreamedContent(walk.content(), size)) {
      java.nio.file.Path copy = size > limits.fileBytes() ? null : content.file();
      for (int i = from; i < to; i++) {
        facts.file = i;
        Again name = again.get(i);
        // A file too long to be copied is too long to be examined, so its path is never used.
        examiner.examine(
            name.file(), name.detectors(), copy == null ? java.nio.file.Path.of("") : copy, facts);
      }
    }
  }

  private static FileEntry file(String path, TarEntry entry, long capabilities) {
    return new FileEntry(
        path,
        FileEntry.Kind.FILE,
        entry.size(),
        entry.mode(),
        entry.uid(),
        entry.gid(),
        null,
        capabilities);
  }

  /** Keeps facts, and failures up to a bound. */
  static final class Collector implements Examiner.Results {
    final List<LayerFacts.Fact> facts = new ArrayList<>();
    int file;
    private final int mostFailures;
    private int failures;

    Collector(int mostFailures) {
      this.mostFailures = mostFailures;
    }

    @Override
    public void fact(int detector, Object fact) {
      facts.add(new LayerFacts.Fact(file, detector, fact));
    }

    @Override
    public void failure(String why) {
      failures++;
      if (failures <= mostFailures) {
        facts.add(new LayerFacts.Fact(file, Examiner.NO_DETECTOR, new Examiner.Failure(why)));
      }
    }

    void addRest(List<LayerFacts.Unplaced> problems) {
      if (failures > mostFailures) {
        problems.add(
            new LayerFacts.Unplaced(
                "", "and " + (failures - mostFailures) + " more files could not be examined"));
      }
    }
  }
}
