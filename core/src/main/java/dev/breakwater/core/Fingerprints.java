package dev.breakwater.core;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Names the findings of one report so that the next scan gives the same finding the same name, in
 * whatever order they come. Only where that would give two findings one name does {@link
 * Finding#distinction} help to tell them apart. Not safe to share between threads.
 */
public final class Fingerprints {
  private final Set<String> taken = new HashSet<>();
  private final IdentityHashMap<Finding, String> names = new IdentityHashMap<>();

  private Fingerprints() {}

  /** Names all findings of a report, those that are excused among them. */
  public static Fingerprints of(Report report) {
    Map<String, List<Finding>> alike = new LinkedHashMap<>();
    for (Finding finding : report.findings()) {
      alike.computeIfAbsent(whole(finding.identity()), none -> new ArrayList<>(1)).add(finding);
    }
    for (Excused excused : report.excused()) {
      Finding finding = excused.finding();
      alike.computeIfAbsent(whole(finding.identity()), none -> new ArrayList<>(1)).add(finding);
    }
    Fingerprints fingerprints = new Fingerprints();
    for (List<Finding> group : alike.values()) {
      if (group.size() > 1) {
        group.sort(
            Comparator.comparing((Finding one) -> whole(one.distinction()))
                .thenComparing(Finding::toString));
      }
      for (Finding finding : group) {
        fingerprints.names.put(finding, fingerprints.next(finding));
      }
    }
    return fingerprints;
  }

  /**
   * The name of a finding of the report: 32 hexadecimal digits.
   *
   * @throws IllegalArgumentException where the very object is none of the report's
   */
  public String name(Finding finding) {
    String name = names.get(finding);
    if (name == null) {
      throw new IllegalArgumentException("the report has no such finding: " + finding.id());
    }
    return name;
  }

  private String next(Finding finding) {
    String identity = finding.identity();
    String name = shortHash(identity);
    for (int again = 1; !taken.add(name); again++) {
      name = shortHash(identity + '\n' + finding.distinction() + '\n' + again);
    }
    return name;
  }

  private static String shortHash(String identity) {
    try {
      byte[] text = whole(identity).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** Half a surrogate pair as U+FFFD, as reports write it: a report read again has the same. */
  public static String whole(String text) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else {
        out = out == null ? new StringBuilder(text) : out;
        out.setCharAt(i, '\ufffd');
      }
    }
    return out == null ? text : out.toString();
  }
}
