package dev.breakwater.advisory.version;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Packagist's versions: Composer normalises them ({@code v1.2-beta.3} to {@code 1.2.0.0-beta3},
 * {@code 1.x-dev} to {@code 1.9999999.9999999.9999999-dev}) and PHP's {@code version_compare}
 * orders what comes of it. A branch such as {@code dev-main} equals itself and has no place among
 * versions, for Composer as for us: comparing it with anything else is refused.
 *
 * @see <a href="https://getcomposer.org/doc/articles/versions.md">Composer: versions</a>
 */
final class ComposerOrder implements VersionOrder {
  static final ComposerOrder INSTANCE = new ComposerOrder();

  // Composer's grammar, as its VersionParser has it. Every loop is possessive or bounded, and the
  // text is, so that no input makes them slow.
  private static final String MODIFIER =
      "[._-]?(?:(stable|beta|b|rc|alpha|a|patch|pl|p)((?:[.-]?\\d+)*+)?)?([.-]?dev)?";
  private static final Pattern ALIAS = Pattern.compile("([^,\\s]++) ++as ++([^,\\s]++)");
  private static final Pattern STABILITY_FLAG =
      Pattern.compile("@(?:stable|RC|beta|alpha|dev)$", Pattern.CASE_INSENSITIVE);
  private static final Pattern BUILD = Pattern.compile("([^,\\s+]++)\\+[^\\s]++");
  private static final Pattern CLASSICAL =
      Pattern.compile(
          "v?(\\d{1,5})(\\.\\d++)?(\\.\\d++)?(\\.\\d++)?" + MODIFIER, Pattern.CASE_INSENSITIVE);
  private static final Pattern DATED =
      Pattern.compile(
          "v?(\\d{4}(?:[.:-]?\\d{2}){1,6}(?:[.:-]?\\d{1,3})?)" + MODIFIER,
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NUMERIC_BRANCH =
      Pattern.compile(
          "v?(\\d++)(\\.(?:\\d++|[xX*]))?(\\.(?:\\d++|[xX*]))?(\\.(?:\\d++|[xX*]))?[.-]?dev",
          Pattern.CASE_INSENSITIVE);

  /** What Composer puts for an {@code x}. */
  private static final String WILDCARD = "9999999";

  // PHP's order of words; the end of a version ranks as "#", numbers after the end.
  private static final int DEV = 0;
  private static final int ALPHA = 1;
  private static final int BETA = 2;
  private static final int CANDIDATE = 3;
  private static final int END = 4;
  private static final int NUMBER = 5;
  private static final int PATCH = 6;

  private ComposerOrder() {}

  /** A number where {@code rank} is {@link #NUMBER}, else a word. */
  private record Part(int rank, String number) {}

  @Override
  public int compare(String left, String right) throws UnreadableVersionException {
    String l = stripped(left);
    String r = stripped(right);
    boolean leftBranch = isBranch(l);
    boolean rightBranch = isBranch(r);
    if (leftBranch && rightBranch && l.substring(4).equals(r.substring(4))) {
      return 0;
    }
    List<Part> leftParts = leftBranch ? List.of() : normalised(l, left);
    List<Part> rightParts = rightBranch ? List.of() : normalised(r, right);
    if (leftBranch || rightBranch) {
      throw unreadable(leftBranch ? left : right, "it is a branch, which comes nowhere in order");
    }
    return compareParts(leftParts, rightParts);
  }

  private static int compareParts(List<Part> left, List<Part> right) {
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      int lRank = i < left.size() ? left.get(i).rank() : END;
      int rRank = i < right.size() ? right.get(i).rank() : END;
      if (lRank != rRank) {
        return Integer.compare(lRank, rRank);
      }
      if (lRank == NUMBER) {
        String l = left.get(i).number();
        String r = right.get(i).number();
        int byNumber = Numerals.compare(l, 0, l.length(), r, 0, r.length());
        if (byNumber != 0) {
          return byNumber;
        }
      }
    }
    return 0;
  }

  /** Drops what Composer drops before it looks at the version proper. */
  private static String stripped(String version) throws UnreadableVersionException {
    if (version.length() > MAX_LENGTH) {
      throw unreadable(version, "it is longer than 1024 characters");
    }
    String text = version.strip();
    Matcher alias = ALIAS.matcher(text);
    if (alias.matches()) {
      text = alias.group(1);
    }
    if (text.indexOf('@') >= 0) {
      text = STABILITY_FLAG.matcher(text).replaceFirst("");
    }
    return switch (text) {
      case "master", "trunk", "default" -> "dev-" + text;
      default -> text;
    };
  }

  private static boolean isBranch(String text) {
    return text.regionMatches(true, 0, "dev-", 0, 4);
  }

  private static List<Part> normalised(String text, String version)
      throws UnreadableVersionException {
    String plain = text;
    if (text.indexOf('+') >= 0) {
      Matcher build = BUILD.matcher(text);
      plain = build.matches() ? build.group(1) : text;
    }
    List<Part> parts = new ArrayList<>(8);
    Matcher classical = CLASSICAL.matcher(plain);
    if (classical.matches()) {
      for (int group = 1; group <= 4; group++) {
        String number = classical.group(group);
        parts.add(new Part(NUMBER, number == null ? "0" : digits(number)));
      }
      addModifiers(classical, 5, parts);
      return parts;
    }
    Matcher dated = DATED.matcher(plain);
    if (dated.matches()) {
      addNumbers(dated.group(1), parts);
      addModifiers(dated, 2, parts);
      return parts;
    }
    Matcher branch = NUMERIC_BRANCH.matcher(plain);
    if (branch.matches()) {
      for (int group = 1; group <= 4; group++) {
        String number = branch.group(group);
        boolean given = number != null && Numerals.isDigit(number.charAt(number.length() - 1));
        parts.add(new Part(NUMBER, given ? digits(number) : WILDCARD));
      }
      parts.add(new Part(DEV, ""));
      return parts;
    }
    throw unreadable(version, "Composer knows no such version");
  }

  private static String digits(@Nullable String number) {
    return number == null || !number.startsWith(".") ? String.valueOf(number) : number.substring(1);
  }

  private static void addModifiers(Matcher match, int group, List<Part> parts) {
    String word = match.group(group);
    if (word != null) {
      String stability = word.toLowerCase(Locale.ROOT);
      if (stability.equals("stable")) {
        return;
      }
      parts.add(new Part(rank(stability), ""));
      String numbers = match.group(group + 1);
      if (numbers != null) {
        addNumbers(numbers, parts);
      }
    }
    if (match.group(group + 2) != null) {
      parts.add(new Part(DEV, ""));
    }
  }

  private static int rank(String stability) {
    return switch (stability.charAt(0)) {
      case 'a' -> ALPHA;
      case 'b' -> BETA;
      case 'r' -> CANDIDATE;
      default -> PATCH;
    };
  }

  private static void addNumbers(String text, List<Part> parts) {
    for (int at = 0; at < text.length(); ) {
      int end = Numerals.end(text, at, text.length());
      if (end > at) {
        parts.add(new Part(NUMBER, text.substring(at, end)));
      }
      at = end + 1;
    }
  }

  private static UnreadableVersionException unreadable(String text, String reason) {
    return UnreadableVersionException.of("Composer", text, reason);
  }
}
