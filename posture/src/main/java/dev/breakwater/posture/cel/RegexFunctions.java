package dev.breakwater.posture.cel;

import static dev.breakwater.posture.cel.FunctionSet.member;
import static dev.cel.common.types.SimpleType.INT;
import static dev.cel.common.types.SimpleType.STRING;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.breakwater.core.cel.Meter;
import dev.cel.common.types.ListType;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code find} and {@code findAll}, with regular expressions of RE2.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-regex-library">Kubernetes
 *     regex library</a>
 */
final class RegexFunctions {
  private static final ListType TEXTS = ListType.create(STRING);

  private RegexFunctions() {}

  static FunctionSet functions() {
    return new FunctionSet()
        .with(
            "find",
            member("string_find_string", STRING, STRING, STRING),
            String.class,
            String.class,
            RegexFunctions::find)
        .with(
            "findAll",
            member("string_find_all_string", TEXTS, STRING, STRING),
            String.class,
            String.class,
            (text, regex) -> findAll(text, regex, -1))
        .with(
            "findAll",
            member("string_find_all_string_int", TEXTS, STRING, STRING, INT),
            List.of(String.class, String.class, Long.class),
            arguments ->
                findAll((String) arguments[0], (String) arguments[1], (Long) arguments[2]));
  }

  private static String find(String text, String regex) {
    Matcher matcher = Meter.CURRENT.get().search(text, regex).matcher(text);
    return matcher.find() ? matcher.group() : "";
  }

  /** As Go finds all: nothing, where it comes right behind a match, is none. */
  private static ListValue findAll(String text, String regex, long limit) {
    Meter meter = Meter.CURRENT.get();
    Pattern pattern = meter.search(text, regex);
    Matcher matcher = pattern.matcher(new CountedText(text, 1 + pattern.programSize() / 16));
    List<Object> found = new ArrayList<>();
    int from = 0;
    int behind = -1;
    while (from <= text.length() && (limit < 0 || found.size() < limit) && matcher.find(from)) {
      boolean nothing = matcher.end() == matcher.start();
      if (!nothing || matcher.start() != behind) {
        found.add(matcher.group());
      }
      behind = matcher.end();
      from = !nothing ? behind : behind + width(text, behind);
    }
    meter.chargeList(found.size());
    return new ListValue(found);
  }

  private static int width(String text, int at) {
    return at < text.length() ? Character.charCount(text.codePointAt(at)) : 1;
  }

  /**
   * A text whose characters are counted as they are read, because each search may go to the end;
   * by several steps each, for RE2 in Java does much for each of them.
   */
  private static final class CountedText implements CharSequence {
    private static final int AT_ONCE = 1024;
    private static final long STEPS = 4L * AT_ONCE;

    private final String text;
    private final int weight;
    private final Meter meter = Meter.CURRENT.get();
    private int reads;

    CountedText(String text, int weight) {
      this.text = text;
      this.weight = weight;
    }

    @Override
    public char charAt(int index) {
      if (++reads % AT_ONCE == 0) {
        meter.charge(STEPS * weight);
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int from, int to) {
      return text.subSequence(from, to);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
