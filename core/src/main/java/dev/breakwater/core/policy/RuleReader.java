package dev.breakwater.core.policy;

import dev.breakwater.core.Decision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads the rules of a policy file, keeping where everything stands. What is not known is refused,
 * because a misspelt key would be a gate that never closes; so are aliases and a second document.
 *
 * @see <a href="https://yaml.org/spec/1.2.2/">YAML 1.2</a>
 */
final class RuleReader {
  static final int MAX_RULES = 1000;
  private static final int MAX_NAME = 100;
  private static final int MAX_MESSAGE = 5 * 1024;
  private static final String NO_RULES = "there are no rules, so it would let everything pass";
  private static final Position BEGINNING = new Position(1, 1);

  private final int[] source;
  private final Iterator<Event> events;
  private @Nullable Event ahead;
  private @Nullable String policyName;

  private RuleReader(String text) {
    this.source = text.codePoints().toArray();
    // The library's reader takes a text apart again with every buffer that it needs.
    LoadSettings settings =
        LoadSettings.builder()
            .setCodePointLimit(Math.max(text.length(), 1))
            .setBufferSize(Math.max(text.length(), 1024))
            .build();
    this.events = new Parse(settings).parseString(text).iterator();
  }

  /**
   * What a file says.
   *
   * @param name what it calls itself; null where it does not say
   */
  record Rules(@Nullable String name, List<Rule> rules) {}

