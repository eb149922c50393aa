package dev.breakwater.posture.source;

import java.util.Random;

/** Texts that are nearly like others. */
public final class Mutations {
  private static final String SIGNS = " \n\t:-?[]{},&*!|>'\"%@`#ab1~<\\.\r\u0085\uFEFF";

  private Mutations() {}

  /** A text with up to three slips in it. */
  public static String of(String text, Random random) {
    StringBuilder mutated = new StringBuilder(text);
    for (int i = random.nextInt(1, 4); i > 0 && !mutated.isEmpty(); i--) {
      int at = random.nextInt(mutated.length());
      char sign = SIGNS.charAt(random.nextInt(SIGNS.length()));
      switch (random.nextInt(4)) {
        case 0 -> mutated.deleteCharAt(at);
        case 1 -> mutated.insert(at, sign);
        case 2 -> mutated.setCharAt(at, sign);
        default -> mutated.delete(at, Math.min(mutated.length(), at + random.nextInt(12)));
      }
    }
    return mutated.toString();
  }
}
