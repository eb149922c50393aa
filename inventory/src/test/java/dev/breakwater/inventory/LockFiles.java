package dev.breakwater.inventory;

import dev.breakwater.image.Detector;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.PackageFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Lock files shown to a detector by themselves. */
public final class LockFiles {
  private LockFiles() {}

  /** What the detector learns of the file, which it must want; no facts where it learns nothing. */
  public static PackageFacts facts(Detector<PackageFacts> detector, String path, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    FileEntry file = FileFixture.entry(path, bytes.length);
    if (!detector.wants(file)) {
      throw new AssertionError(detector.id() + " does not want " + path);
    }
    PackageFacts facts = detector.examine(file, FileFixture.content(bytes));
    return facts == null ? PackageFacts.of(List.of()) : facts;
  }

  /** The packages as {@code name@version}, sorted; there must be no problem. */
  public static SortedSet<String> packages(
      Detector<PackageFacts> detector, String path, String text) throws IOException {
    PackageFacts facts = facts(detector, path, text);
    if (!facts.problems().isEmpty()) {
      throw new AssertionError(facts.problems());
    }
    return names(facts);
  }

  /** The packages as {@code name@version}, sorted. */
  public static SortedSet<String> names(PackageFacts facts) {
    SortedSet<String> names = new TreeSet<>();
    facts.packages().forEach(each -> names.add(each.name() + "@" + each.version()));
    return names;
  }
}