  static Rules read(String text) throws FaultyPolicyException {
    RuleReader reader = new RuleReader(text);
    try {
      List<Rule> rules = reader.document();
      return new Rules(reader.policyName, rules);
    } catch (MarkedYamlEngineException e) {
      Position at = e.getProblemMark().map(RuleReader::position).orElse(BEGINNING);
      throw new FaultyPolicyException(at, "not valid YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new FaultyPolicyException("not valid YAML: " + String.valueOf(e.getMessage()));
    }
  }

  private List<Rule> document() throws FaultyPolicyException {
    expect(Event.ID.StreamStart, "a YAML document");
    expect(Event.ID.DocumentStart, "a YAML document with rules");
    expect(Event.ID.MappingStart, "keys \"policy\" and \"rules\"");
    List<Rule> rules = null;
    while (peek().getEventId() != Event.ID.MappingEnd) {
      ScalarEvent key = scalar("a key");
      switch (key.getValue()) {
        case "policy" -> {
          if (policyName != null) {
            throw fault(key, "the key \"policy\" is there twice");
          }
          policyName = name(scalar("the policy's name"), "the policy's name");
        }
        case "rules" -> {
          if (rules != null) {
            throw fault(key, "the key \"rules\" is there twice");
          }
          rules = rules();
        }
        default -> throw unknown(key, "a policy has \"policy\" and \"rules\"");
      }
    }
    Event end = next();
    expect(Event.ID.DocumentEnd, "the end of the document");
    if (peek().getEventId() != Event.ID.StreamEnd) {
      throw fault(peek(), "a policy file holds one document");
    }
    if (rules == null) {
      throw fault(end, NO_RULES);
    }
    return rules;
  }

  private List<Rule> rules() throws FaultyPolicyException {
    Event list = expect(Event.ID.SequenceStart, "a list of rules");
    List<Rule> rules = new ArrayList<>();
    Set<String> names = new HashSet<>();
    while (peek().getEventId() != Event.ID.SequenceEnd) {
      Event start = peek();
      if (rules.size() == MAX_RULES) {
        throw fault(start, "a policy has no more than " + MAX_RULES + " rules");
      }
      Rule rule = rule();
      if (!names.add(rule.name())) {
        throw fault(start, "another rule is called " + quote(rule.name()) + " already");
      }
      rules.add(rule);
    }
    next();
    if (rules.isEmpty()) {
      throw fault(list, NO_RULES);
    }
    return rules;
  }

  private Rule rule() throws FaultyPolicyException {
    Event start = expect(Event.ID.MappingStart, "a rule with \"name\" and \"deny\" or \"warn\"");
    Map<String, ScalarEvent> said = new HashMap<>();
    while (peek().getEventId() != Event.ID.MappingEnd) {
      ScalarEvent key = scalar("a key");
      switch (key.getValue()) {
        case "name", "deny", "warn", "message", "messageExpression" -> {
          if (said.put(key.getValue(), scalar("a text for " + quote(key.getValue()))) != null) {
            throw fault(key, "the key " + quote(key.getValue()) + " is there twice");
          }
        }
        default ->
            throw unknown(
                key,
                "a rule has \"name\", \"deny\" or \"warn\", \"message\" and"
                    + " \"messageExpression\"");
      }
    }
    next();
    ScalarEvent name = said.get("name");
    ScalarEvent deny = said.get("deny");
    ScalarEvent warn = said.get("warn");
    if (name == null) {
      throw fault(start, "the rule has no name");
    }
    if (deny != null && warn != null) {
      throw fault(warn, "a rule has either \"deny\" or \"warn\", not both");
    }
    ScalarEvent condition = deny != null ? deny : warn;
    if (condition == null) {
      throw fault(start, "the rule has neither \"deny\" nor \"warn\"");
    }
    ScalarEvent message = said.get("message");
    ScalarEvent messageExpression = said.get("messageExpression");
    if (message != null && messageExpression != null) {
      throw fault(messageExpression, "a rule has either a message or a messageExpression");
    }
    return new Rule(
        name(name, "a rule's name"),
        at(start).line(),
        deny != null ? Decision.Effect.DENY : Decision.Effect.WARN,
        expression(condition),
        message == null ? null : message(message),
        messageExpression == null ? null : expression(messageExpression));
  }

  private Expression expression(ScalarEvent scalar) throws FaultyPolicyException {
    if (scalar.getValue().isBlank()) {
      throw fault(scalar, "there is no expression");
    }
    Mark mark = scalar.getStartMark().orElseThrow();
    int from = mark.getIndex();
    Position start = position(mark);
    ScalarStyle style = scalar.getScalarStyle();
    if (style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED) {
      while (from < source.length && source[from] != '\n') {
        from++;
      }
      return new Expression(scalar.getValue(), source, from + 1, new Position(start.line() + 1, 1));
    }
    return style == ScalarStyle.PLAIN
        ? new Expression(scalar.getValue(), source, from, start)
        : new Expression(
            scalar.getValue(), source, from + 1, new Position(start.line(), start.column() + 1));
  }

  private String name(ScalarEvent scalar, String what) throws FaultyPolicyException {
    String name = scalar.getValue();
    if (name.isBlank() || name.length() > MAX_NAME || hasControls(name)) {
      throw fault(
          scalar, what + " has 1 to " + MAX_NAME + " characters, none of them a control character");
    }
    return name;
  }

  private String message(ScalarEvent scalar) throws FaultyPolicyException {
    String message = scalar.getValue().strip().replaceAll("\\s+", " ");
    if (message.isEmpty() || message.length() > MAX_MESSAGE || hasControls(message)) {
      throw fault(
          scalar,
          "a message has 1 to " + MAX_MESSAGE + " characters, none of them a control character");
    }
    return message;
  }

  private static boolean hasControls(String text) {
    return text.codePoints().anyMatch(Character::isISOControl);
  }

  private ScalarEvent scalar(String what) throws FaultyPolicyException {
    return (ScalarEvent) expect(Event.ID.Scalar, what);
  }

  private Event expect(Event.ID kind, String what) throws FaultyPolicyException {
    Event event = peek();
    if (event.getEventId() != kind) {
      throw fault(
          event,
          event.getEventId() == Event.ID.Alias
              ? "a policy has no aliases"
              : "there should be " + what + " here");
    }
    return next();
  }

  private Event peek() throws FaultyPolicyException {
    if (ahead == null) {
      if (!events.hasNext()) {
        throw new FaultyPolicyException("it ends too early");
      }
      ahead = events.next();
    }
    return ahead;
  }

  private Event next() throws FaultyPolicyException {
    Event event = peek();
    ahead = null;
    return event;
  }

  private static FaultyPolicyException unknown(ScalarEvent key, String known) {
    return fault(key, "the key " + quote(key.getValue()) + " is not known; " + known);
  }

  private static FaultyPolicyException fault(Event event, String what) {
    return new FaultyPolicyException(at(event), what);
  }

  private static Position at(Event event) {
    return event.getStartMark().map(RuleReader::position).orElse(BEGINNING);
  }

  private static Position position(Mark mark) {
    return new Position(mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static String quote(String text) {
    String shown = text.length() > MAX_NAME ? text.substring(0, MAX_NAME) + "…" : text;
    StringBuilder quoted = new StringBuilder(shown.length() + 2).append('"');
    shown.codePoints().forEach(c -> quoted.appendCodePoint(Character.isISOControl(c) ? '?' : c));
    return quoted.append('"').toString();
  }
}
