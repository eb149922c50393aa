package dev.breakwater.image;

import dev.breakwater.core.Digest;
import dev.breakwater.core.Progress;
import dev.breakwater.core.json.Json;
import dev.breakwater.image.engine.Engine;
import dev.breakwater.image.engine.LocalImage;
import dev.breakwater.image.oci.Manifest;
import dev.breakwater.image.tar.TarEntry;
import dev.breakwater.image.tar.TarReader;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The layers of an image that an engine keeps.
 *
 * <p>An engine hands out an image only as one archive ({@code docker save}), its layers in any
 * order and under names that each version chooses anew. So every layer is read as it streams by and
 * known by its digest afterwards; nothing is kept on disk, and nothing at all is asked for while
 * every layer is in the cache. Only where files must be looked at again under another name is the
 * archive fetched once more, into a private temporary file that allows reading in any order.
 */
final class SavedLayers implements ImageLayers {
  private static final int BUFFER = 128 * 1024;

  /** Headers, padding and small documents that the engine does not count. */
  private static final long OVERHEAD = 2L << 30;

  private static final byte[] TAR_MAGIC = "ustar".getBytes(StandardCharsets.US_ASCII);
  private static final int TAR_MAGIC_AT = 257;

  private final Engine engine;
  private final LocalImage image;
  private final Progress progress;
  private final List<LayerSource> layers = new ArrayList<>();
  private @Nullable ArchiveFile spooled;

  SavedLayers(Engine engine, LocalImage image, Progress progress) {
    this.engine = engine;
    this.image = image;
    this.progress = progress;
    for (Digest diffId : image.config().diffIds()) {
      layers.add(new LayerSource(layers.size(), diffId, null, new InEngine(diffId)));
    }
  }

  /** A layer that nobody has seen yet; the engine vouches for its digest. */
  private record InEngine(Digest diffId) implements Blob {
    @Override
    public InputStream open() throws IOException {
      throw new IOException("an engine does not hand out single layers");
    }

    @Override
    public long size() {
      return 0;
    }

    @Override
    public boolean verifiesItself() {
      return false;
    }

    @Override
    public String identity() {
      return diffId.toString();
    }
  }

  /** A member of the archive, which goes by once. */
  private record Member(InputStream content, long size) implements Blob {
    @Override
    public InputStream open() {
      return new FilterInputStream(content) {
        @Override
        public void close() {
          // The archive goes on.
        }
      };
    }

    @Override
    public boolean verifiesItself() {
      return false;
    }

    @Override
    public String identity() {
      return "";
    }
  }

  @Override
  public int count() {
    return layers.size();
  }

  @Override
  public String name(int layer) {
    return layers.get(layer).name();
  }

  @Override
  public long bytes() {
    return image.bytes();
  }

  @Override
  public List<LayerRead> read(Reading reading) {
    Map<Digest, LayerRead> known = new HashMap<>();
    boolean complete = true;
    for (LayerSource layer : layers) {
      LayerFacts facts = reading.cache().find(layer);
      if (facts != null) {
        known.put(layer.diffId(), LayerRead.of(facts));
      }
      complete &= facts != null;
    }
    LayerRead missing = new LayerRead(null, engine.kind().label() + " did not send it");
    if (!complete) {
      progress.at("asking " + engine.kind().label() + " for the image", 0, 0);
      try (InputStream archive = engine.save(image)) {
        InputStream bounded = new Bounded(archive, most(reading.limits()));
        String damage = readArchive(new TarReader(bounded, BUFFER), known, reading);
        if (damage != null) {
          missing = new LayerRead(null, damage);
        }
      } catch (IOException e) {
        missing = LayerRead.failed(e);
      } catch (OutOfMemoryError e) {
        missing = new LayerRead(null, "it needs more memory than there is");
      }
    }
    List<LayerRead> outcomes = new ArrayList<>();
    for (LayerSource layer : layers) {
      outcomes.add(known.getOrDefault(layer.diffId(), missing));
    }
    return outcomes;
  }

