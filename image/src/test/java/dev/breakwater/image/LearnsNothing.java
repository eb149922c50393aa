package dev.breakwater.image;

import java.io.DataInput;
import java.io.DataOutput;
import java.util.concurrent.atomic.AtomicInteger;

/** Wants every file and learns nothing; counts how often it is shown one. */
final class LearnsNothing implements Detector<String> {
  final AtomicInteger calls = new AtomicInteger();

  @Override
  public String id() {
    return "nothing/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    return true;
  }

  @Override
  public String examine(FileEntry file, FileContent content) {
    calls.incrementAndGet();
    return null;
  }

  @Override
  public void encode(String fact, DataOutput out) {
    throw new AssertionError("there is no fact");
  }

  @Override
  public String decode(DataInput in) {
    throw new AssertionError("there is no fact");
  }
}
