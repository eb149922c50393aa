package dev.breakwater.posture.source;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A file of YAML or JSON documents, read as Kubernetes reads it: what ends in {@code .json} or
 * begins like JSON is JSON, or else YAML, and everything else is YAML. Immutable and safe to share
 * between threads.
 */
public final class SourceFile {
  /** The largest file that is read. */
  public static final int MAX_BYTES = 20 * 1024 * 1024;

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final String name;
  private final String text;
  private final Documents read;

  /** Where lines begin; null until one is asked for. */
  private volatile int @Nullable [] lines;

  private SourceFile(String name, String text, Documents read) {
    this.name = name;
    this.text = text;
    this.read = read;
  }

  /**
   * Reads a file.
   *
   * @throws BreakwaterException where there is none, it is no ordinary file, it is longer than
   *     {@link #MAX_BYTES}, or no text in UTF-8 or UTF-16. Documents that are faulty are {@link
   *     #problems()} instead
   */
  public static SourceFile read(Path file) throws BreakwaterException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new BreakwaterException("Tried to read " + file + ", but it is no ordinary file");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new BreakwaterException("There is no file " + file, e);
    } catch (IOException e) {
      throw new BreakwaterException(
          "Tried to read " + file + ", but " + BreakwaterException.reason(e), e);
    }
    return of(file.toString(), bytes);
  }

  /**
   * The same of what is in memory already.
   *
   * @param name of the file, for people
   */
  public static SourceFile of(String name, byte[] bytes) throws BreakwaterException {
    if (bytes.length > MAX_BYTES) {
      throw new BreakwaterException(
          "Tried to read "
              + name
              + ", but it is longer than "
              + MAX_BYTES / 1024 / 1024
              + " MB; cut it into several files");
    }
    return read(name, text(name, bytes));
  }

  /**
   * What a program printed, as YAML.
   *
   * @param name of the file that it was made from, for people
   * @param places gives each document the places where its values were written, because it comes
   *     with the lines of what was printed, which nobody can look up
   */
  public static SourceFile rendered(String name, String text, UnaryOperator<Value> places) {
    Documents read = YamlReader.read(name, withPlainLineEnds(text), YamlReader.Manner.RENDERED);
    return new SourceFile(
        name,
        "",
        new Documents(
            read.values().stream().map(places).toList(), read.problems(), read.unambiguous()));
  }

  private static String text(String name, byte[] bytes) throws BreakwaterException {
    Charset charset = StandardCharsets.UTF_8;
    if (bytes.length >= 2 && (bytes[0] & 0xFF) == 0xFE && (bytes[1] & 0xFF) == 0xFF) {
      charset = StandardCharsets.UTF_16BE;
    } else if (bytes.length >= 2 && (bytes[0] & 0xFF) == 0xFF && (bytes[1] & 0xFF) == 0xFE) {
      charset = StandardCharsets.UTF_16LE;
    }
    CharsetDecoder decoder = charset.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(in, out, true);
    out.flip();
    if (result.isError()) {
      throw new BreakwaterException(
          "Tried to read "
              + name
              + ", but it is not written in "
              + charset.name()
              + ": line "
              + (1 + out.chars().filter(c -> c == '\n').count())
              + " has bytes that are no character");
    }
    return withoutMarks(out.toString());
  }

  /** Files that were put together have a byte order mark where one of them begins. */
  private static String withoutMarks(String text) {
    if (text.indexOf(BYTE_ORDER_MARK) < 0) {
      return text;
    }
    String first = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    return first
        .replace("\n" + BYTE_ORDER_MARK + "---", "\n---")
        .replace("---\n" + BYTE_ORDER_MARK, "---\n")
        .replace("---\r\n" + BYTE_ORDER_MARK, "---\r\n");
  }

  private static SourceFile read(String name, String text) {
    boolean named = name.endsWith(".json");
    if (!named && !beginsLikeJson(text)) {
      return yaml(name, text);
    }
    SourceFile json = new SourceFile(name, text, JsonReader.read(name, text));
    if (json.problems().isEmpty()) {
      return json;
    }
    // JSON with trailing commas or comments is YAML.
    SourceFile yaml = yaml(name, text);
    boolean meant = !named && json.documents().isEmpty();
    return meant || yaml.problems().isEmpty() ? yaml : json;
  }

  private static SourceFile yaml(String name, String text) {
    String lines = withPlainLineEnds(text);
    return new SourceFile(name, lines, YamlReader.read(name, lines, YamlReader.Manner.KUBERNETES));
  }

  /** Three more characters end a line in YAML 1.1, so Kubernetes sees another line after them. */
  private static String withPlainLineEnds(String text) {
    return text.replace('\u0085', '\n').replace('\u2028', '\n').replace('\u2029', '\n');
  }

  private static boolean beginsLikeJson(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
        return c == '{' || c == '[';
      }
    }
    return false;
  }

  /** As the user named it. */
  public String name() {
    return name;
  }

  /**
   * The documents that hold something and could be read, in their order. Scalars are read as
   * Kubernetes reads them, and so are names: {@code yes:} is the name {@code true}. What {@code <<}
   * merges into a mapping takes the place of what stands before it there, and only of that.
   */
  public List<Value> documents() {
    return read.values();
  }

  /**
   * The same documents, with names as they are written: {@code yes:} is the name {@code yes}; and
   * what {@code <<} merges into a mapping takes the place of nothing there. For platforms that read
   * YAML 1.2, whose values are in {@link Value#written()}.
   */
  public List<Value> documentsAsWritten() {
    return read.unambiguous()
        ? read.values()
        : YamlReader.read(name, text, YamlReader.Manner.AS_WRITTEN).values();
  }

  /** The text of the file; empty where a program printed it. */
  public String text() {
    return text;
  }

  /** What could not be read, each with its line. */
  public List<Problem> problems() {
    return read.problems();
  }

  /** A line of the file, without its end; the first is 1. Empty where there is none. */
  public String line(int number) {
    int[] starts = lines;
    if (starts == null) {
      // Most files are never asked for one; threads that ask at once find the same.
      starts = starts();
      lines = starts;
    }
    if (number < 1 || number > starts.length) {
      return "";
    }
    int start = starts[number - 1];
    int end = number == starts.length ? text.length() : starts[number];
    while (end > start && isEnd(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private int[] starts() {
    IntStream.Builder starts = IntStream.builder();
    starts.add(0);
    for (int i = 0; i < text.length(); i++) {
      if (isEnd(text.charAt(i)) && !text.startsWith("\r\n", i)) {
        starts.add(i + 1);
      }
    }
    return starts.build().toArray();
  }

  private static boolean isEnd(char c) {
    return c == '\n' || c == '\r';
  }
}
