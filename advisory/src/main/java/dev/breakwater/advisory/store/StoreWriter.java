package dev.breakwater.advisory.store;

import dev.breakwater.advisory.Advisory;
import dev.breakwater.advisory.Advisory.Affected;
import dev.breakwater.advisory.Ecosystem;
import dev.breakwater.core.BreakwaterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes the store file of one ecosystem. Advisories come in any order and go to a temporary file
 * at once; only their keys are kept in memory, about 40 bytes each. {@link #commit} replaces the
 * old file; {@link #close} without it, or a kill at any moment, leaves the old file as it was.
 *
 * <p>Advisories may share an id. For one thread.
 */
public final class StoreWriter implements AutoCloseable {
  /** Longest id, alias or package name, in bytes of UTF-8. */
  public static final int MAX_KEY = StoreFormat.MAX_KEY;

  private static final int PACKAGE_BLOCK = 1024;
  private static final int ID_BLOCK = 4096;
  private static final byte[] NO_RANK = {};

  private final Path place;
  private final Ecosystem ecosystem;
  private final PendingFile file;
  private final KeyPool packages = new KeyPool();
  private final KeyPool ids = new KeyPool();
  private final ByteSink head = new ByteSink();
  private final ByteSink group = new ByteSink();
  private int records;

  /**
   * Starts a file.
   *
   * @throws BreakwaterException where the directory cannot be written to
   */
  public StoreWriter(StoreDirectory directory, Ecosystem ecosystem) throws BreakwaterException {
    this.place = directory.advisories(ecosystem);
    this.ecosystem = ecosystem;
    TemporaryFile temporary = directory.temporary();
    try {
      this.file = new PendingFile(temporary);
    } catch (IOException e) {
      temporary.close();
      throw failed(e);
    }
  }

  /** How many advisories have been added. */
  public int records() {
    return records;
  }

  /**
   * Adds an advisory. One that was withdrawn is found by its id, and not by its packages.
   *
   * @throws IllegalArgumentException where an id or a name is longer than {@link #MAX_KEY}
   * @throws BreakwaterException where the disk is full or the file gets larger than 2 GB
   */
  public void add(Advisory advisory) throws BreakwaterException {
    Map<String, List<Affected>> groups = groups(advisory.affected());
    List<byte[]> keys = idKeys(advisory);
    byte[] rank = key(advisory.id());
    List<byte[]> names = new ArrayList<>(groups.size());
    for (String name : groups.keySet()) {
      names.add(key(name));
    }
    int start = (int) file.position();
    try {
      head.clear();
      AdvisoryCodec.encodeHead(advisory, groups.size(), head);
      file.chunk(head);
      int i = 0;
      for (Map.Entry<String, List<Affected>> entry : groups.entrySet()) {
        int at = (int) file.position();
        group.clear();
        AdvisoryCodec.encodeGroup(entry.getKey(), entry.getValue(), group);
        file.chunk(group);
        if (advisory.withdrawn() == null) {
          packages.add(names.get(i), rank, start, at - start);
        }
        i++;
      }
    } catch (IOException e) {
      throw failed(e);
    }
    for (byte[] key : keys) {
      ids.add(key, NO_RANK, start, 0);
    }
    records++;
  }

  /**
   * Ends the file and puts it in the old one's place.
   *
   * @throws BreakwaterException where the disk is full; the old file is whole then
   */
  public void commit(Provenance provenance) throws BreakwaterException {
    ByteSink directory = new ByteSink();
    directory.text(ecosystem.toString());
    directory.count(records);
    provenance.encode(directory);
    try {
      writeTable(packages, PACKAGE_BLOCK, true, directory);
      writeTable(ids, ID_BLOCK, false, directory);
      file.commit(StoreFormat.Kind.ADVISORIES, directory, place);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Gives the new file up unless it was committed. */
  @Override
  public void close() {
    file.close();
  }

  private void writeTable(KeyPool pool, int blockSize, boolean withGroups, ByteSink directory)
      throws IOException {
    TableWriter table = new TableWriter(file, blockSize);
    pool.walkSorted(new Postings(table, withGroups));
    table.finish(directory);
  }

  /** Gathers the places of one key after the other. */
  private static final class Postings implements KeyPool.Walk {
    private final TableWriter table;
    private final boolean withGroups;
    private final ByteSink places = new ByteSink();
    private final ByteSink payload = new ByteSink();
    private byte[] key = {};
    private int count;

    Postings(TableWriter table, boolean withGroups) {
      this.table = table;
      this.withGroups = withGroups;
    }

    @Override
    public void key(byte[] page, int offset, int length) {
      key = java.util.Arrays.copyOfRange(page, offset, offset + length);
      count = 0;
      places.clear();
    }

    @Override
    public void entry(int first, int second) {
      places.count(first);
      if (withGroups) {
        places.count(second);
      }
      count++;
    }

    @Override
    public void endOfKey() throws IOException {
      payload.clear();
      payload.count(count);
      payload.raw(places.array(), 0, places.length());
      table.add(key, payload);
    }
  }

  private static Map<String, List<Affected>> groups(List<Affected> affected) {
    if (affected.size() == 1) {
      return Map.of(affected.getFirst().name(), affected);
    }
    Map<String, List<Affected>> groups = new LinkedHashMap<>();
    for (Affected entry : affected) {
      groups.computeIfAbsent(entry.name(), name -> new ArrayList<>(1)).add(entry);
    }
    return groups;
  }

  private static List<byte[]> idKeys(Advisory advisory) {
    Set<String> names = new LinkedHashSet<>();
    names.add(folded(advisory.id()));
    for (String alias : advisory.aliases()) {
      names.add(folded(alias));
    }
    for (String upstream : advisory.upstream()) {
      names.add(folded(upstream));
    }
    List<byte[]> keys = new ArrayList<>(names.size());
    for (String name : names) {
      keys.add(key(name));
    }
    return keys;
  }

  /** People write ids in any case. */
  static String folded(String id) {
    return id.toUpperCase(Locale.ROOT);
  }

  private static byte[] key(String text) {
    byte[] key = text.getBytes(StandardCharsets.UTF_8);
    if (key.length > MAX_KEY) {
      throw new IllegalArgumentException("longer than " + MAX_KEY + " bytes: " + text);
    }
    return key;
  }

  private BreakwaterException failed(IOException e) {
    return Writing.failed(place, e);
  }
}
