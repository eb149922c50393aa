package dev.breakwater.inventory.rust;

import dev.breakwater.core.json.Json;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageList;
import dev.breakwater.inventory.golang.ProgramBytes;
import dev.breakwater.inventory.golang.ProgramReader;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Crates in programs that cargo-auditable built: it puts the list of them, JSON compressed by zlib,
 * into the section {@code .dep-v0}. Crates that only ran during the build are left out, and so is
 * what came from a directory, the program's own crate included. A crate from Git or another
 * registry keeps its name, with a {@code source} qualifier, because the list does not tell the
 * address.
 *
 * @see <a href="https://github.com/rust-secure-code/cargo-auditable">cargo-auditable</a>
 */
public final class AuditableProgramReader implements ProgramReader {
  /** Lists of a thousand crates take 100 KB. */
  private static final int MAX_JSON_BYTES = 16 << 20;

  /** Makes the reader. */
  public AuditableProgramReader() {}

  @Override
  public boolean needsFile(byte[] head) {
    return AuditSection.isNamedIn(head);
  }

  @Override
  public @Nullable PackageFacts read(String path, byte[] head, ProgramBytes bytes)
      throws IOException {
    byte[] section = AuditSection.read(head, bytes);
    return section == null ? null : packages(path, section);
  }

  static @Nullable PackageFacts packages(String path, byte[] section) throws IOException {
    PackageList packages = new PackageList(path);
    for (Json entry : Json.parse(inflate(section)).get("packages").items()) {
      Map<String, String> qualifiers = CrateSource.auditedQualifiers(entry.text("source"));
      if (qualifiers != null && !entry.text("kind", "runtime").equals("build")) {
        packages.add("cargo", null, entry.text("name"), entry.text("version"), qualifiers);
      }
    }
    return packages.facts();
  }

  private static byte[] inflate(byte[] section) throws IOException {
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(section))) {
      byte[] json = in.readNBytes(MAX_JSON_BYTES + 1);
      if (json.length > MAX_JSON_BYTES) {
        throw new IOException(
            "the list of crates that cargo-auditable left is longer than "
                + MAX_JSON_BYTES
                + " bytes");
      }
      return json;
    } catch (ZipException | EOFException e) {
      throw new IOException("the list of crates that cargo-auditable left is damaged", e);
    }
  }
}
