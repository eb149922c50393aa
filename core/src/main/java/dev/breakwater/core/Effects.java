package dev.breakwater.core;

import dev.breakwater.core.Vulnerability.Effect;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what whoever uses a vulnerability can do: by its CWEs where the advisory has some that tell,
 * else by plain words in what it says, and by a CVSS vector that has one impact only. Never more
 * than is said: a weakness that can lead anywhere, such as improper input validation, says nothing.
 *
 * @see <a href="https://cwe.mitre.org/data/definitions/1000.html">CWE-1000, the research view</a>
 */
public final class Effects {
  private Effects() {}

  /**
   * The effects, in the order of {@link Effect}.
   *
   * @param weaknesses CWE identifiers, such as {@code CWE-787}; others are passed over
   * @param vector CVSS vector of any version; null where there is none
   * @param words what the advisory says in words, in any case
   */
  public static List<Effect> of(List<String> weaknesses, @Nullable String vector, String words) {
    Set<Effect> effects = ofWeaknesses(weaknesses);
    if (effects.isEmpty()) {
      addWords(words.toLowerCase(Locale.ROOT), effects);
      if (vector != null) {
        addImpact(vector, effects);
      }
    }
    return List.copyOf(effects);
  }

  /** The union of several, in the order of {@link Effect}. */
  public static List<Effect> union(List<Effect> left, List<Effect> right) {
    if (left.isEmpty() || left.equals(right)) {
      return right;
    }
    Set<Effect> both = EnumSet.copyOf(left);
    both.addAll(right);
    return List.copyOf(both);
  }

  /** CWE identifiers as they are written, once each and by number; anything else is left out. */
  public static List<String> weaknesses(List<String> identifiers) {
    List<Integer> numbers = new ArrayList<>(identifiers.size());
    for (String identifier : identifiers) {
      int number = number(identifier.trim());
      if (number > 0 && !numbers.contains(number)) {
        numbers.add(number);
      }
    }
    numbers.sort(null);
    List<String> names = new ArrayList<>(numbers.size());
    for (int number : numbers) {
      names.add("CWE-" + number);
    }
    return names;
  }

  private static Set<Effect> ofWeaknesses(List<String> weaknesses) {
    Set<Effect> effects = EnumSet.noneOf(Effect.class);
    for (String weakness : weaknesses) {
      Effect effect = of(number(weakness));
      if (effect != null) {
        effects.add(effect);
      }
    }
    return effects;
  }

  /** The number of {@code CWE-787}; 0 where it is none. */
  private static int number(String identifier) {
    if (identifier.length() < 5
        || identifier.length() > 9
        || !identifier.regionMatches(true, 0, "CWE-", 0, 4)) {
      return 0;
    }
    int number = 0;
    for (int i = 4; i < identifier.length(); i++) {
      char c = identifier.charAt(i);
      if (c < '0' || c > '9') {
        return 0;
      }
      number = 10 * number + (c - '0');
    }
    return number;
  }

  /**
   * The effect of a weakness, itself or one that stands above it in the research view of CWE 4.15;
   * null for those that can have any.
   */
  private static @Nullable Effect of(int weakness) {
    return switch (weakness) {
      // Below 119, 680, 763, 822 to 825 and 843; and 129, 131 and 134, which lead there.
      case 119,
          120,
          121,
          122,
          123,
          124,
          125,
          126,
          127,
          129,
          131,
          134,
          415,
          416,
          466,
          590,
          680,
          761,
          762,
          763,
          785,
          786,
          787,
          788,
          805,
          806,
          822,
          823,
          824,
          825,
          843 ->
          Effect.MEMORY_CORRUPTION;
      // Below 77, 94 and 943; and 88 and 502.
      case 77, 78, 88, 89, 90, 94, 95, 96, 97, 502, 564, 624, 643, 652, 917, 943, 1336 ->
          Effect.COMMAND_INJECTION;
      // Below 22, 41, 59, 66 and 73; and 552, 553 and 611.
      case 22,
          23,
          24,
          25,
          26,
          27,
          28,
          29,
          30,
          31,
          32,
          33,
          34,
          35,
          36,
          37,
          38,
          39,
          40,
          41,
          42,
          43,
          44,
          45,
          46,
          47,
          48,
          49,
          50,
          51,
          52,
          53,
          54,
          55,
          56,
          57,
          58,
          59,
          61,
          62,
          64,
          65,
          66,
          67,
          69,
          72,
          73,
          552,
          553,
          611,
          1386 ->
          Effect.FILE_ACCESS;
      // Below 200, 212, 311 and 402; and the kinds of 552 that name what is exposed.
      case 5,
          200,
          201,
          203,
          204,
          205,
          206,
          207,
          208,
          209,
          210,
          211,
          212,
          213,
          214,
          215,
          219,
          220,
          226,
          244,
          311,
          312,
          313,
          314,
          315,
          316,
          317,
          318,
          319,
          359,
          402,
          403,
          433,
          497,
          526,
          527,
          528,
          529,
          530,
          531,
          532,
          535,
          536,
          537,
          538,
          539,
          540,
          541,
          548,
          550,
          598,
          612,
          614,
          615,
          619,
          651,
          1230,
          1254,
          1255,
          1258,
          1272,
          1295,
          1300,
          1301,
          1303,
          1330,
          1342 ->
          Effect.INFORMATION_LEAK;
      // Below 269, 282, 285 and 286; and what stands above them, with bypasses of authentication.
      case 9,
          250,
          264,
          266,
          267,
          268,
          269,
          270,
          271,
          272,
          273,
          274,
          276,
          277,
          278,
          279,
          281,
          282,
          283,
          284,
          285,
          286,
          287,
          288,
          305,
          306,
          424,
          425,
          551,
          566,
          638,
          639,
          647,
          648,
          708,
          732,
          842,
          862,
          863 ->
          Effect.PRIVILEGE_ESCALATION;
      // Below 400, 405, 407, 772 and 834.
      case 400,
          401,
          405,
          406,
          407,
          408,
          409,
          674,
          770,
          771,
          772,
          773,
          774,
          775,
          776,
          779,
          789,
          834,
          835,
          920,
          1050,
          1325,
          1333 ->
          Effect.RESOURCE_EXHAUSTION;
      // What ends a program, or keeps it from answering.
      case 248, 369, 476, 600, 617, 833 -> Effect.DENIAL_OF_SERVICE;
      default -> null;
    };
  }

