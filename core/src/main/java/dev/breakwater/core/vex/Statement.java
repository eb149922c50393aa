package dev.breakwater.core.vex;

import dev.breakwater.core.FileLine;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Vulnerability;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a document.
 *
 * @param document where it is from
 * @param line where it begins; the first is 1
 * @param names of the vulnerability, in lower case
 * @param justification a word of VEX; null where there is none
 * @param reason for people
 * @param time when it was known to be true
 */
record Statement(
    Document document,
    int line,
    Set<String> names,
    List<Product> products,
    Status status,
    @Nullable String justification,
    String reason,
    Instant time) {

  Statement {
    names = Set.copyOf(names);
    products = List.copyOf(products);
  }

  /**
   * A document.
   *
   * @param file as the user named it
   * @param id its own name
   * @param version of documents with the same name the higher is the later
   */
  record Document(String file, String id, long version, String author, Instant time) {}

  FileLine where() {
    return new FileLine(document.file, line);
  }

  boolean covers(Vulnerability finding, Subject subject) {
    for (Product product : products) {
      if (product.covers(finding.purl(), subject)) {
        return true;
      }
    }
    return false;
  }

  /** Whether another says it later, and so instead. */
  boolean isSupersededBy(Statement other) {
    if (!other.time.equals(time)) {
      return other.time.isAfter(time);
    }
    return other.document.id.equals(document.id) && other.document.version > document.version;
  }
}