  /**
   * Reads every layer that is not known yet.
   *
   * @return what was wrong with the first member that could not be read; null where all could
   */
  private @Nullable String readArchive(TarReader tar, Map<Digest, LayerRead> known, Reading reading)
      throws IOException {
    String damage = null;
    TarEntry entry;
    while ((entry = tar.next()) != null) {
      if (entry.type() != TarEntry.Type.FILE || isKnown(entry, known)) {
        continue;
      }
      InputStream content = tar.content();
      byte[] head = content.readNBytes(TAR_MAGIC_AT + TAR_MAGIC.length);
      if (isDocument(head)) {
        continue;
      }
      InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), content);
      LayerSource member =
          new LayerSource(0, layers.getFirst().diffId(), null, new Member(whole, entry.size()));
      try {
        LayerReader.Unnamed read = reading.reader().readUnnamed(member);
        keep(read, known, reading);
      } catch (IOException e) {
        damage = damage == null ? LayerRead.failed(e).failure() : damage;
      }
    }
    return damage;
  }

  private void keep(LayerReader.Unnamed read, Map<Digest, LayerRead> known, Reading reading) {
    for (LayerSource layer : layers) {
      if (layer.diffId().equals(read.diffId())) {
        reading.cache().store(layer, read.facts());
        known.put(read.diffId(), LayerRead.of(read.facts()));
        return;
      }
    }
  }

  /** Some engines name a layer by its digest, so that one already known need not be read. */
  private static boolean isKnown(TarEntry entry, Map<Digest, LayerRead> known) {
    String name = new String(entry.name(), StandardCharsets.UTF_8);
    for (Digest digest : known.keySet()) {
      if (name.equals("blobs/" + digest.algorithm() + "/" + digest.hex())
          || name.equals(digest.hex() + ".tar")) {
        return true;
      }
    }
    return false;
  }

  /** Manifests and configurations are JSON; {@code VERSION} is too short for anything else. */
  private static boolean isDocument(byte[] head) {
    boolean tar =
        head.length == TAR_MAGIC_AT + TAR_MAGIC.length
            && Arrays.equals(head, TAR_MAGIC_AT, head.length, TAR_MAGIC, 0, TAR_MAGIC.length);
    return !tar && (head.length < 10 || head[0] == '{' || head[0] == '[');
  }

  @Override
  public List<LayerFacts.Fact> readAgain(int index, List<LayerReader.Again> again, Reading reading)
      throws IOException {
    LayerSource layer = layers.get(index);
    List<LayerFacts.Fact> facts = reading.cache().findAgain(layer, again);
    if (facts == null) {
      LayerSource inArchive =
          new LayerSource(index, layer.diffId(), null, blob(index, reading.limits()));
      facts =
          new LayerReader(reading.examiner(), reading.limits(), bytes -> {})
              .readAgain(inArchive, again);
      reading.cache().storeAgain(layer, again, facts);
    }
    return facts;
  }

  private Blob blob(int index, Limits limits) throws IOException {
    ArchiveFile archive = spooled;
    if (archive == null) {
      try (InputStream saved = engine.save(image)) {
        archive = ArchiveFile.spool(saved, image.id(), most(limits), progress);
      }
      spooled = archive;
    }
    List<Json> images = Json.parse(archive.read("manifest.json", Manifest.MAX_BYTES)).items();
    List<String> names = images.size() == 1 ? images.getFirst().texts("Layers") : List.of();
    if (names.size() != layers.size()) {
      throw new IOException(
          engine.kind().label()
              + " sent a manifest of "
              + names.size()
              + " layers for an image of "
              + layers.size());
    }
    return archive.blob(names.get(index));
  }

  /** How long the archive may be, by what the engine says of the image where it says anything. */
  private long most(Limits limits) {
    long said = image.bytes();
    return said == 0 || said > limits.layerBytes() / 2
        ? limits.layerBytes()
        : Math.min(limits.layerBytes(), 2 * said + OVERHEAD);
  }

  /** Gives an engine up that never comes to the end of its archive. */
  private static final class Bounded extends FilterInputStream {
    private final long most;
    private long left;

    Bounded(InputStream archive, long most) {
      super(archive);
      this.most = most;
      this.left = most;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = in.read(target, offset, length);
      left -= Math.max(count, 0);
      if (left < 0) {
        throw new IOException(
            "its archive goes on after " + most + " bytes, the most that is read");
      }
      return count;
    }

    @Override
    public long skip(long n) {
      return 0; // reads instead, as TarReader does then
    }
  }

  @Override
  public void close() throws IOException {
    if (spooled != null) {
      spooled.close();
    }
  }
}