  private static void addWords(String words, Set<Effect> effects) {
    if (says(
        words,
        "denial of service",
        "denial-of-service",
        "null pointer dereference",
        "null dereference",
        "nil dereference",
        "nil pointer dereference",
        "division by zero",
        "divide by zero",
        "assertion failure",
        "reachable assertion",
        "infinite recursion")) {
      effects.add(Effect.DENIAL_OF_SERVICE);
    }
    if (says(
        words,
        "information disclosure",
        "information leak",
        "information exposure",
        "sensitive information",
        "memory exposure",
        "timing attack",
        "side channel",
        "side-channel",
        "leaks memory contents")) {
      effects.add(Effect.INFORMATION_LEAK);
    }
    if (says(
        words,
        "directory traversal",
        "path traversal",
        "arbitrary file",
        "symlink attack",
        "file disclosure",
        "zip slip",
        "local file inclusion",
        "xml external entit")) {
      effects.add(Effect.FILE_ACCESS);
    }
    if (says(
        words,
        "privilege escalation",
        "escalation of privilege",
        "elevation of privilege",
        "escalate privilege",
        "gain privileges",
        "gain root",
        "authentication bypass",
        "authorization bypass")) {
      effects.add(Effect.PRIVILEGE_ESCALATION);
    }
    if (says(
        words,
        "command injection",
        "code injection",
        "code execution",
        "sql injection",
        "execute arbitrary code",
        "execute arbitrary commands",
        "command execution",
        "prototype pollution",
        "template injection",
        "insecure deserialization")) {
      effects.add(Effect.COMMAND_INJECTION);
    }
    if (says(
        words,
        "buffer overflow",
        "buffer overread",
        "buffer over-read",
        "buffer underflow",
        "out-of-bounds read",
        "out-of-bounds write",
        "out-of-bounds memory",
        "out of bounds read",
        "out of bounds write",
        "use after free",
        "use-after-free",
        "double free",
        "double-free",
        "memory corruption",
        "heap overflow",
        "type confusion",
        "uninitialized memory",
        "memory safety",
        "dangling pointer",
        "heap corruption")) {
      effects.add(Effect.MEMORY_CORRUPTION);
    }
    if (says(
        words,
        "infinite loop",
        "memory exhaustion",
        "resource exhaustion",
        "memory leak",
        "cpu exhaustion",
        "cpu consumption",
        "memory consumption",
        "resource consumption",
        "redos",
        "regular expression denial",
        "uncontrolled recursion",
        "excessive memory",
        "excessive cpu",
        "disk exhaustion",
        "algorithmic complexity",
        "zip bomb",
        "decompression bomb")) {
      effects.add(Effect.RESOURCE_EXHAUSTION);
    }
  }

  private static boolean says(String words, String... phrases) {
    for (String phrase : phrases) {
      if (words.contains(phrase)) {
        return true;
      }
    }
    return false;
  }

  /** A vector with one impact only says what that is. */
  private static void addImpact(String vector, Set<Effect> effects) {
    boolean four = vector.startsWith("CVSS:4");
    boolean confidentiality = hasImpact(vector, four ? "VC" : "C");
    boolean integrity = hasImpact(vector, four ? "VI" : "I");
    boolean availability = hasImpact(vector, four ? "VA" : "A");
    if (availability && !confidentiality && !integrity) {
      effects.add(Effect.DENIAL_OF_SERVICE);
    } else if (confidentiality && !integrity && !availability) {
      effects.add(Effect.INFORMATION_LEAK);
    }
  }

  /** Whether a metric has a value other than N: N is "none" in every version of CVSS. */
  private static boolean hasImpact(String vector, String metric) {
    for (String part : vector.split("/", -1)) {
      int colon = part.indexOf(':');
      if (colon > 0 && part.substring(0, colon).equals(metric)) {
        return !part.substring(colon + 1).equals("N");
      }
    }
    return false;
  }
}
