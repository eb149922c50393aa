package dev.breakwater.content.clue;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that was noticed in one file, in the order of the file. */
public record Clues(List<Clue> all) {
  /** Raised with every change of the cached form. */
  static final int VERSION = 1;

  /** Clues of one file that are kept at most. */
  static final int MAX = 200;

  public Clues {
    all = List.copyOf(all);
  }

  /** Collects the clues of one file; for one thread. */
  public static final class Collector {
    private final List<Clue> clues = new ArrayList<>();

    /** Adds a clue; those of a file that has hundreds are as good as told by the first. */
    public void add(String rule, int line, @Nullable String part, String evidence) {
      if (clues.size() < MAX) {
        clues.add(new Clue(rule, line, part, evidence));
      }
    }

    /** What was collected; null where that is nothing. */
    public @Nullable Clues clues() {
      return clues.isEmpty() ? null : new Clues(clues);
    }
  }

  void encode(DataOutput out) throws IOException {
    out.writeShort(all.size());
    for (Clue clue : all) {
      out.writeUTF(clue.rule());
      out.writeInt(clue.line());
      String part = clue.part();
      out.writeBoolean(part != null);
      if (part != null) {
        out.writeUTF(part);
      }
      out.writeUTF(clue.evidence());
    }
  }

  static Clues decode(DataInput in) throws IOException {
    int count = in.readUnsignedShort();
    if (count > MAX) {
      throw new IOException("cached clues are damaged: " + count + " of one file");
    }
    List<Clue> clues = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clues.add(
          new Clue(
              in.readUTF(), in.readInt(), in.readBoolean() ? in.readUTF() : null, in.readUTF()));
    }
    return new Clues(clues);
  }
}
