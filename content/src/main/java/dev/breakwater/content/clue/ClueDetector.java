package dev.breakwater.content.clue;

import dev.breakwater.image.Detector;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A detector of clues. All of them keep their facts in the same form; each class says its own part
 * of the {@link #id} in {@link #name}.
 */
public interface ClueDetector extends Detector<Clues> {
  /**
   * Names this detector and the version of what it learns, for example {@code passwords/1}; raised
   * with every change of what {@link #examine} returns for the same bytes.
   */
  String name();

  @Override
  default String id() {
    return name() + "+clues/" + Clues.VERSION;
  }

  @Override
  default void encode(Clues clues, DataOutput out) throws IOException {
    clues.encode(out);
  }

  @Override
  default Clues decode(DataInput in) throws IOException {
    return Clues.decode(in);
  }
}
