package dev.breakwater.content.secret;

import dev.breakwater.content.secret.Form.Span;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds secrets in texts. One pass looks for the keywords of all rules; only where one is does a
 * rule look closer, and never further than its form allows. Safe to share between threads.
 *
 * <p>Bounds: of one text {@link #MAX_MATCHES} secrets are told, each once however often it is
 * there, and no more than {@link #MAX_EFFORT} bytes are looked at closely.
 */
public final class SecretScanner {
  /** Secrets of one text that are told. */
  public static final int MAX_MATCHES = 100;

  /**
   * Bytes that expressions may see of one text, each time that they see one. Real files of the
   * longest size stay below a tenth; this is for those that are made of keywords.
   */
  static final long MAX_EFFORT = 64L << 20;

  private static final class Standard {
    static final SecretScanner SCANNER = new SecretScanner(StandardRules.all());
  }

  private final List<SecretRule> rules;
  private final Map<String, SecretRule> byId;
  private final Keywords keywords;

  /** For each keyword, the number of its rule, and how the rule writes it. */
  private final int[] ruleOf;

  private final String[] written;

  SecretScanner(List<SecretRule> rules) {
    this.rules = List.copyOf(rules);
    byId = new HashMap<>();
    List<String> all = new ArrayList<>();
    List<Integer> owners = new ArrayList<>();
    for (int r = 0; r < rules.size(); r++) {
      if (byId.put(rules.get(r).id(), rules.get(r)) != null) {
        throw new IllegalArgumentException("two rules are called " + rules.get(r).id());
      }
      for (String keyword : rules.get(r).keywords()) {
        all.add(keyword);
        owners.add(r);
      }
    }
    written = all.toArray(new String[0]);
    ruleOf = new int[written.length];
    for (int k = 0; k < ruleOf.length; k++) {
      ruleOf[k] = owners.get(k);
    }
    keywords = new Keywords(all);
  }

  /** The scanner with the rules that Breakwater brings. */
  public static SecretScanner standard() {
    return Standard.SCANNER;
  }

  /** Finds the secrets of a text, in the order in which they are there. */
  public List<SecretMatch> find(CharSequence text) {
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(text));
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    return find(bytes);
  }

  /** Finds the secrets of a text in UTF-8, or in whatever has ASCII in common with it. */
  public List<SecretMatch> find(byte[] text) {
    List<SecretMatch> matches = new ArrayList<>();
    for (Sighting sighting : search(new Text(text, text.length)).sightings()) {
      matches.add(sighting.match());
    }
    return matches;
  }

  /** Changes whenever the rules find something else. */
  String signature() {
    StringBuilder signature = new StringBuilder(16 * 1024);
    for (SecretRule rule : rules) {
      rule.sign(signature);
    }
    return Check.hex(Check.crc32(signature.toString()));
  }

  /** The rules, the more telling ones first. */
  List<SecretRule> rules() {
    return rules;
  }

  @Nullable SecretRule rule(String id) {
    return byId.get(id);
  }

  /**
   * What a text holds.
   *
   * @param complete whether all of it was looked at
   */
  record Result(List<Sighting> sightings, boolean complete) {}

  /**
   * A secret and where it is.
   *
   * @param start position of its first byte
   * @param end position behind its last byte
   */
  record Sighting(SecretMatch match, int start, int end) {}

  Result search(Text text) {
    Search search = new Search(text);
    keywords.find(text.bytes(), text.length(), search);
    return search.result();
  }

  /** A secret that a rule saw. */
  private record Hit(int rule, Span span, String secret) {}

  /** The search of one text. */
  private final class Search implements Keywords.Visitor {
    private final Text text;
    private final List<Hit> hits = new ArrayList<>();
    private boolean complete = true;

    Search(Text text) {
      this.text = text;
    }

    @Override
    public boolean found(int keyword, int end) {
      int number = ruleOf[keyword];
      SecretRule rule = rules.get(number);
      String word = written[keyword];
      int start = end - word.length();
      if (!rule.anyCase() && !text.has(start, word)) {
        return true;
      }
      Span span = rule.form().find(text, start, end, word);
      if (span != null) {
        consider(number, rule, span);
      }
      // One more than are told: of the last, the more telling rule may not have had its turn.
      complete = hits.size() <= MAX_MATCHES && text.effort() < MAX_EFFORT;
      return complete;
    }

    private void consider(int number, SecretRule rule, Span span) {
      String secret = text.window(span.start(), span.end());
      if (Placeholder.is(secret)
          || (rule.entropy() > 0 && Entropy.of(secret) < rule.entropy())
          || !rule.check().holds(secret)) {
        return;
      }
      String near = rule.near();
      if (near == null || text.hasNear(span.start(), span.end(), near)) {
        add(new Hit(number, span, secret));
      }
    }

    /** Where two rules see the same bytes, the more telling one is right. */
    private void add(Hit hit) {
      for (int i = hits.size() - 1; i >= 0; i--) {
        Hit other = hits.get(i);
        boolean overlaps =
            other.span().start() < hit.span().end() && hit.span().start() < other.span().end();
        if (overlaps ? other.rule() <= hit.rule() : isAgain(hit, other)) {
          return;
        }
        if (overlaps) {
          hits.remove(i);
        }
      }
      hits.add(hit);
    }

    private static boolean isAgain(Hit hit, Hit other) {
      return other.rule() <= hit.rule() && other.secret().equals(hit.secret());
    }

    Result result() {
      if (hits.isEmpty()) {
        return new Result(List.of(), complete);
      }
      hits.sort(Comparator.comparingInt(hit -> hit.span().start()));
      List<Hit> told = hits.subList(0, Math.min(hits.size(), MAX_MATCHES));
      List<Sighting> sightings = new ArrayList<>(told.size());
      int position = 0;
      int line = 1;
      int column = 1;
      for (Hit hit : told) {
        for (; position < hit.span().start(); position++) {
          int c = text.at(position);
          if (c == '\n') {
            line++;
            column = 1;
          } else if ((c & 0xc0) != 0x80) {
            // The bytes of a character in UTF-8 but its first do not count.
            column++;
          }
        }
        SecretRule rule = rules.get(hit.rule());
        Span span = hit.span();
        SecretMatch match = rule.match(line, column, span.end() - span.start(), span.description());
        sightings.add(new Sighting(match, span.start(), span.end()));
      }
      return new Result(List.copyOf(sightings), complete);
    }
  }
}
