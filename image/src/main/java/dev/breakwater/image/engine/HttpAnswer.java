package dev.breakwater.image.engine;

import dev.breakwater.core.io.BulkInputStream;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one GET request over a Unix socket, which Java's HTTP client cannot reach. A
 * connection carries one request, so an answer that breaks the rules cannot spoil the next.
 *
 * @param status of HTTP
 * @param body decoded; fails where it ends early
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112, HTTP/1.1</a>
 */
record HttpAnswer(int status, InputStream body) implements Closeable {
  private static final int MAX_HEAD = 64 * 1024;
  private static final int MAX_INTERIM = 10;
  private static final Duration FOR_EVER = Duration.ofDays(1);

  /**
   * Asks.
   *
   * @param target path and query, already encoded
   * @param head how long to wait for the head of the answer
   * @param silence the longest pause in the body
   * @param whole how long the body may take; null for as long as it goes on
   * @throws IOException saying what is wrong with the answer; the message is for people
   */
  static HttpAnswer get(
      Path socket, String target, Duration head, Duration silence, @Nullable Duration whole)
      throws IOException {
    SocketStream connection = SocketStream.connect(socket, head);
    try {
      connection.send(
          ("GET "
                  + target
                  + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: breakwater\r\n"
                  + "Accept: */*\r\nConnection: close\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      HttpAnswer answer = read(connection);
      connection.patience(silence, whole == null ? FOR_EVER : whole);
      return answer;
    } catch (IOException | RuntimeException | Error e) {
      connection.close();
      throw e;
    }
  }

  /** Reads an answer's head. */
  static HttpAnswer read(InputStream connection) throws IOException {
    BufferedInputStream in = new BufferedInputStream(connection, 64 * 1024);
    Lines lines = new Lines(in);
    for (int interim = 0; interim < MAX_INTERIM; interim++) {
      int status = status(lines.next());
      long length = -1;
      boolean chunked = false;
      for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
        int colon = line.indexOf(':');
        if (colon <= 0) {
          throw new IOException("its answer has a header without a name");
        }
        String value = line.substring(colon + 1).strip();
        switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
          case "content-length" -> length = length(value, length);
          case "transfer-encoding" -> {
            if (!value.equalsIgnoreCase("chunked")) {
              throw new IOException("its answer is encoded in a way that nobody asked for");
            }
            chunked = true;
          }
          default -> {}
        }
      }
      if (status < 100 || status >= 200) {
        InputStream body = chunked ? new Chunked(in) : length < 0 ? in : new Counted(in, length);
        return new HttpAnswer(status, body);
      }
    }
    throw new IOException("its answer never begins");
  }

  private static int status(String line) throws IOException {
    // HTTP/1.1 200 OK
    if (line.length() < 12 || !line.startsWith("HTTP/1.") || line.charAt(8) != ' ') {
      throw new IOException("its answer is not HTTP");
    }
    try {
      return Integer.parseUnsignedInt(line, 9, 12, 10);
    } catch (NumberFormatException e) {
      throw new IOException("its answer is not HTTP", e);
    }
  }

  private static long length(String value, long before) throws IOException {
    long length;
    try {
      length = Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IOException("its answer has an impossible length", e);
    }
    if (length < 0 || (before >= 0 && before != length)) {
      throw new IOException("its answer has an impossible length");
    }
    return length;
  }

  /** Reads a document to its end. */
  byte[] document(int most) throws IOException {
    byte[] document = body.readNBytes(most + 1);
    if (document.length > most) {
      throw new IOException("its answer is longer than " + most + " bytes, the most that is read");
    }
    return document;
  }

  @Override
  public void close() throws IOException {
    body.close();
  }

  /** Lines that end in CR LF or LF, of a bounded length in all. */
  private static final class Lines {
    private final InputStream in;
    private int left = MAX_HEAD;

    Lines(InputStream in) {
      this.in = in;
    }

    String next() throws IOException {
      StringBuilder line = new StringBuilder();
      int octet;
      while ((octet = in.read()) != '\n') {
        if (octet < 0) {
          throw new EOFException("it broke off its answer");
        }
        if (--left < 0) {
          throw new IOException("its answer has more than " + MAX_HEAD + " bytes of headers");
        }
        line.append((char) octet);
      }
      int length = line.length();
      if (length > 0 && line.charAt(length - 1) == '\r') {
        line.setLength(length - 1);
      }
      return line.toString();
    }
  }

  /** A body of known length. */
  private static final class Counted extends BulkInputStream {
    private final InputStream in;
    private long left;

    Counted(InputStream in, long length) {
      this.in = in;
      this.left = length;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (left == 0) {
        return -1;
      }
      int count = in.read(target, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new EOFException("it broke off its answer " + left + " bytes before the end");
      }
      left -= count;
      return count;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  /** A body in chunks, each after its length in hexadecimal. */
  private static final class Chunked extends BulkInputStream {
    private static final int MAX_DIGITS = 15;

    private final InputStream in;
    private long left;
    private boolean first = true;
    private boolean ended;

    Chunked(InputStream in) {
      this.in = in;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (left == 0 && !ended) {
        nextChunk();
      }
      if (ended) {
        return -1;
      }
      int count = in.read(target, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new EOFException("it broke off its answer");
      }
      left -= count;
      return count;
    }

    private void nextChunk() throws IOException {
      Lines lines = new Lines(in);
      if (!first && !lines.next().isEmpty()) {
        throw new IOException("its answer has a chunk of another length than it says");
      }
      first = false;
      String line = lines.next();
      int semicolon = line.indexOf(';');
      String digits = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
      try {
        left = digits.length() > MAX_DIGITS ? -1 : Long.parseLong(digits, 16);
      } catch (NumberFormatException e) {
        left = -1;
      }
      if (left < 0) {
        left = 0;
        throw new IOException("its answer has a chunk without a length");
      }
      if (left == 0) {
        ended = true;
        String trailer = lines.next();
        while (!trailer.isEmpty()) {
          trailer = lines.next();
        }
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
