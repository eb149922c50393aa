package dev.breakwater.posture.cel.library;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version such as {@code 1.2.3-rc.1+build}. Numbers have 64 bits and no sign. Build metadata has
 * no part in order and equality.
 *
 * @param before what comes before the release, identifier by identifier
 * @see <a href="https://semver.org">Semantic Versioning</a>
 * @see <a href="https://pkg.go.dev/github.com/blang/semver/v4">the library of the API server</a>
 */
record SemanticVersion(long major, long minor, long patch, List<Identifier> before)
    implements Comparable<SemanticVersion> {
  /** In characters. */
  static final int MAX_LENGTH = 1000;

  SemanticVersion {
    before = List.copyOf(before);
  }

  /** Reads a version. */
  static SemanticVersion parse(String text) throws MalformedException {
    if (text.isEmpty()) {
      throw new MalformedException("Version string empty");
    }
    requireShort(text);
    String[] parts = text.split("\\.", 3);
    if (parts.length < 3) {
      throw new MalformedException("No Major.Minor.Patch elements found");
    }
    long major = number("major number", "Major number", parts[0]);
    long minor = number("minor number", "Minor number", parts[1]);
    int plus = parts[2].indexOf('+');
    String build = plus < 0 ? null : parts[2].substring(plus + 1);
    String rest = plus < 0 ? parts[2] : parts[2].substring(0, plus);
    int dash = rest.indexOf('-');
    String before = dash < 0 ? null : rest.substring(dash + 1);
    String patch = dash < 0 ? rest : rest.substring(0, dash);
    SemanticVersion version =
        new SemanticVersion(
            major, minor, number("patch number", "Patch number", patch), identifiers(before));
    checkBuild(build);
    return version;
  }

  /** Reads what is nearly a version: {@code v1}, {@code 1.2}, {@code 01.02.03}. */
  static SemanticVersion parseNearly(String text) throws MalformedException {
    requireShort(text);
    String[] parts = (text.startsWith("v") ? text.substring(1) : text).split("\\.", 3);
    StringBuilder whole = new StringBuilder();
    for (String part : parts) {
      whole.append(whole.isEmpty() ? "" : ".").append(withoutLeadingZeros(part));
    }
    if (parts.length < 3) {
      String last = parts[parts.length - 1];
      if (last.indexOf('+') >= 0 || last.indexOf('-') >= 0) {
        throw new MalformedException("short version cannot contain PreRelease/Build meta data");
      }
      whole.append(parts.length == 1 ? ".0.0" : ".0");
    }
    return parse(whole.toString());
  }

  private static void requireShort(String text) throws MalformedException {
    if (text.length() > MAX_LENGTH) {
      throw new MalformedException("a version cannot be longer than " + MAX_LENGTH + " characters");
    }
  }

  private static String withoutLeadingZeros(String part) {
    int zeros = 0;
    while (zeros < part.length() && part.charAt(zeros) == '0') {
      zeros++;
    }
    boolean digitFollows = zeros < part.length() && isDigit(part.charAt(zeros));
    return part.length() < 2 ? part : (digitFollows ? "" : "0") + part.substring(zeros);
  }

  private static List<Identifier> identifiers(@Nullable String before) throws MalformedException {
    List<Identifier> identifiers = new ArrayList<>();
    if (before != null) {
      for (String part : before.split("\\.", -1)) {
        identifiers.add(Identifier.of(part));
      }
    }
    return identifiers;
  }

  private static void checkBuild(@Nullable String build) throws MalformedException {
    if (build != null) {
      for (String part : build.split("\\.", -1)) {
        if (part.isEmpty()) {
          throw new MalformedException("Build meta data is empty");
        }
        if (!isIdentifier(part)) {
          throw new MalformedException(
              "Invalid character(s) found in build meta data " + Quoted.text(part));
        }
      }
    }
  }

  private static long number(String what, String start, String digits) throws MalformedException {
    if (!isNumber(digits)) {
      throw new MalformedException(
          "Invalid character(s) found in " + what + " " + Quoted.text(digits));
    }
    if (hasLeadingZero(digits)) {
      throw new MalformedException(
          start + " must not contain leading zeroes " + Quoted.text(digits));
    }
    return unsigned(digits);
  }

  private static long unsigned(String digits) throws MalformedException {
    String fault = "strconv.ParseUint: parsing " + Quoted.text(digits) + ": ";
    if (digits.isEmpty()) {
      throw new MalformedException(fault + "invalid syntax");
    }
    try {
      return Long.parseUnsignedLong(digits);
    } catch (NumberFormatException e) {
      throw new MalformedException(fault + "value out of range");
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIdentifier(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !isDigit(c) && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean hasLeadingZero(String digits) {
    return digits.length() > 1 && digits.charAt(0) == '0';
  }

  @Override
  public int compareTo(SemanticVersion other) {
    int order = Long.compareUnsigned(major, other.major);
    order = order != 0 ? order : Long.compareUnsigned(minor, other.minor);
    order = order != 0 ? order : Long.compareUnsigned(patch, other.patch);
    if (order != 0) {
      return Integer.signum(order);
    }
    if (before.isEmpty() || other.before.isEmpty()) {
      return Boolean.compare(before.isEmpty(), other.before.isEmpty());
    }
    for (int i = 0; i < before.size() && i < other.before.size(); i++) {
      order = before.get(i).compareTo(other.before.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(before.size(), other.before.size());
  }

  /**
   * A part of what comes before a release.
   *
   * @param number of 64 bits, without a sign
   * @param word empty for a number; numbers come before words
   */
  record Identifier(long number, String word) implements Comparable<Identifier> {
    static Identifier of(String text) throws MalformedException {
      if (text.isEmpty()) {
        throw new MalformedException("Prerelease is empty");
      }
      if (!isNumber(text)) {
        if (!isIdentifier(text)) {
          throw new MalformedException(
              "Invalid character(s) found in prerelease " + Quoted.text(text));
        }
        return new Identifier(0, text);
      }
      if (hasLeadingZero(text)) {
        throw new MalformedException(
            "Numeric PreRelease version must not contain leading zeroes " + Quoted.text(text));
      }
      return new Identifier(unsigned(text), "");
    }

    @Override
    public int compareTo(Identifier other) {
      return word.isEmpty() && other.word.isEmpty()
          ? Long.compareUnsigned(number, other.number)
          : Integer.signum(word.compareTo(other.word));
    }
  }
}
