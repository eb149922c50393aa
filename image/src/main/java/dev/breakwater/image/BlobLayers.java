package dev.breakwater.image;

import dev.breakwater.core.BreakwaterException;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * Layers that lie in blobs of their own, which can be opened at any time and in parallel.
 *
 * @param source what to close with the image
 */
record BlobLayers(List<LayerSource> layers, Closeable source) implements ImageLayers {
  BlobLayers {
    layers = List.copyOf(layers);
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
    long bytes = 0;
    for (LayerSource layer : layers) {
      bytes += layer.blob().size();
    }
    return bytes;
  }

  @Override
  public List<LayerRead> read(Reading reading) throws BreakwaterException {
    return ImageLayers.readInParallel(layers.size(), i -> read(layers.get(i), reading));
  }

  private static LayerRead read(LayerSource layer, Reading reading) {
    LayerFacts known = reading.cache().find(layer);
    if (known != null) {
      reading.progress().accept(layer.blob().size());
      return LayerRead.of(known);
    }
    try {
      LayerFacts facts = reading.reader().read(layer);
      reading.cache().store(layer, facts);
      return LayerRead.of(facts);
    } catch (IOException e) {
      return LayerRead.failed(e);
    } catch (OutOfMemoryError e) {
      return new LayerRead(null, "it needs more memory than there is");
    }
  }

  @Override
  public List<LayerFacts.Fact> readAgain(int index, List<LayerReader.Again> again, Reading reading)
      throws IOException {
    LayerSource layer = layers.get(index);
    List<LayerFacts.Fact> facts = reading.cache().findAgain(layer, again);
    if (facts == null) {
      facts =
          new LayerReader(reading.examiner(), reading.limits(), bytes -> {})
              .readAgain(layer, again);
      reading.cache().storeAgain(layer, again, facts);
    }
    return facts;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
