package dev.breakwater.inventory.sbom;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.json.Json;
import dev.breakwater.core.json.JsonFormat;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads software bills of materials: CycloneDX JSON 1.2 to 1.6 and SPDX JSON 2.2 and 2.3, told
 * apart by what is in them. The document is read once from front to back and only its packages are
 * kept, so its size does not matter up to {@value #MOST_BYTES} bytes; nor does the order of its
 * members.
 *
 * @see <a href="https://cyclonedx.org/docs/1.6/json/">CycloneDX 1.6</a>
 * @see <a href="https://spdx.github.io/spdx-spec/v2.3/">SPDX 2.3</a>
 */
public final class SbomReader {
  /** The longest document that is read, in bytes. */
  public static final long MOST_BYTES = 1L << 30;

  private static final int LONGEST_TEXT = 8 * 1024 * 1024;
  private static final int MOST_DESCRIBED = 10_000;
  private static final String UNDERSTOOD =
      "Understood are CycloneDX JSON 1.2 to 1.6 and SPDX JSON 2.2 and 2.3";

  private final JsonParser parser;
  private final Contents contents;

  private @Nullable String bomFormat;
  private @Nullable String specVersion;
  private @Nullable String spdxVersion;
  private @Nullable String schema;
  private @Nullable String name;
  private boolean linkedData;
  private final Set<String> described = new HashSet<>();

  private SbomReader(String where, JsonParser parser) {
    this.parser = parser;
    this.contents = new Contents(where);
  }

  /**
   * Reads a file.
   *
   * @throws BreakwaterException where it cannot be read or is none of what is understood
   */
  public static Sbom read(Path file) throws BreakwaterException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    } catch (NoSuchFileException e) {
      throw new BreakwaterException("Cannot read the SBOM " + file + ": there is no such file.", e);
    } catch (AccessDeniedException e) {
      throw new BreakwaterException(
          "Cannot read the SBOM " + file + ": permission denied; run as a user who may read it.",
          e);
    } catch (IOException e) {
      throw failure(file.toString(), e);
    }
  }

  /**
   * Reads a document to its end; the caller closes {@code in}.
   *
   * @param where what to call it in messages, for example its file name
   * @throws BreakwaterException where it cannot be read or is none of what is understood
   */
  public static Sbom read(InputStream in, String where) throws BreakwaterException {
    try {
      BufferedInputStream buffered = new BufferedInputStream(in, 64 * 1024);
      refuseOtherFormats(buffered);
      try (JsonParser parser =
          factory().createParser(ObjectReadContext.empty(), new Bounded(buffered))) {
        return new SbomReader(where, parser).document();
      }
    } catch (JacksonException e) {
      throw failure(where, Json.asIo(e));
    } catch (IOException e) {
      throw failure(where, e);
    }
  }

  private static BreakwaterException failure(String where, IOException cause) {
    String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return new BreakwaterException(
        "Cannot read " + where + " as an SBOM: " + reason + ". " + UNDERSTOOD + ".", cause);
  }

  /** A single text of an SBOM is a name or a path; whatever is longer is an attack. */
  private static JsonFactory factory() {
    return JsonFormat.FACTORY
        .rebuild()
        .streamReadConstraints(
            JsonFormat.FACTORY
                .streamReadConstraints()
                .rebuild()
                .maxStringLength(LONGEST_TEXT)
                .build())
        .build();
  }

  private static void refuseOtherFormats(BufferedInputStream in) throws IOException {
    in.mark(512);
    byte[] start = in.readNBytes(256);
    in.reset();
    if (start.length == 0) {
      throw new IOException("it is empty");
    }
    String text = new String(start, StandardCharsets.UTF_8).stripLeading();
    if (text.startsWith("\ufeff")) {
      text = text.substring(1).stripLeading();
    }
    if (text.startsWith("<")) {
      throw new IOException("it is XML; ask the tool that wrote it for JSON");
    }
    if (text.startsWith("SPDXVersion:")) {
      throw new IOException("it is SPDX in tag-value form; ask the tool that wrote it for JSON");
    }
    if (text.startsWith("pkg:")) {
      throw new IOException("it is a list of package URLs; scan it as purls:FILE");
    }
    if (start.length > 1 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b) {
      throw new IOException("it is compressed; unpack it with gunzip first");
    }
  }

  private Sbom document() throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException("it is not a JSON object");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String member = parser.currentName();
      parser.nextToken();
      switch (member) {
        case "bomFormat" -> bomFormat = text();
        case "specVersion" -> specVersion = text();
        case "spdxVersion" -> spdxVersion = text();
        case "schema" -> schema = text();
        case "name" -> name = text();
        case "metadata" -> metadata();
        case "components" -> components();
        case "packages" -> eachObject(this::spdxPackage);
        case "relationships" -> eachObject(this::relationship);
        case "documentDescribes" -> documentDescribes();
        case "@context", "@graph" -> {
          linkedData = true;
          parser.skipChildren();
        }
        default -> parser.skipChildren();
      }
    }
    if (parser.nextToken() != null) {
      throw new IOException("there is text after the JSON document");
    }
    return new Sbom(format(), name, contents.inventory(described));
  }

  private String format() throws IOException {
    if ("CycloneDX".equals(bomFormat)) {
      return cycloneDx();
    }
    if (spdxVersion != null) {
      if (!spdxVersion.equals("SPDX-2.3") && !spdxVersion.equals("SPDX-2.2")) {
        throw new IOException("it is " + abbreviated(spdxVersion));
      }
      return spdxVersion.replace('-', ' ');
    }
    if (linkedData) {
      throw new IOException("it is SPDX 3 or other linked data; ask the tool for SPDX 2.3");
    }
    if (schema != null && schema.startsWith("breakwater.report/")) {
      throw new IOException(
          "it is a report of ours; write one to read back with --format cyclonedx");
    }
    throw new IOException("it says neither bomFormat nor spdxVersion");
  }

  private String cycloneDx() throws IOException {
    String version = specVersion == null ? "" : specVersion;
    int minor = version.length() == 3 && version.startsWith("1.") ? version.charAt(2) - '0' : -1;
    if (minor < 2 || minor > 9) {
      throw new IOException("it is CycloneDX " + abbreviated(version));
    }
    if (minor > 6) {
      contents.problem(
          "it is CycloneDX "
              + version
              + ", which is newer than 1.6: what is new in it is not read");
    }
    return "CycloneDX " + version;
  }

  private static String abbreviated(String text) {
    return text.isEmpty() ? "of no version" : text.substring(0, Math.min(text.length(), 40));
  }

  /** Something that reads the object the parser stands at the start of, up to its end. */
  private interface Reading {
    void read() throws IOException;
  }

  private void eachObject(Reading reading) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        reading.read();
      } else {
        parser.skipChildren();
      }
    }
  }

  /** The text that the parser stands on; null, and passed over, where it is something else. */
  private @Nullable String text() {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return parser.getString();
    }
    parser.skipChildren();
    return null;
  }

  private void metadata() throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String member = parser.currentName();
      if (parser.nextToken() == JsonToken.START_OBJECT && member.equals("component")) {
        Entry subject = component();
        name = subject.name;
        take(subject, false);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void components() throws IOException {
    eachObject(() -> take(component(), true));
  }

  private void take(Entry entry, boolean part) throws IOException {
    String kind = entry.kind == null ? "library" : entry.kind;
    switch (kind) {
      case "operating-system" -> contents.distribution(entry);
      // A part of another kind than code, or the image that all of this is about.
      case "file", "data", "device", "container", "cryptographic-asset" -> {}
      case "library", "framework" -> contents.add(entry, part);
      // Tools write lock files and the like as applications, without a version.
      default -> contents.add(entry, part && entry.version != null);
    }
  }

  private Entry component() throws IOException {
    Entry entry = new Entry();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String member = parser.currentName();
      parser.nextToken();
      switch (member) {
        case "type" -> entry.kind = text();
        case "name" -> entry.name = text();
        case "version" -> entry.version = text();
        case "purl" -> entry.purl = text();
        case "description" -> entry.description = text();
        case "properties" -> eachObject(() -> property(entry));
        case "evidence" -> evidence(entry);
        case "components" -> components();
        default -> parser.skipChildren();
      }
    }
    return entry;
  }

  private void property(Entry entry) {
    String property = null;
    String value = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String member = parser.currentName();
      parser.nextToken();
      switch (member) {
        case "name" -> property = text();
        case "value" -> value = text();
        default -> parser.skipChildren();
      }
    }
    entry.property(property, value);
  }

  private void evidence(Entry entry) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String member = parser.currentName();
      parser.nextToken();
      if (member.equals("occurrences")) {
        eachObject(() -> {
          String location = Json.read(parser).text("location");
          if (location != null) {
            entry.path(location);
          }
        });
      } else {
        parser.skipChildren();
      }
    }
  }

  private void spdxPackage() throws IOException {
    Entry entry = new Entry();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String member = parser.currentName();
      parser.nextToken();
      switch (member) {
        case "SPDXID" -> entry.id = text();
        case "name" -> entry.name = text();
        case "versionInfo" -> entry.version = text();
        case "primaryPackagePurpose" -> entry.kind = text();
        case "summary" -> entry.description = text();
        case "sourceInfo" -> {
          String text = text();
          if (text != null) {
            entry.sourceInfo(text);
          }
        }
        case "externalRefs" -> eachObject(() -> externalReference(entry));
        case "annotations" -> eachObject(() -> entry.remark(Json.read(parser).text("comment", "")));
        case "attributionTexts" -> attributions(entry);
        default -> parser.skipChildren();
      }
    }
    takeSpdx(entry);
  }

  private void takeSpdx(Entry entry) throws IOException {
    String kind = entry.kind == null ? "" : entry.kind.replace('-', '_');
    switch (kind) {
      case "OPERATING_SYSTEM" -> contents.distribution(entry);
      case "CONTAINER", "FILE", "DEVICE" -> {}
      case "SOURCE", "ARCHIVE" -> contents.add(entry, false);
      case "APPLICATION" -> contents.add(entry, entry.version != null);
      default -> contents.add(entry, true);
    }
  }

  private void externalReference(Entry entry) {
    Json reference = Json.read(parser);
    String locator = reference.text("referenceLocator");
    if (entry.purl == null && "purl".equals(reference.text("referenceType"))) {
      entry.purl = locator;
    }
  }

  private void attributions(Entry entry) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String text = text();
      if (text != null) {
        entry.remark(text);
      }
    }
  }

  private void relationship() {
    Json relationship = Json.read(parser);
    if ("DESCRIBES".equals(relationship.text("relationshipType"))) {
      describes(relationship.text("relatedSpdxElement"));
    }
  }

  private void documentDescribes() {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      describes(text());
    }
  }

  private void describes(@Nullable String id) {
    if (id != null && described.size() < MOST_DESCRIBED) {
      described.add(id);
    }
  }

  /** Ends with an error what would never end, or end too late. */
  private static final class Bounded extends FilterInputStream {
    private long left = MOST_BYTES;

    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int next = in.read();
      return next < 0 ? next : next + count(1) - 1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = in.read(buffer, offset, length);
      return read < 0 ? read : count(read);
    }

    private int count(int read) throws IOException {
      left -= read;
      if (left < 0) {
        throw new IOException("it is longer than " + MOST_BYTES + " bytes");
      }
      return read;
    }
  }
}
