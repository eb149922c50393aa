package dev.breakwater.inventory.base;

import dev.breakwater.core.NaturalOrder;
import dev.breakwater.inventory.base.KnownBase.Release;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a tag tells: {@code 20.11.1-alpine3.19} is a version and a variant, {@code
 * bookworm-20240513-slim} a date and a variant, as the codename is but another name of the
 * distribution.
 *
 * @param numbers of the version and of the build, as in {@code 9.4-1181}; empty where it has none
 * @param date eight digits; empty where it has none
 * @param variant all else
 */
record BaseTag(List<String> numbers, String date, List<String> variant) {

  /**
   * Reads a tag.
   *
   * @param release of the image; null where it is not known
   */
  static BaseTag of(String tag, @Nullable Release release) {
    String codename = release == null ? null : release.codename();
    List<String> numbers = new ArrayList<>();
    String date = "";
    List<String> variant = new ArrayList<>();
    for (String part : tag.split("-", -1)) {
      String digits = digits(part);
      if (isDate(part)) {
        date = part;
      } else if (!digits.isEmpty()) {
        numbers.addAll(List.of(digits.split("[._]", -1)));
      } else if (!part.equals(codename) && !part.equals("latest")) {
        variant.add(part);
      }
    }
    return new BaseTag(List.copyOf(numbers), date, List.copyOf(variant));
  }

  /** The version without {@code v} or {@code r} before it; empty where the part is no version. */
  private static String digits(String part) {
    int start = part.startsWith("v") || part.startsWith("r") ? 1 : 0;
    boolean afterDigit = false;
    for (int i = start; i < part.length(); i++) {
      char c = part.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      if (!digit && !(afterDigit && (c == '.' || c == '_'))) {
        return "";
      }
      afterDigit = digit;
    }
    return afterDigit ? part.substring(start) : "";
  }

  private static boolean isDate(String part) {
    return part.length() == 8
        && (part.startsWith("19") || part.startsWith("20"))
        && !digits(part).isEmpty()
        && part.indexOf('.') < 0
        && part.indexOf('_') < 0;
  }

  /** How closely it names one image: the more, the less it moves. */
  int precision() {
    return numbers.size() * 2 + (date.isEmpty() ? 0 : 1);
  }

  /**
   * Whether the other is of the same variant and the same line of versions.
   *
   * @param leading how many numbers of a version stay the same within a line
   */
  boolean isAlongside(BaseTag other, int leading) {
    if (!variant.equals(other.variant)) {
      return false;
    }
    int shared = Math.min(leading, Math.min(numbers.size(), other.numbers.size()));
    return numbers.subList(0, shared).equals(other.numbers.subList(0, shared));
  }

  /** Compares what the tags say of their age; 0 where they do not tell. */
  int compareAge(BaseTag other) {
    if (numbers.size() == other.numbers.size()) {
      for (int i = 0; i < numbers.size(); i++) {
        int byNumber = NaturalOrder.compare(numbers.get(i), other.numbers.get(i));
        if (byNumber != 0) {
          return byNumber;
        }
      }
    }
    return date.isEmpty() || other.date.isEmpty() ? 0 : date.compareTo(other.date);
  }
}
