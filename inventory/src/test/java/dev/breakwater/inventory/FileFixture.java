package dev.breakwater.inventory;

import dev.breakwater.core.Digest;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Subject;
import dev.breakwater.image.Detector;
import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.image.Found;
import dev.breakwater.inventory.detection.PackageFacts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Files in memory, shown to the detectors as an image would, cache included. */
public final class FileFixture {
  private record Stored(FileContent content, int layer) {}

  private final SortedMap<String, Stored> files = new TreeMap<>();
  private final List<SortedMap<String, Stored>> replaced = new ArrayList<>();
  private int layer = -1;

  /** Files from now on are in this layer. */
  public FileFixture layer(int index) {
    layer = index;
    return this;
  }

  public FileFixture file(String path, String text) {
    return file(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A file; one that had this path in a lower layer is replaced. */
  public FileFixture file(String path, byte[] bytes) {
    Stored before = files.put(path, new Stored(content(bytes), layer));
    if (before != null && before.layer < layer) {
      replaced.add(new TreeMap<>(Map.of(path, before)));
    }
    return this;
  }

  public static FileEntry entry(String path, long size) {
    return new FileEntry(path, FileEntry.Kind.FILE, size, 0644, 0, 0, null);
  }

  public static FileContent content(byte[] bytes) {
    return new FileContent() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }

      @Override
      public Path file() throws IOException {
        Path file = Files.createTempFile("breakwater-test", ".content");
        file.toFile().deleteOnExit();
        return Files.write(file, bytes);
      }
    };
  }

  /** The purls of all packages in a single file, sorted. */
  public static List<String> purls(String path, String text) {
    return new FileFixture()
        .file(path, text).inventory().packages().stream()
            .map(each -> each.purl().toString())
            .toList();
  }

  /** The texts of all problems with a single file. */
  public static List<String> problems(String path, String text) {
    return new FileFixture()
        .file(path, text).inventory().problems().stream().map(Problem::what).toList();
  }

  /** Everything that the detectors learn, in the order in which an image gives it. */
  public Inventory inventory() {
    List<Problem> problems = new ArrayList<>();
    List<Found<PackageFacts>> found = examine(files, problems);
    List<Found<PackageFacts>> before = new ArrayList<>();
    for (SortedMap<String, Stored> file : replaced) {
      before.addAll(examine(file, new ArrayList<>()));
    }
    return new Assembly(subject(), found, before, problems).inventory();
  }

  private static List<Found<PackageFacts>> examine(
      SortedMap<String, Stored> files, List<Problem> problems) {
    List<Found<PackageFacts>> found = new ArrayList<>();
    for (Detector<PackageFacts> detector : Cataloguer.detectors()) {
      files.forEach((path, stored) -> {
        FileEntry entry = entry(path, stored.content.size());
        if (!detector.wants(entry)) {
          return;
        }
        try {
          PackageFacts facts = detector.examine(entry, stored.content);
          if (facts != null) {
            found.add(new Found<>(path, stored.layer, cached(detector, facts)));
          }
        } catch (IOException e) {
          problems.add(new Problem(path, e.getMessage()));
        }
      });
    }
    return found;
  }

  private static PackageFacts cached(Detector<PackageFacts> detector, PackageFacts facts)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    detector.encode(facts, new DataOutputStream(bytes));
    return detector.decode(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
  }

  /** The diff-id of the layer with this index. */
  public static Digest diffId(int index) {
    return new Digest("sha256", "0".repeat(63) + index);
  }

  private static Subject subject() {
    List<Subject.Layer> layers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      layers.add(new Subject.Layer(diffId(i), null, null));
    }
    return new Subject("oci", "fixture", null, "linux/amd64", null, layers);
  }
}
