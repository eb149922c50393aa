package dev.breakwater.core.vex;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Digest;
import dev.breakwater.core.FileLine;
import dev.breakwater.core.Notice;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads CSAF 2.0 documents that say which products a vulnerability affects, as the VEX profile asks
 * for. Each status of each vulnerability is one statement about the products that have it. A
 * product that is a component of a platform counts where the platform is the subject, or the
 * distribution that the subject is of; what names its platform in another way is refused, because
 * the same component may be affected on the next platform.
 *
 * @see <a href="https://docs.oasis-open.org/csaf/csaf/v2.0/os/csaf-v2.0-os.html">CSAF 2.0</a>
 */
final class CsafReader {
  /** What stands on a platform that stands on a platform. */
  private static final int MAX_PLATFORMS = 10;

  /** Before the name of a group, among names of products. */
  private static final char GROUP = '\u0000';

  private final String file;
  private final Map<String, Component> products = new HashMap<>();
  private final Map<String, Relation> relations = new HashMap<>();
  private final Map<String, List<String>> groups = new HashMap<>();
  private final List<Draft> drafts = new ArrayList<>();
  private final List<Notice> refused = new ArrayList<>();

  private record Relation(String component, String platform) {}

  /** What is said of one vulnerability, before it is known which products its names stand for. */
  private record Draft(
      int line,
      Set<String> names,
      Map<Status, Set<String>> products,
      Map<String, String> justifications,
      Map<String, String> impacts) {}

  private CsafReader(String file) {
    this.file = file;
  }

  /**
   * @param parser on the beginning of the document; is left on its end
   */
  static VexDocument read(String file, JsonParser parser) throws BreakwaterException {
    return new CsafReader(file).read(parser);
  }

