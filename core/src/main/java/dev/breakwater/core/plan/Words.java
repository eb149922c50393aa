package dev.breakwater.core.plan;

import java.util.Collection;

/** Which words may stand in a command that a person will paste into a shell. */
final class Words {
  private static final int LONGEST = 200;

  private Words() {}

  /**
   * Whether a shell or an option parser can read this as nothing but a name or a version: it comes
   * from an image that nobody vouches for.
   */
  static boolean arePlain(Collection<String> words) {
    for (String word : words) {
      if (!isPlain(word)) {
        return false;
      }
    }
    return true;
  }

  static boolean isPlain(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!plain && (i == 0 ? c != '@' : "@./_+:~-".indexOf(c) < 0)) {
        return false;
      }
    }
    return !word.isEmpty() && word.length() <= LONGEST;
  }
}
