package dev.breakwater.content.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every rule finds what it should, and nothing where it should not; see {@code examples.txt}. */
class StandardRulesTest {
  private static final SecretScanner SCANNER = SecretScanner.standard();

  /** Enough for a rule that misses one random text in ten to be noticed. */
  private static final int SEEDS = 30;

  @Test
  void everyRuleHasExamples() {
    Set<String> rules = new HashSet<>();
    for (SecretRule rule : SCANNER.rules()) {
      rules.add(rule.id());
      Examples.Of examples = Examples.templates().get(rule.id());
      assertThat(examples).as(rule.id()).isNotNull();
      assertThat(examples.holding()).as(rule.id()).hasSizeGreaterThanOrEqualTo(2);
      assertThat(examples.harmless()).as(rule.id()).hasSizeGreaterThanOrEqualTo(2);
      assertThat(rule.remedy()).as(rule.id()).isNotBlank();
    }
    assertThat(Examples.templates().keySet()).isEqualTo(rules);
  }

  @Test
  void findsWhatItShould() {
    List<String> missed = new ArrayList<>();
    Examples.templates()
        .forEach((rule, examples) -> {
          for (String template : examples.holding()) {
            // Some random texts look like words: a guess may miss one in ten.
            int mayMiss = rule.equals("generic-secret") ? SEEDS / 10 : 0;
            for (int seed = 0; seed < SEEDS; seed++) {
              String text = new Examples(seed).text(template);
              List<String> found = SCANNER.find(text).stream().map(SecretMatch::rule).toList();
              if (!found.equals(List.of(rule)) && --mayMiss < 0) {
                missed.add(rule + " " + seed + ": " + found + " in " + text);
                break;
              }
            }
          }
        });
    assertThat(missed).isEmpty();
  }

  @Test
  void findsNothingWhereItShouldNot() {
    List<String> wrong = new ArrayList<>();
    Examples.templates()
        .forEach((rule, examples) -> {
          for (String template : examples.harmless()) {
            for (int seed = 0; seed < SEEDS; seed++) {
              String text = new Examples(seed).text(template);
              if (SCANNER.find(text).stream().anyMatch(match -> match.rule().equals(rule))) {
                wrong.add(rule + " " + seed + " in " + text);
                break;
              }
            }
          }
        });
    assertThat(wrong).isEmpty();
  }
}
