package dev.breakwater.core.vex;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Digest;
import dev.breakwater.core.FileLine;
import dev.breakwater.core.Notice;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads OpenVEX, statement by statement: 0.2.0, and 0.0.1 where vulnerabilities and products are
 * plain texts.
 *
 * @see <a href="https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md">OpenVEX</a>
 */
final class OpenVexReader {
  static final Set<String> JUSTIFICATIONS =
      Set.of(
          "component_not_present",
          "vulnerable_code_not_present",
          "vulnerable_code_not_in_execute_path",
          "vulnerable_code_cannot_be_controlled_by_adversary",
          "inline_mitigations_already_exist");

  private final String file;
  private final List<Draft> drafts = new ArrayList<>();
  private final List<Notice> refused = new ArrayList<>();

  /** A statement whose document is not known yet. */
  private record Draft(
      int line,
      Set<String> names,
      List<Product> products,
      Status status,
      @Nullable String justification,
      String reason,
      @Nullable Instant time) {}

  /** Why a statement is not honoured. */
  private static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message, null, false, false);
    }
  }

  private OpenVexReader(String file) {
    this.file = file;
  }

  /**
   * @param parser on the beginning of the document; is left on its end
   */
  static VexDocument read(String file, JsonParser parser) throws BreakwaterException {
    return new OpenVexReader(file).read(parser);
  }

  private VexDocument read(JsonParser parser) throws BreakwaterException {
    String id = "";
    String author = null;
    Instant time = null;
    long version = 0;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "@id" -> id = text(parser, name);
        case "author" -> author = text(parser, name);
        case "timestamp" -> {
          time = VexDocument.instant(text(parser, name));
          if (time == null) {
            throw VexDocument.fault(
                file, parser, "its timestamp is none such as 2026-01-31T12:00:00Z");
          }
        }
        // A number, or in 0.0.1 a text.
        case "version" -> version = version(Json.read(parser, VexDocument.MAX_VALUES));
        case "statements" -> statements(parser);
        default -> parser.skipChildren();
      }
    }
    if (author == null || time == null) {
      throw VexDocument.fault(
          file, 1, "it has no " + (author == null ? "author" : "timestamp") + "", null);
    }
    Statement.Document document = new Statement.Document(file, id, version, author, time);
    List<Statement> statements = new ArrayList<>(drafts.size());
    for (Draft draft : drafts) {
      statements.add(
          new Statement(
              document,
              draft.line,
              draft.names,
              draft.products,
              draft.status,
              draft.justification,
              draft.reason,
              draft.time == null ? time : draft.time));
    }
    return new VexDocument(statements, refused);
  }

  private String text(JsonParser parser, String name) throws BreakwaterException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw VexDocument.fault(file, parser, "'" + name + "' must be a text");
    }
    return parser.getString();
  }

  private static long version(Json json) {
    String text = json.text();
    try {
      return text == null ? json.number(0) : Long.parseLong(text);
    } catch (NumberFormatException notOne) {
      return 0;
    }
  }

  private void statements(JsonParser parser) throws BreakwaterException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw VexDocument.fault(file, parser, "'statements' must be a list");
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      int line = parser.currentTokenLocation().getLineNr();
      if (drafts.size() + refused.size() == VexDocument.MAX_STATEMENTS) {
        throw VexDocument.fault(
            file, line, "it has more than " + VexDocument.MAX_STATEMENTS + " statements", null);
      }
      Json json = Json.read(parser, VexDocument.MAX_VALUES);
      if (!(json instanceof Json.Struct)) {
        throw VexDocument.fault(file, line, "a statement must be an object", null);
      }
      try {
        drafts.add(statement(line, json));
      } catch (RefusedException e) {
        refused.add(
            new Notice(
                Notice.Kind.REFUSED,
                new FileLine(file, line),
                e.getMessage() + ", so the statement is not honoured"));
      }
    }
  }

  private Draft statement(int line, Json json) throws RefusedException {
    Set<String> names = names(json.get("vulnerability"));
    String label = json.text("status", "");
    Status status = Status.parse(label).orElse(null);
    if (status == null) {
      throw new RefusedException("its status " + quote(label) + " is none of OpenVEX");
    }
    String justification = given(json, "justification");
    String impact = given(json, "impact_statement");
    if (justification != null && !JUSTIFICATIONS.contains(justification)) {
      throw new RefusedException(
          "its justification " + quote(justification) + " is none of OpenVEX");
    }
    if (status == Status.NOT_AFFECTED && justification == null && impact == null) {
      throw new RefusedException(
          "it says not_affected with neither a justification nor an impact_statement");
    }
    Instant time = VexDocument.instant(json.text("timestamp"));
    if (time == null && !(json.get("timestamp") instanceof Json.Nothing)) {
      throw new RefusedException("its timestamp is none such as 2026-01-31T12:00:00Z");
    }
    List<Product> products = products(line, json);
    if (products.isEmpty()) {
      throw new RefusedException("it names no product");
    }
    for (Product product : products) {
      if (status == Status.FIXED && !product.hasVersion()) {
        throw new RefusedException("it says fixed of a product without saying of which version");
      }
    }
    String notes = given(json, "status_notes");
    String reason = impact != null ? impact : notes != null ? notes : justification;
    return new Draft(
        line,
        names,
        products,
        status,
        justification,
        reason == null ? status.label() : reason,
        time);
  }

  private static @Nullable String given(Json json, String member) {
    String text = json.text(member);
    return text == null || text.isBlank() ? null : text.strip();
  }

  private static Set<String> names(Json vulnerability) throws RefusedException {
    Set<String> names = new TreeSet<>();
    add(vulnerability.text(), names);
    add(vulnerability.text("name"), names);
    for (String alias : vulnerability.texts("aliases")) {
      add(alias, names);
    }
    String address = vulnerability.text("@id");
    if (names.isEmpty() && address != null) {
      add(address.substring(address.lastIndexOf('/') + 1), names);
    }
    if (names.isEmpty()) {
      throw new RefusedException("it names no vulnerability");
    }
    return names;
  }

  private static void add(@Nullable String name, Set<String> names) {
    if (name != null && !name.isBlank()) {
      names.add(name.strip().toLowerCase(Locale.ROOT));
    }
  }

  private List<Product> products(int line, Json statement) throws RefusedException {
    int unrecognised = 0;
    // Before 0.2.0 the parts stand beside the products, and are those of each.
    List<Component> shared = components(statement.get("subcomponents"));
    List<Product> products = new ArrayList<>();
    for (Json product : statement.get("products").items()) {
      List<Component> parts = new ArrayList<>(shared);
      parts.addAll(components(product.get("subcomponents")));
      Component whole = component(product);
      if (whole.isRecognisable() || !whole.names().isEmpty()) {
        products.add(new Product(whole, parts));
      } else {
        unrecognised++;
      }
    }
    if (unrecognised > 0) {
      String what = unrecognised + " of its products have no name, package URL or digest";
      if (products.isEmpty()) {
        throw new RefusedException(what);
      }
      refused.add(
          new Notice(
              Notice.Kind.REFUSED,
              new FileLine(file, line),
              what + ", so the statement is not honoured for them"));
    }
    return products;
  }

  private static List<Component> components(Json list) throws RefusedException {
    if (!(list instanceof Json.Array || list instanceof Json.Nothing)) {
      throw new RefusedException("its subcomponents are no list");
    }
    List<Component> components = new ArrayList<>();
    for (Json item : list.items()) {
      components.add(component(item));
    }
    return components;
  }

  private static Component component(Json json) throws RefusedException {
    List<PackageUrl> purls = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<Digest> digests = new ArrayList<>();
    String id = json.text() == null ? json.text("@id") : json.text();
    if (id != null && id.startsWith("pkg:")) {
      purls.add(purl(id));
    } else if (id != null && !id.isBlank()) {
      names.add(id);
    }
    String purl = json.get("identifiers").text("purl");
    if (purl != null) {
      purls.add(purl(purl));
    }
    for (Map.Entry<String, Json> hash : json.get("hashes").members().entrySet()) {
      // The names are IANA's, sha-256; OCI has no dash.
      Digest.parse(hash.getKey().replace("-", "") + ":" + lower(hash.getValue().text()))
          .ifPresent(digests::add);
    }
    return new Component(purls, names, digests, List.of());
  }

  private static String lower(@Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }

  private static PackageUrl purl(String text) throws RefusedException {
    try {
      return PackageUrl.parse(text);
    } catch (IllegalArgumentException e) {
      throw new RefusedException("its package URL " + quote(text) + " cannot be read");
    }
  }

  static String quote(String text) {
    return "'" + (text.length() > 100 ? text.substring(0, 100) + "…" : text) + "'";
  }
}
