package dev.breakwater.advisory.store;

import dev.breakwater.core.BreakwaterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A store file with one table and no records: a CVE, and what is said of it. */
final class ScoreTable {
  private static final int BLOCK = 2048;

  interface Encoder<T> {
    void encode(T value, ByteSink out);
  }

  private record Row<T>(byte[] key, T value) {}

  static <T> void write(
      StoreDirectory directory,
      StoreFormat.Kind kind,
      Path place,
      Map<String, T> entries,
      Encoder<T> encoder,
      Provenance provenance)
      throws BreakwaterException {
    List<Row<T>> rows = new ArrayList<>(entries.size());
    entries.forEach(
        (cve, value) -> rows.add(new Row<>(cve.getBytes(StandardCharsets.UTF_8), value)));
    rows.sort((left, right) -> Arrays.compareUnsigned(left.key, right.key));
    ByteSink description = new ByteSink();
    description.text("");
    description.count(rows.size());
    provenance.encode(description);
    try (TemporaryFile temporary = directory.temporary();
        PendingFile file = new PendingFile(temporary)) {
      TableWriter table = new TableWriter(file, BLOCK);
      ByteSink payload = new ByteSink();
      for (Row<T> row : rows) {
        payload.clear();
        encoder.encode(row.value, payload);
        table.add(row.key, payload);
      }
      table.finish(description);
      file.commit(kind, description, place);
    } catch (IOException e) {
      throw Writing.failed(place, e);
    }
  }

  private ScoreTable() {}
}
