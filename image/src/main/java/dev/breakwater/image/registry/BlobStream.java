package dev.breakwater.image.registry;

import dev.breakwater.core.io.BulkInputStream;
import dev.breakwater.image.oci.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A blob as a stream. A transfer that breaks is taken up where it stopped. The digest is checked
 * before the last bytes are handed out, so whoever has read them all has read the right ones,
 * without having to ask for the end.
 */
final class BlobStream extends BulkInputStream {
  private final Source source;
  private final Descriptor blob;
  private final String task;
  private final Limits limits;
  private final MessageDigest hash;
  private InputStream body = InputStream.nullInputStream();
  private boolean promised;
  private long position;
  private long receivedSinceConnected;
  private int failures;
  private int resumptions;
  private boolean finished;
  private boolean closed;
  private @Nullable String failure;

  /** Where the bytes come from. */
  interface Source {
    /**
     * Asks for the blob from an offset on.
     *
     * @return an answer of any status
     */
    Response open(long offset) throws IOException;

    /** What an answer with an error status means. */
    RegistryFault refusal(Response response) throws IOException;
  }

  private BlobStream(Source source, Descriptor blob, String task, Limits limits) {
    this.source = source;
    this.blob = blob;
    this.task = task;
    this.limits = limits;
    try {
      this.hash = MessageDigest.getInstance(blob.digest().javaAlgorithm());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + blob.digest().javaAlgorithm(), e);
    }
  }

  /**
   * Opens a blob.
   *
   * @param task what to call this in the message of a later failure, "read blob … of …"
   * @throws RegistryFault where the registry does not give it; without the task
   */
  static BlobStream open(Source source, Descriptor blob, String task, Limits limits)
      throws IOException {
    BlobStream stream = new BlobStream(source, blob, task, limits);
    stream.connect();
    return stream;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (closed) {
      throw new IOException("the blob is closed");
    }
    if (failure != null) {
      throw new IOException(failure);
    }
    try {
      return advance(target, offset, length);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      body.close();
      String message = "Tried to " + task + " but " + e.getMessage();
      failure = message;
      throw new IOException(message, e);
    }
  }

  private int advance(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (finished) {
      return -1;
    }
    int count = 0;
    if (position < blob.size()) {
      count = receive(target, offset, (int) Math.min(length, blob.size() - position));
      hash.update(target, offset, count);
      position += count;
    }
    if (position == blob.size()) {
      finish();
    }
    return count == 0 ? -1 : count;
  }

  /** At least one byte. */
  private int receive(byte[] target, int offset, int length) throws IOException {
    while (true) {
      try {
        int count = body.read(target, offset, length);
        if (count > 0) {
          receivedSinceConnected += count;
          if (receivedSinceConnected >= limits.progress()) {
            failures = 0;
          }
          return count;
        }
        throw new IOException(
            "the registry ended it after " + position + " of " + blob.size() + " bytes");
      } catch (RegistryFault | InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        resume(e);
      }
    }
  }

  private void resume(IOException broken) throws IOException {
    IOException latest = broken;
    while (true) {
      body.close();
      failures++;
      resumptions++;
      if (failures >= limits.attempts() || resumptions > limits.resumptions()) {
        throw new RegistryFault(
            latest.getMessage() + ", for the " + resumptions + ". time", "try again later", latest);
      }
      Backoff.pause(Backoff.after(failures, limits));
      try {
        connect();
        return;
      } catch (RegistryFault | InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        latest = e;
      }
    }
  }

  private void connect() throws IOException {
    receivedSinceConnected = 0;
    Response response = source.open(position);
    try {
      accept(response);
    } catch (IOException e) {
      response.close();
      throw e;
    }
  }

  private void accept(Response response) throws IOException {
    long skip = 0;
    if (response.status() == 206 && position > 0) {
      checkRange(response);
    } else if (response.status() == 200) {
      // A server may ignore the range that was asked for, and send all.
      skip = position;
    } else {
      throw source.refusal(response);
    }
    long promise = response.contentLength();
    long expected = blob.size() - position + skip;
    if (promise >= 0 && promise != expected) {
      throw new RegistryFault(
          "the registry offers " + promise + " bytes where " + expected + " are due",
          "the registry's copy is damaged; push the image again");
    }
    promised = promise >= 0;
    body = response.body();
    body.skipNBytes(skip);
  }

  private void checkRange(Response response) throws RegistryFault {
    String range = response.header("Content-Range");
    String expected = "bytes " + position + "-" + (blob.size() - 1) + "/";
    if (range == null
        || !(range.strip().equals(expected + blob.size())
            || range.strip().equals(expected + "*"))) {
      throw new RegistryFault(
          "the registry was asked to go on at byte "
              + position
              + " and sent '"
              + UntrustedText.clean(String.valueOf(range), 80)
              + "'",
          "the registry, or a proxy before it, is broken; tell its owner");
    }
  }

  private void finish() throws IOException {
    if (!promised && hasMore()) {
      throw new RegistryFault(
          "it is longer than the " + blob.size() + " bytes that the manifest says",
          "the registry's copy is damaged; push the image again");
    }
    String actual = HexFormat.of().formatHex(hash.digest());
    if (!actual.equals(blob.digest().hex())) {
      throw new RegistryFault(
          "its digest is " + blob.digest().algorithm() + ":" + actual,
          "the registry's copy, or the way from it, is damaged; push the image again");
    }
    body.close();
    finished = true;
  }

  /** Whether bytes follow; a transfer that breaks after its last byte has none. */
  private boolean hasMore() throws InterruptedIOException {
    try {
      return body.read() >= 0;
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    body.close();
  }
}
