package dev.breakwater.content.secret;

import dev.breakwater.content.secret.SecretScanner.Result;
import dev.breakwater.content.secret.SecretScanner.Sighting;
import dev.breakwater.image.Detector;
import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Secrets in text files, in UTF-8 or whatever has ASCII in common with it, or in UTF-16 with a byte
 * order mark. A file with a zero byte near its start is no text.
 *
 * <p>Not looked at: files longer than {@link #MAX_BYTES}; what its name says is no text; programs
 * without an extension that are longer than {@link #MAX_PROGRAM_BYTES}, because scripts are
 * shorter, and other detectors want the long ones, which would have to be copied for two; what the
 * kernel makes up below {@code proc}, {@code sys} and {@code dev}; documentation and the tables of
 * package managers, which are published.
 */
final class SecretDetector implements Detector<SecretFacts> {
  /** The longest file that is searched; lock files, logs and bundles of scripts are shorter. */
  static final int MAX_BYTES = 10_000_000;

  static final int MAX_PROGRAM_BYTES = 1 << 20;

  private static final int HEAD = 4096;
  private static final int MAX_TEXT = 1000;

  private final SecretScanner scanner;
  private final boolean keepsSecrets;
  private final String id;

  /**
   * @param keepsSecrets whether facts hold the secrets too, so that they can be verified; such
   *     facts cannot be cached
   */
  SecretDetector(SecretScanner scanner, boolean keepsSecrets) {
    this.scanner = scanner;
    this.keepsSecrets = keepsSecrets;
    this.id = "secret/1+" + scanner.signature();
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public boolean wants(FileEntry file) {
    long size = file.size();
    if (size == 0 || size > MAX_BYTES) {
      return false;
    }
    String path = file.path();
    if (Places.isNeverSearched(path)) {
      return false;
    }
    int slash = path.lastIndexOf('/');
    int dot = path.lastIndexOf('.');
    boolean hasExtension = dot > slash + 1;
    // perl5.36.0 has a version and no extension; as another name of perl, which is not looked at,
    // it would have its layer read twice.
    boolean versioned = Character.isDigit(path.charAt(path.length() - 1));
    if (size > MAX_PROGRAM_BYTES && file.executable() && (!hasExtension || versioned)) {
      return false;
    }
    return !hasExtension || !Places.isNeverText(path, slash, dot);
  }

  @Override
  public @Nullable SecretFacts examine(FileEntry file, FileContent content) throws IOException {
    byte[] head = content.peek(HEAD);
    boolean wide = isUtf16(head);
    if (!wide && isBinary(head)) {
      return null;
    }
    Text text = read(content, wide);
    Result result = scanner.search(text);
    if (result.sightings().isEmpty()) {
      return null;
    }
    List<SecretFacts.Entry> entries = new ArrayList<>(result.sightings().size());
    for (Sighting sighting : result.sightings()) {
      entries.add(
          new SecretFacts.Entry(
              sighting.match(),
              keepsSecrets ? new Secret(text.window(sighting.start(), sighting.end())) : null));
    }
    return new SecretFacts(entries, result.complete());
  }

  private static boolean isBinary(byte[] head) {
    for (byte octet : head) {
      if (octet == 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUtf16(byte[] head) {
    return head.length >= 2
        && ((head[0] == (byte) 0xfe && head[1] == (byte) 0xff)
            || (head[0] == (byte) 0xff && head[1] == (byte) 0xfe));
  }

  private static Text read(FileContent content, boolean wide) throws IOException {
    byte[] bytes = content.bytes();
    if (!wide) {
      return new Text(bytes, bytes.length);
    }
    // The mark says which byte comes first, and the decoder reads it.
    byte[] narrow = new String(bytes, StandardCharsets.UTF_16).getBytes(StandardCharsets.UTF_8);
    return new Text(narrow, narrow.length);
  }

  @Override
  public void encode(SecretFacts facts, DataOutput out) throws IOException {
    if (keepsSecrets) {
      throw new IOException("facts with secrets in them are not written to the cache");
    }
    out.writeBoolean(facts.complete());
    out.writeInt(facts.secrets().size());
    for (SecretFacts.Entry entry : facts.secrets()) {
      SecretMatch match = entry.match();
      out.writeUTF(match.rule());
      out.writeInt(match.line());
      out.writeInt(match.column());
      out.writeInt(match.length());
      out.writeUTF(match.description());
    }
  }

  @Override
  public SecretFacts decode(DataInput in) throws IOException {
    boolean complete = in.readBoolean();
    int count = in.readInt();
    if (count < 1 || count > SecretScanner.MAX_MATCHES) {
      throw new IOException("the cache says that a file has " + count + " secrets");
    }
    List<SecretFacts.Entry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String id = in.readUTF();
      SecretRule rule = scanner.rule(id);
      if (rule == null) {
        throw new IOException("the cache names a rule that does not exist");
      }
      int line = in.readInt();
      int column = in.readInt();
      int length = in.readInt();
      String description = in.readUTF();
      if (line < 1 || column < 1 || length < 1 || description.length() > MAX_TEXT) {
        throw new IOException("the cache has a secret at no place");
      }
      entries.add(new SecretFacts.Entry(rule.match(line, column, length, description), null));
    }
    return new SecretFacts(entries, complete);
  }
}