  private VexDocument read(JsonParser parser) throws BreakwaterException {
    Json head = new Json.Nothing();
    int vulnerabilities = 0;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "document" -> head = Json.read(parser, VexDocument.MAX_VALUES);
        case "product_tree" -> productTree(parser);
        case "vulnerabilities" -> {
          expect(parser, JsonToken.START_ARRAY, "'vulnerabilities' must be a list");
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(parser, JsonToken.START_OBJECT, "a vulnerability must be an object");
            if (++vulnerabilities > VexDocument.MAX_STATEMENTS) {
              throw VexDocument.fault(file, parser, "it has too many vulnerabilities");
            }
            int line = parser.currentTokenLocation().getLineNr();
            vulnerability(line, Json.read(parser, VexDocument.MAX_VALUES));
          }
        }
        default -> parser.skipChildren();
      }
    }
    return new VexDocument(statements(document(head)), refused);
  }

  private void expect(JsonParser parser, JsonToken token, String otherwise)
      throws BreakwaterException {
    if (parser.currentToken() != token) {
      throw VexDocument.fault(file, parser, otherwise);
    }
  }

  private Statement.Document document(Json head) throws BreakwaterException {
    Json tracking = head.get("tracking");
    Instant time = VexDocument.instant(tracking.text("current_release_date"));
    String author = head.get("publisher").text("name");
    if (time == null || author == null) {
      throw VexDocument.fault(
          file,
          1,
          author == null
              ? "its document has no publisher with a name"
              : "its document's tracking has no current_release_date",
          null);
    }
    return new Statement.Document(file, author + " " + tracking.text("id", ""), 0, author, time);
  }

  private void productTree(JsonParser parser) throws BreakwaterException {
    expect(parser, JsonToken.START_OBJECT, "'product_tree' must be an object");
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "branches" -> branches(parser);
        case "full_product_names" -> {
          expect(parser, JsonToken.START_ARRAY, "'full_product_names' must be a list");
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            product(parser, Json.read(parser, VexDocument.MAX_VALUES));
          }
        }
        case "relationships" -> {
          expect(parser, JsonToken.START_ARRAY, "'relationships' must be a list");
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            relation(parser, Json.read(parser, VexDocument.MAX_VALUES));
          }
        }
        case "product_groups" -> {
          expect(parser, JsonToken.START_ARRAY, "'product_groups' must be a list");
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            Json group = Json.read(parser, VexDocument.MAX_VALUES);
            groups.put(group.text("group_id", ""), group.texts("product_ids"));
          }
        }
        default -> parser.skipChildren();
      }
    }
  }

  /** Branches have branches; the parser bounds how deep. */
  private void branches(JsonParser parser) throws BreakwaterException {
    expect(parser, JsonToken.START_ARRAY, "'branches' must be a list");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(parser, JsonToken.START_OBJECT, "a branch must be an object");
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        switch (name) {
          case "branches" -> branches(parser);
          case "product" -> product(parser, Json.read(parser, VexDocument.MAX_VALUES));
          default -> parser.skipChildren();
        }
      }
    }
  }

  private void product(JsonParser parser, Json json) throws BreakwaterException {
    String id = json.text("product_id");
    if (id == null) {
      throw VexDocument.fault(file, parser, "a product has no product_id");
    }
    if (products.put(id, component(parser, json)) != null) {
      throw VexDocument.fault(
          file, parser, "two products have the product_id " + OpenVexReader.quote(id));
    }
  }

  private Component component(JsonParser parser, Json json) throws BreakwaterException {
    Json helper = json.get("product_identification_helper");
    List<PackageUrl> purls = new ArrayList<>();
    String purl = helper.text("purl");
    if (purl != null) {
      try {
        purls.add(PackageUrl.parse(purl));
      } catch (IllegalArgumentException e) {
        throw VexDocument.fault(
            file, parser, "the package URL " + OpenVexReader.quote(purl) + " cannot be read");
      }
    }
    List<Digest> digests = new ArrayList<>();
    for (Json hashed : helper.get("hashes").items()) {
      for (Json hash : hashed.get("file_hashes").items()) {
        String value = hash.text("value", "").toLowerCase(Locale.ROOT);
        Digest.parse(hash.text("algorithm", "").replace("-", "") + ":" + value)
            .ifPresent(digests::add);
      }
    }
    String cpe = helper.text("cpe");
    String name = json.text("name");
    return new Component(
        purls,
        name == null || name.isBlank() ? List.of() : List.of(name),
        digests,
        cpe == null ? List.of() : List.of(cpe));
  }

  private void relation(JsonParser parser, Json json) throws BreakwaterException {
    Json whole = json.get("full_product_name");
    String component = json.text("product_reference");
    String platform = json.text("relates_to_product_reference");
    String id = whole.text("product_id");
    if (id == null || component == null || platform == null) {
      throw VexDocument.fault(
          file, parser, "a relationship does not name a product, a component and a platform");
    }
    product(parser, whole);
    relations.put(id, new Relation(component, platform));
  }

  private void vulnerability(int line, Json json) {
    Set<String> names = new TreeSet<>();
    String cve = json.text("cve");
    if (cve != null) {
      names.add(cve.toLowerCase(Locale.ROOT));
    }
    for (Json id : json.get("ids").items()) {
      String text = id.text("text");
      if (text != null && !text.isBlank()) {
        names.add(text.toLowerCase(Locale.ROOT));
      }
    }
    if (names.isEmpty()) {
      refuse(line, "it names neither a CVE nor another id, so nothing that it says is honoured");
      return;
    }
    Map<Status, Set<String>> products = new LinkedHashMap<>();
    Json statuses = json.get("product_status");
    add(Status.NOT_AFFECTED, statuses, "known_not_affected", products);
    for (String fixed : List.of("fixed", "first_fixed")) {
      add(Status.FIXED, statuses, fixed, products);
    }
    for (String affected : List.of("known_affected", "first_affected", "last_affected")) {
      add(Status.AFFECTED, statuses, affected, products);
    }
    add(Status.UNDER_INVESTIGATION, statuses, "under_investigation", products);
    Map<String, String> justifications = new HashMap<>();
    for (Json flag : json.get("flags").items()) {
      spread(flag, flag.text("label"), justifications);
    }
    Map<String, String> impacts = new HashMap<>();
    for (Json threat : json.get("threats").items()) {
      if (threat.text("category", "").equals("impact")) {
        spread(threat, threat.text("details"), impacts);
      }
    }
    drafts.add(new Draft(line, names, products, justifications, impacts));
  }

  private static void add(
      Status status, Json statuses, String member, Map<Status, Set<String>> products) {
    List<String> ids = statuses.texts(member);
    if (!ids.isEmpty()) {
      products.computeIfAbsent(status, none -> new TreeSet<>()).addAll(ids);
    }
  }

  /** Notes a text for all products that it is about; a group's name goes in with a mark. */
  private static void spread(Json json, @Nullable String text, Map<String, String> texts) {
    if (text == null || text.isBlank()) {
      return;
    }
    for (String id : json.texts("product_ids")) {
      texts.putIfAbsent(id, text);
    }
    for (String group : json.texts("group_ids")) {
      texts.putIfAbsent(GROUP + group, text);
    }
  }

  private List<Statement> statements(Statement.Document document) {
    List<Statement> statements = new ArrayList<>();
    for (Draft draft : drafts) {
      for (Map.Entry<Status, Set<String>> entry : draft.products.entrySet()) {
        new Maker(document, draft, entry.getKey()).make(entry.getValue(), statements);
      }
    }
    return statements;
  }

  /** Makes statements of a status: one for each reason that is given for it. */
  private final class Maker {
    private final Statement.Document document;
    private final Draft draft;
    private final Status status;
    private final Map<String, String> justifications;
    private final Map<String, String> impacts;
    private final Set<String> unknown = new TreeSet<>();
    private final Set<String> unjustified = new TreeSet<>();
    private final Set<String> unversioned = new TreeSet<>();
    private final Set<String> unplaced = new TreeSet<>();

    private record Reason(@Nullable String justification, String text) {}

    Maker(Statement.Document document, Draft draft, Status status) {
      this.document = document;
      this.draft = draft;
      this.status = status;
      this.justifications = resolved(draft.justifications);
      this.impacts = resolved(draft.impacts);
    }

    private Map<String, String> resolved(Map<String, String> texts) {
      Map<String, String> resolved = new HashMap<>();
      texts.forEach((id, text) -> {
        if (id.isEmpty() || id.charAt(0) != GROUP) {
          resolved.put(id, text);
        }
      });
      texts.forEach((id, text) -> {
        if (!id.isEmpty() && id.charAt(0) == GROUP) {
          groups
              .getOrDefault(id.substring(1), List.of())
              .forEach(one -> resolved.putIfAbsent(one, text));
        }
      });
      return resolved;
    }

    void make(Set<String> ids, List<Statement> statements) {
      Map<Reason, List<Product>> byReason = new LinkedHashMap<>();
      for (String id : ids) {
        Reason reason = reason(id);
        Product product = product(id);
        if (reason != null && product != null) {
          byReason.computeIfAbsent(reason, none -> new ArrayList<>()).add(product);
        }
      }
      byReason.forEach((reason, products) ->
          statements.add(
              new Statement(
                  document,
                  draft.line,
                  draft.names,
                  products,
                  status,
                  reason.justification,
                  reason.text,
                  document.time())));
      complain(unknown, "are not in the product tree");
      complain(unjustified, "have neither a flag nor a threat of category impact that says why");
      complain(unversioned, "have no version");
      complain(
          unplaced,
          "have no package URL, or stand on a platform that is known by no more than a name or a"
              + " CPE of no distribution");
    }

    private void complain(Set<String> ids, String why) {
      if (!ids.isEmpty()) {
        String first = ids.iterator().next();
        refuse(
            draft.line,
            "of the products that it says are "
                + status.label()
                + ", "
                + ids.size()
                + " "
                + why
                + " ("
                + OpenVexReader.quote(first)
                + (ids.size() > 1 ? " and others" : "")
                + "), so it is not honoured for them");
      }
    }

    private @Nullable Reason reason(String id) {
      String justification = justifications.get(id);
      String impact = impacts.get(id);
      if (status != Status.NOT_AFFECTED) {
        return new Reason(null, impact == null ? status.label() : impact);
      }
      if (justification == null && impact == null) {
        unjustified.add(id);
        return null;
      }
      return new Reason(justification, impact == null ? String.valueOf(justification) : impact);
    }

    private @Nullable Product product(String id) {
      if (!products.containsKey(id)) {
        unknown.add(id);
        return null;
      }
      List<Component> chain = new ArrayList<>();
      boolean whole = follow(id, chain, new HashSet<>());
      Component root = chain.isEmpty() ? null : chain.removeLast();
      if (!whole || root == null) {
        unknown.add(id);
        return null;
      }
      Product product = new Product(root, chain);
      boolean recognisable =
          chain.isEmpty()
              ? root.isRecognisable() || !root.names().isEmpty()
              : chain.getFirst().isRecognisable()
                  && (root.isRecognisable() || DistributionCpe.areOfDistributions(root.cpes()));
      if (!recognisable || chain.size() > 1) {
        unplaced.add(id);
        return null;
      }
      if (status == Status.FIXED && !product.hasVersion()) {
        unversioned.add(id);
        return null;
      }
      return product;
    }

    /** From a component to the platform that it stands on; false where the way is broken. */
    private boolean follow(String id, List<Component> chain, Set<String> passed) {
      Relation relation = relations.get(id);
      Component component = products.get(id);
      if (component == null || !passed.add(id) || passed.size() > MAX_PLATFORMS) {
        return false;
      }
      if (relation == null) {
        chain.add(component);
        return true;
      }
      if (component.isRecognisable()) {
        chain.add(component);
      } else if (!follow(relation.component, chain, passed)) {
        return false;
      }
      return follow(relation.platform, chain, passed);
    }
  }

  private void refuse(int line, String why) {
    refused.add(new Notice(Notice.Kind.REFUSED, new FileLine(file, line), why));
  }
}
