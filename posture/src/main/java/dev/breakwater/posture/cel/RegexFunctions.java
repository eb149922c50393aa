package dev.breakwater.posture.cel;

import static dev.breakwater.posture.cel.FunctionSet.member;
import static dev.cel.common.types.SimpleType.INT;
import static dev.cel.common.types.SimpleType.STRING;

import com.google.re2j.Matcher;
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
    Matcher matcher = meter.search(text, regex).matcher(text);
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
      // Looking for the longest match, RE2 may go to the end each time.
      meter.charge(1 + (text.length() - from) / 4);
    }
    meter.chargeList(found.size());
    return new ListValue(found);
  }

  private static int width(String text, int at) {
    return at < text.length() ? Character.charCount(text.codePointAt(at)) : 1;
  }
}
