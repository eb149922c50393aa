package dev.breakwater.bench;

import dev.breakwater.advisory.AdvisoryLookup;
import dev.breakwater.advisory.Ecosystem;
import dev.breakwater.advisory.store.AdvisoryStore;
import dev.breakwater.core.BreakwaterException;
import java.nio.file.Path;

/**
 * Prints how many milliseconds a fresh JVM takes to open a store file and answer one question.
 * {@code OpenStore STORE ECOSYSTEM PACKAGE}
 */
final class OpenStore {
  private OpenStore() {}

  public static void main(String[] words) throws BreakwaterException {
    long start = System.nanoTime();
    AdvisoryLookup.Feed feed =
        AdvisoryStore.at(Path.of(words[0])).feed(Ecosystem.parse(words[1])).orElseThrow();
    long opened = System.nanoTime();
    int found = feed.naming(words[2]).size();
    long answered = System.nanoTime();
    System.out.println(
        (opened - start) / 1e6 + " " + (answered - start) / 1e6 + " " + found + " advisories");
  }
}
