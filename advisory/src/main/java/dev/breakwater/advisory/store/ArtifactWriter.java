package dev.breakwater.advisory.store;

import dev.breakwater.core.BreakwaterException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Writes the index of published Java artifacts: which coordinates a file of a certain SHA-1 was
 * published under. Rows come sorted, so an index of any length takes no memory. {@link #commit}
 * replaces the old index; {@link #close} without it leaves it as it was. For one thread.
 */
public final class ArtifactWriter implements AutoCloseable {
  private static final int BLOCK = 2048;

  private final Path place;
  private final PendingFile file;
  private final TableWriter table;
  private final ByteSink payload = new ByteSink();
  private byte[] previous = {};
  private int rows;

  /**
   * Starts an index.
   *
   * @throws BreakwaterException where the directory cannot be written to
   */
  public ArtifactWriter(StoreDirectory directory) throws BreakwaterException {
    this.place = directory.artifacts();
    TemporaryFile temporary = directory.temporary();
    try {
      this.file = new PendingFile(temporary);
    } catch (IOException e) {
      temporary.close();
      throw Writing.failed(place, e);
    }
    this.table = new TableWriter(file, BLOCK);
  }

  /**
   * Adds an artifact. Of several with the same SHA-1 the first counts.
   *
   * @param sha1 its 20 bytes
   * @param coordinates {@code group:artifact:version}
   * @throws IllegalArgumentException where the row belongs before the last one
   * @throws BreakwaterException where the disk is full or the file gets larger than 2 GB
   */
  public void add(byte[] sha1, String coordinates) throws BreakwaterException {
    int order = Arrays.compareUnsigned(previous, sha1);
    if (order > 0) {
      throw new IllegalArgumentException("the rows are not sorted by their SHA-1");
    }
    if (order == 0) {
      return;
    }
    payload.clear();
    payload.text(coordinates);
    try {
      table.add(sha1, payload);
    } catch (IOException e) {
      throw Writing.failed(place, e);
    }
    previous = sha1.clone();
    rows++;
  }

  /** How many artifacts have been added. */
  public int rows() {
    return rows;
  }

  /**
   * Ends the index and puts it in the old one's place.
   *
   * @throws BreakwaterException where the disk is full; the old index is whole then
   */
  public void commit(Provenance provenance) throws BreakwaterException {
    ByteSink directory = new ByteSink();
    directory.text("");
    directory.count(rows);
    provenance.encode(directory);
    try {
      table.finish(directory);
      file.commit(StoreFormat.Kind.ARTIFACTS, directory, place);
    } catch (IOException e) {
      throw Writing.failed(place, e);
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
