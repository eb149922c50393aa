package dev.breakwater.image;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Learns the digest of every file it is shown, and counts how often it is asked. */
final class RecordingDetector implements Detector<String> {
  final AtomicInteger examined = new AtomicInteger();
  private final String id;
  private final Predicate<String> wanted;
  private final List<String> fixedPaths;

  RecordingDetector() {
    this("recording/1", path -> true, List.of());
  }

  RecordingDetector(String id, Predicate<String> wanted, List<String> fixedPaths) {
    this.id = id;
    this.wanted = wanted;
    this.fixedPaths = fixedPaths;
  }

  /** What files there are: path to digest, length and mode. */
  static Map<String, String> of(ImageFacts facts, RecordingDetector detector) {
    Map<String, String> files = new TreeMap<>();
    for (Found<String> found : facts.of(detector)) {
      String before = files.put(found.path(), found.fact());
      if (before != null) {
        throw new AssertionError("found twice: " + found.path());
      }
    }
    return files;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public boolean wants(FileEntry file) {
    return wanted.test(file.path());
  }

  @Override
  public List<String> fixedPaths() {
    return fixedPaths;
  }

  @Override
  public String examine(FileEntry file, FileContent content) throws IOException {
    examined.incrementAndGet();
    try (InputStream in = content.open()) {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[8192];
      int count;
      while ((count = in.read(buffer)) > 0) {
        hash.update(buffer, 0, count);
      }
      return HexFormat.of().formatHex(hash.digest(), 0, 8) + " " + file.size();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void encode(String fact, DataOutput out) throws IOException {
    out.writeUTF(fact);
  }

  @Override
  public String decode(DataInput in) throws IOException {
    return in.readUTF();
  }
}
