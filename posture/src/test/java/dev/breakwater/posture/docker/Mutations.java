package dev.breakwater.posture.docker;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Documents that are nearly right. */
public final class Mutations {
  private Mutations() {}

  /** What can be read of a text in which some values are others, or some characters. */
  public static List<Value> documents(String text, String[] pieces, Random random) {
    StringBuilder mutated = new StringBuilder(text);
    for (int i = random.nextInt(3); i >= 0; i--) {
      int colon = mutated.indexOf(":", random.nextInt(mutated.length()));
      if (colon > 0 && random.nextInt(8) > 0) {
        int end = colon + 1;
        while (end < mutated.length() && ",}]\n".indexOf(mutated.charAt(end)) < 0) {
          end++;
        }
        String piece = pieces[random.nextInt(pieces.length)];
        char opens = mutated.charAt(Math.min(colon + 2, mutated.length() - 1));
        mutated.replace(colon + 1, opens == '[' || opens == '{' ? colon + 1 : end, " " + piece);
      } else {
        mutated.setCharAt(random.nextInt(mutated.length()), (char) (32 + random.nextInt(95)));
      }
    }
    try {
      byte[] bytes = mutated.toString().getBytes(StandardCharsets.UTF_8);
      return SourceFile.of("x.json", bytes).documents();
    } catch (BreakwaterException e) {
      return List.of();
    }
  }
}
