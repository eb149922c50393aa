package dev.breakwater.core.policy;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Decision;
import dev.breakwater.core.cel.Apart;
import dev.breakwater.core.cel.Meter;
import dev.breakwater.core.judge.Policy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A policy that somebody wrote: rules in CEL, each of which denies or warns where its condition
 * holds. A file whose name ends in {@code .cel} is one expression, which denies; any other is YAML,
 * as {@code docs/policies.md} describes it. Rules are compiled when the file is read. A rule that
 * fails, or takes too long, is a decision of {@link Decision.Effect#ERROR}.
 */
public final class PolicyFile implements Policy {
  /** The longest policy file, in bytes. */
  public static final int MAX_SIZE = 1 << 20;

  /** What {@link #builtIn} is called. */
  public static final String BUILT_IN = "default";

  private static final String BUILT_IN_RESOURCE = "default.yaml";

  /** For what counting steps misses: far longer than all steps take on a slow machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final String name;
  private final List<CompiledRule> rules;

  private PolicyFile(String name, List<CompiledRule> rules) {
    this.name = name;
    this.rules = List.copyOf(rules);
  }

  /**
   * Reads a policy.
   *
   * @throws BreakwaterException where it cannot be read or one of its rules cannot be used; the
   *     message names file, line and column
   */
  public static PolicyFile read(Path file) throws BreakwaterException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_SIZE + 1);
    } catch (IOException e) {
      throw new BreakwaterException(tried(file.toString()) + BreakwaterException.reason(e), e);
    }
    if (bytes.length > MAX_SIZE) {
      throw new BreakwaterException(
          tried(file.toString()) + "it is longer than " + MAX_SIZE + " bytes");
    }
    String fileName = String.valueOf(file.getFileName());
    return fileName.endsWith(".cel")
        ? compile(
            file.toString(),
            List.of(wholeFile(file, text(file, bytes))),
            fileName.substring(0, fileName.length() - ".cel".length()))
        : compile(file.toString(), text(file, bytes));
  }

  /** The policy that comes with the program. */
  public static PolicyFile builtIn() {
    try (InputStream in = PolicyFile.class.getResourceAsStream(BUILT_IN_RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the program was packed without " + BUILT_IN_RESOURCE);
      }
      return compile(BUILT_IN, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException | BreakwaterException e) {
      throw new IllegalStateException("the built-in policy cannot be read", e);
    }
  }

  private static String text(Path file, byte[] bytes) throws BreakwaterException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new BreakwaterException(tried(file.toString()) + "it is not UTF-8", e);
    }
  }

  private static Rule wholeFile(Path file, String text) throws BreakwaterException {
    if (text.isBlank()) {
      throw new BreakwaterException(tried(file.toString()) + "there is no expression in it");
    }
    String fileName = String.valueOf(file.getFileName());
    String name = fileName.substring(0, fileName.length() - ".cel".length());
    return new Rule(
        name.isEmpty() ? fileName : name,
        1,
        Decision.Effect.DENY,
        Expression.ofWhole(text),
        null,
        null);
  }

  private static PolicyFile compile(String file, String text) throws BreakwaterException {
    try {
      RuleReader.Rules read = RuleReader.read(text);
      return compile(file, read.rules(), read.name() == null ? file : read.name());
    } catch (FaultyPolicyException e) {
      throw new BreakwaterException(tried(file) + e.getMessage(), e);
    }
  }

  private static PolicyFile compile(String file, List<Rule> rules, String name)
      throws BreakwaterException {
    Compilation compilation = Apart.run(() -> Compilation.of(file, rules), PATIENCE);
    if (compilation == null) {
      throw new BreakwaterException(
          tried(file) + "it takes longer than " + PATIENCE.toMinutes() + " minutes to compile");
    }
    if (compilation.fault() != null) {
      throw new BreakwaterException(
          tried(file) + compilation.fault().getMessage(), compilation.fault());
    }
    return new PolicyFile(name, compilation.rules());
  }

  /**
   * What came of compiling.
   *
   * @param fault null where all is well
   */
  private record Compilation(List<CompiledRule> rules, @Nullable FaultyPolicyException fault) {
    static Compilation of(String file, List<Rule> rules) {
      Language language = new Language();
      List<CompiledRule> compiled = new ArrayList<>(rules.size());
      for (Rule rule : rules) {
        try {
          compiled.add(CompiledRule.of(file, rule, language));
        } catch (FaultyPolicyException e) {
          return new Compilation(List.of(), e);
        }
      }
      return new Compilation(compiled, null);
    }
  }

  private static String tried(String file) {
    return "Tried to read the policy " + file + ": ";
  }

  /** What the policy calls itself, or the file where it has no name. */
  public String name() {
    return name;
  }

  @Override
  public boolean gates() {
    return rules.stream().anyMatch(rule -> rule.effect() == Decision.Effect.DENY);
  }

  @Override
  public List<Decision> decide(Case about) {
    Decisions decisions = new Decisions();
    List<Decision> all = Apart.run(() -> decisions.of(about), PATIENCE);
    return all != null ? all : decisions.soFar();
  }

  /** The decisions about one case, which its own thread makes and another may not wait for. */
  private final class Decisions {
    private final List<Decision> made = new ArrayList<>();
    private int next;
    private boolean over;

    List<Decision> of(Case about) {
      Meter meter = new Meter(Language.LIMITS);
      Facts facts = Facts.of(about, meter);
      for (CompiledRule rule : rules) {
        meter.reset();
        List<Decision> decision =
            ScopedValue.where(Meter.CURRENT, meter).call(() -> rule.decide(facts));
        synchronized (this) {
          if (over) {
            return List.of();
          }
          made.addAll(decision);
          next++;
        }
      }
      return made;
    }

    /** What was decided, and that the other rules were not. */
    synchronized List<Decision> soFar() {
      over = true;
      List<Decision> decisions = new ArrayList<>(made);
      for (CompiledRule rule : rules.subList(next, rules.size())) {
        decisions.add(
            rule.undecided("the policy takes longer than " + PATIENCE.toMinutes() + " minutes"));
      }
      return decisions;
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
