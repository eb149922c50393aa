package dev.breakwater.cli;

import dev.breakwater.core.Problem;
import dev.breakwater.core.report.Screen;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * The person's end: where output goes and what it can show. The launcher asks the terminal and
 * hands the answer over in {@code BREAKWATER_TERMINAL}: {@code out}, the width in columns and
 * {@code err}, each where it is so.
 *
 * @param in standard input
 * @param out standard output, for lines; what cannot be written is lost in silence
 * @param report standard output, for what must arrive whole
 * @param err standard error
 * @param outIsTerminal whether a person reads {@code out}
 * @param errIsTerminal whether a person reads {@code err}
 * @param width columns of the terminal
 * @param environment the process's environment
 */
record Console(
    InputStream in,
    PrintStream out,
    OutputStream report,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal,
    int width,
    Map<String, String> environment) {

  private static final int USUAL_WIDTH = 100;

  /** The console of this process. */
  static Console ofThisProcess() {
    Map<String, String> environment = System.getenv();
    boolean out = false;
    boolean err = false;
    int width = number(environment.getOrDefault("COLUMNS", ""));
    for (String word : environment.getOrDefault("BREAKWATER_TERMINAL", "").split(" ")) {
      switch (word) {
        case "out" -> out = true;
        case "err" -> err = true;
        default -> width = number(word) > 0 ? number(word) : width;
      }
    }
    return new Console(
        System.in,
        printer(new FileOutputStream(FileDescriptor.out)),
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
        printer(new FileOutputStream(FileDescriptor.err)),
        out,
        err,
        width > 0 ? Math.clamp(width, 40, 400) : USUAL_WIDTH,
        environment);
  }

  private static PrintStream printer(OutputStream out) {
    return new PrintStream(out, false, StandardCharsets.UTF_8);
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException notANumber) {
      return 0;
    }
  }

  /** Whether more than ASCII can be shown; a file or pipe can hold anything. */
  boolean unicode() {
    if (!outIsTerminal) {
      return true;
    }
    for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      String locale = environment.getOrDefault(name, "").toUpperCase(Locale.ROOT);
      if (!locale.isEmpty()) {
        return locale.contains("UTF-8") || locale.contains("UTF8");
      }
    }
    return false;
  }

  /** Tells a person something on standard error, where names from hostile files do no harm. */
  void tell(String what) {
    err.println("breakwater: " + new Screen(width, false, true).clean(what));
  }

  /** Tells what could not be read, and where. */
  void tell(Problem problem) {
    tell(problem.where() + ": " + problem.what());
  }

  /** The same, with other input. */
  Console reading(String text) {
    return new Console(
        new java.io.ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        out,
        report,
        err,
        outIsTerminal,
        errIsTerminal,
        width,
        environment);
  }

  /** Whether to colour: a terminal, unless the user said no (https://no-color.org). */
  boolean colour() {
    return outIsTerminal
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !"dumb".equals(environment.get("TERM"));
  }
}
