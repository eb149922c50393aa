package dev.breakwater.content.setting;

import dev.breakwater.core.Digest;
import dev.breakwater.core.Subject;
import dev.breakwater.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step of an image's history, in whichever of its dialects the builder wrote it: {@code /bin/sh
 * -c #(nop) ENV A=b} of Docker's first builder and of Buildah, {@code RUN /bin/sh -c … # buildkit}
 * of BuildKit, {@code |1 A=b /bin/sh -c …} where build arguments were given.
 *
 * @param index in the history, from 0
 * @param instruction of a Dockerfile, in capitals; empty where it is not known
 * @param text what follows it, shell and build arguments taken off
 * @param arguments build arguments, {@code NAME=value}
 * @param layer the diff-id of the layer that it made; null where it made none, or it is not known
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/config.md">OCI image
 *     configuration, history</a>
 */
record Step(
    int index, String instruction, String text, List<String> arguments, @Nullable Digest layer) {
  /** Longer histories are made by nobody. */
  private static final int MAX_STEPS = 2000;

  private static final int MAX_TEXT = 64 * 1024;
  private static final int MAX_ARGUMENTS = 100;
  private static final String SHELL = "/bin/sh -c ";
  private static final String NO_OPERATION = "#(nop)";

  /** Reads the history. */
  static List<Step> read(Json configuration, Subject subject) {
    List<Json> history = configuration.get("history").items();
    int made = 0;
    for (Json entry : history) {
      made += entry.get("empty_layer").isTrue() ? 0 : 1;
    }
    // A history that does not fit the layers would put the blame on the wrong one.
    boolean fits = made == subject.layers().size();
    List<Step> steps = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < Math.min(history.size(), MAX_STEPS); i++) {
      Json entry = history.get(i);
      Digest layer = null;
      if (!entry.get("empty_layer").isTrue() && fits) {
        layer = subject.layers().get(next++).diffId();
      }
      String text = entry.text("created_by", "");
      steps.add(of(i, text.substring(0, Math.min(text.length(), MAX_TEXT)).strip(), layer));
    }
    return steps;
  }

  static Step of(int index, String createdBy, @Nullable Digest layer) {
    String text = createdBy;
    if (text.endsWith("# buildkit")) {
      text = text.substring(0, text.length() - 10).strip();
    }
    boolean run = text.startsWith("RUN ");
    if (run) {
      text = text.substring(4).strip();
    }
    List<String> arguments = new ArrayList<>();
    if (text.startsWith("|")) {
      text = takeArguments(text, arguments);
      run = true;
    }
    if (text.startsWith(SHELL)) {
      text = text.substring(SHELL.length()).strip();
      if (!text.startsWith(NO_OPERATION)) {
        return new Step(index, "RUN", text, List.copyOf(arguments), layer);
      }
      text = text.substring(NO_OPERATION.length()).strip();
    }
    if (run) {
      return new Step(index, "RUN", text, List.copyOf(arguments), layer);
    }
    int end = 0;
    while (end < text.length() && text.charAt(end) >= 'A' && text.charAt(end) <= 'Z') {
      end++;
    }
    boolean known = end > 1 && end < text.length() && text.charAt(end) == ' ';
    return new Step(
        index,
        known ? text.substring(0, end) : "",
        known ? text.substring(end).strip() : text,
        List.of(),
        layer);
  }

  /** {@code |2 A=b C=d rest}; a value with a blank in it is cut there, and the rest is unharmed. */
  private static String takeArguments(String text, List<String> arguments) {
    int shell = text.indexOf(SHELL);
    int end = shell < 0 ? text.length() : shell;
    for (String word : text.substring(0, end).split(" ")) {
      if (word.indexOf('=') > 0 && arguments.size() < MAX_ARGUMENTS) {
        arguments.add(word);
      }
    }
    return text.substring(end);
  }

  /** The part of the configuration that it is, for people. */
  String pointer() {
    return "history[" + index + "]";
  }
}
