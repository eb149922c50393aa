package dev.breakwater.image;

import dev.breakwater.core.BreakwaterException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The layers of a container as overlayfs keeps them, lowest first. All but the last belong to its
 * image and are read once for all its containers; the last is the container's own.
 */
final class DirectoryLayers implements ImageLayers {
  private final List<Path> directories;
  private final SharedLayers shared;
  private volatile OverlayDirectory.@Nullable NeedsMountException needsMount;

  DirectoryLayers(List<Path> directories, SharedLayers shared) {
    this.directories = List.copyOf(directories);
    this.shared = shared;
  }

  @Override
  public int count() {
    return directories.size();
  }

  @Override
  public String name(int layer) {
    return "layer " + directories.get(layer);
  }

  @Override
  public long bytes() {
    return 0;
  }

  /**
   * {@inheritDoc}
   *
   * @throws BreakwaterException caused by {@link OverlayDirectory.NeedsMountException} where only
   *     the mounted file system shows what is in it
   */
  @Override
  public List<LayerRead> read(Reading reading) throws BreakwaterException {
    List<LayerRead> outcomes =
        ImageLayers.readInParallel(directories.size(), i -> read(i, reading));
    if (needsMount != null) {
      throw new BreakwaterException("its layers cannot be read one by one", needsMount);
    }
    return outcomes;
  }

  private LayerRead read(int layer, Reading reading) {
    Path directory = directories.get(layer);
    OverlayDirectory overlay =
        new OverlayDirectory(directory, reading.examiner(), reading.limits());
    try {
      if (layer == directories.size() - 1) {
        return LayerRead.of(overlay.read());
      }
      SharedLayers.Key key =
          new SharedLayers.Key(FileSlice.identity(directory), reading.examiner().ids());
      return LayerRead.of(shared.get(key, overlay::read));
    } catch (OverlayDirectory.NeedsMountException e) {
      needsMount = e;
      return LayerRead.failed(e);
    } catch (IOException e) {
      return LayerRead.failed(e);
    } catch (OutOfMemoryError e) {
      return new LayerRead(null, "it needs more memory than there is");
    }
  }

  @Override
  public List<LayerFacts.Fact> readAgain(
      int layer, List<LayerReader.Again> again, Reading reading) {
    return new OverlayDirectory(directories.get(layer), reading.examiner(), reading.limits())
        .readAgain(again);
  }

  @Override
  public void close() {}
}
