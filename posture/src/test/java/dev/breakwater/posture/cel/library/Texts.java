package dev.breakwater.posture.cel.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Texts made of pieces, and broken here and there. */
public final class Texts {
  private final Random random;

  public Texts(long seed) {
    this.random = new Random(seed);
  }

  Random random() {
    return random;
  }

  /** So many texts: a piece of each list, some letters of which are changed or taken out. */
  public List<String> of(int count, List<List<String>> pieces) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder();
      for (List<String> choices : pieces) {
        text.append(choices.get(random.nextInt(choices.size())));
      }
      texts.add(random.nextInt(3) == 0 ? mutated(text.toString()) : text.toString());
    }
    return texts;
  }

  /** A text with one change or a few. */
  String mutated(String text) {
    StringBuilder changed = new StringBuilder(text);
    for (int changes = 1 + random.nextInt(3); changes > 0 && !changed.isEmpty(); changes--) {
      int at = random.nextInt(changed.length());
      switch (random.nextInt(4)) {
        case 0 -> changed.deleteCharAt(at);
        case 1 -> changed.insert(at, letter());
        case 2 -> changed.insert(at, changed.substring(at));
        default -> changed.setCharAt(at, letter());
      }
      changed.setLength(Math.min(changed.length(), 3000));
    }
    return changed.toString();
  }

  private char letter() {
    String letters = "abfkMGE019.:/%?#[]@&=;+-_~ ,!*'()|^<>\"\\{}`\t\n\u0000\u007fé€\u00a0\u2028";
    return letters.charAt(random.nextInt(letters.length()));
  }
}
