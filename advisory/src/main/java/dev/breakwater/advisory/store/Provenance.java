package dev.breakwater.advisory.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the content of a store file comes from.
 *
 * @param fetchedAt when it was fetched
 * @param asOf when the newest of its data were made
 * @param everyRelease whether all releases that the documents speak of were stored along with it
 * @param origins the documents it was made from, at least one
 */
public record Provenance(
    Instant fetchedAt, Instant asOf, boolean everyRelease, List<Origin> origins) {
  private static final int MAX_ORIGINS = 1000;

  public Provenance {
    origins = List.copyOf(origins);
  }

  /**
   * One document, and what a server gave to ask later whether it has changed.
   *
   * @param address URL or path
   * @param etag entity tag; null where there was none
   * @param lastModified the header of that name as it came; null where there was none
   */
  public record Origin(String address, @Nullable String etag, @Nullable String lastModified) {}

  void encode(ByteSink out) {
    out.instant(fetchedAt);
    out.instant(asOf);
    out.oneByte(everyRelease ? 1 : 0);
    out.count(origins.size());
    for (Origin origin : origins) {
      out.text(origin.address);
      out.textOrNothing(origin.etag);
      out.textOrNothing(origin.lastModified);
    }
  }

  static Provenance decode(ByteSource in) throws DamagedException {
    Instant fetchedAt = in.instant();
    Instant asOf = in.instant();
    boolean everyRelease = in.oneByte() == 1;
    int count = in.itemCount();
    if (count > MAX_ORIGINS) {
      throw new DamagedException("it has too many origins");
    }
    List<Origin> origins = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      origins.add(new Origin(in.text(), in.textOrNothing(), in.textOrNothing()));
    }
    return new Provenance(fetchedAt, asOf, everyRelease, origins);
  }
}
