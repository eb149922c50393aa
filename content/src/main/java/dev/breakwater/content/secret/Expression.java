package dev.breakwater.content.secret;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression of linear time, compiled where it is first needed: most images need few of
 * the hundred.
 */
final class Expression {
  private final String text;

  /** Benignly compiled twice where two threads need it at once. */
  private volatile @Nullable Pattern pattern;

  Expression(String text) {
    this.text = text;
  }

  /** Stands at the start of the text, which may go on behind the match. */
  Matcher matcher(String window) {
    Pattern known = pattern;
    if (known == null) {
      known = Pattern.compile(text);
      pattern = known;
    }
    return known.matcher(window);
  }

  /** The expression as it is written; tells rules of one version from those of another. */
  @Override
  public String toString() {
    return text;
  }
}
