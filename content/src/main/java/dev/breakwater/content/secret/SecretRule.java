package dev.breakwater.content.secret;

import dev.breakwater.core.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One sort of secret.
 *
 * @param id in words joined by hyphens; never changes its meaning, because waivers name it
 * @param title for people
 * @param remedy where it is revoked, as an order to a person
 * @param keywords without one of which there is no such secret; where one is, {@code form} looks
 * @param anyCase whether keywords are the same in upper and lower case
 * @param entropy bits for each character, which the secret must have at least; 0 where it may be
 *     anything
 * @param near what must be within {@link #NEAR} bytes, in any case; null where the form suffices
 * @param sureness how much the place matters
 */
record SecretRule(
    String id,
    String title,
    Severity severity,
    String remedy,
    List<String> keywords,
    boolean anyCase,
    Form form,
    Check check,
    double entropy,
    @Nullable String near,
    Sureness sureness) {

  /** How much a text of this form says by itself. */
  enum Sureness {
    /** Only the provider makes texts like this. */
    EXACT,
    /** It is what it looks like, but may well have been published on purpose. */
    SHAPED,
    /** Much else looks like it. */
    GUESSED
  }

  /** How far {@link #near} may be away, in bytes. */
  static final int NEAR = 4096;

  /** Random texts of twenty characters and more have more than this, hexadecimal ones included. */
  private static final double RANDOM = 2.8;

  SecretRule {
    keywords = List.copyOf(keywords);
  }

  /** A text that is known by how it begins, or by some other constant part. */
  static SecretRule token(
      String id,
      String title,
      Severity severity,
      String remedy,
      String expression,
      String... keywords) {
    return new SecretRule(
        id,
        title,
        severity,
        remedy,
        List.of(keywords),
        false,
        new Form.Token(new Expression(expression), 0),
        Check.NONE,
        RANDOM,
        null,
        Sureness.EXACT);
  }

  /** A text that is known by the name that it is assigned to. */
  static SecretRule assigned(
      String id,
      String title,
      Severity severity,
      String remedy,
      String expression,
      String... keywords) {
    return new SecretRule(
        id,
        title,
        severity,
        remedy,
        List.of(keywords),
        true,
        new Form.Assigned(new Expression(expression)),
        Check.NONE,
        RANDOM,
        null,
        Sureness.EXACT);
  }

  /** The same with another form, which has its own idea of what is random. */
  SecretRule form(Form other) {
    return new SecretRule(
        id, title, severity, remedy, keywords, anyCase, other, check, 0, near, sureness);
  }

  /** The same, beginning this many bytes before the keyword. */
  SecretRule before(int bytes) {
    Form moved =
        form instanceof Form.Token token ? new Form.Token(token.expression(), bytes) : form;
    return new SecretRule(
        id, title, severity, remedy, keywords, anyCase, moved, check, entropy, near, sureness);
  }

  SecretRule check(Check other) {
    return new SecretRule(
        id, title, severity, remedy, keywords, anyCase, form, other, entropy, near, sureness);
  }

  SecretRule entropy(double least) {
    return new SecretRule(
        id, title, severity, remedy, keywords, anyCase, form, check, least, near, sureness);
  }

  SecretRule near(String text) {
    return new SecretRule(
        id, title, severity, remedy, keywords, anyCase, form, check, entropy, text, sureness);
  }

  SecretRule sure(Sureness other) {
    return new SecretRule(
        id, title, severity, remedy, keywords, anyCase, form, check, entropy, near, other);
  }

  /** A secret of this sort at a place. */
  SecretMatch match(int line, int column, int length, String description) {
    return new SecretMatch(id, title, severity, line, column, length, description, remedy);
  }

  /** Adds whatever changes what is found; what people read may change without that. */
  void sign(StringBuilder signature) {
    signature.append(id).append(' ').append(anyCase).append(' ').append(check.name());
    signature.append(' ').append((int) (entropy * 1000)).append(' ').append(near).append(' ');
    form.sign(signature);
    for (String keyword : keywords) {
      signature.append(' ').append(keyword);
    }
    signature.append('\n');
  }
}
