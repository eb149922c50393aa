package dev.breakwater.advisory.store;

import dev.breakwater.core.BreakwaterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A store file with one table and no records: a CVE, and what is said of it. */
final class ScoreTable {
  private static final int BLOCK = 2048;

  interface Encoder<T> {
    void encode(T value, ByteSink out);
  }

  static <T> void write(
      StoreDirectory directory,
      StoreFormat.Kind kind,
      Path place,
      Map<String, T> entries,
      Encoder<T> encoder,
      Provenance provenance)
      throws BreakwaterException {
    NavigableMap<byte[], T> rows = new TreeMap<>(Arrays::compareUnsigned);
    entries.forEach((cve, value) -> rows.put(cve.getBytes(StandardCharsets.UTF_8), value));
    ByteSink description = new ByteSink();
    description.text("");
    description.count(rows.size());
    provenance.encode(description);
    try (TemporaryFile temporary = directory.temporary();
        PendingFile file = new PendingFile(temporary)) {
      TableWriter table = new TableWriter(file, BLOCK);
      ByteSink payload = new ByteSink();
      for (Map.Entry<byte[], T> row : rows.entrySet()) {
        payload.clear();
        encoder.encode(row.getValue(), payload);
        table.add(row.getKey(), payload);
      }
      table.finish(description);
      file.commit(kind, description, place);
    } catch (IOException e) {
      throw Writing.failed(place, e);
    }
  }

  private ScoreTable() {}
}
