package dev.breakwater.core.waiver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.breakwater.core.Base;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Digest;
import dev.breakwater.core.Evidence;
import dev.breakwater.core.Excuse;
import dev.breakwater.core.Excused;
import dev.breakwater.core.FileLine;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Notice;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.RandomEvidence;
import dev.breakwater.core.Severity;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.Weakness;
import dev.breakwater.core.judge.Excuser;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaiversTest {
  private static final Digest BASE = new Digest("sha256", "1".repeat(64));
  private static final Digest TOP = new Digest("sha256", "2".repeat(64));
  private static final Instant NOW = Instant.parse("2026-11-21T21:30:00Z");
  private static final String REST =
      ", reason: accepted, owner: team@example.org, expires: 2026-11-21}\n";

  @TempDir private Path work;

  private static Subject subject(Base base) {
    return new Subject(
        "registry",
        "registry.example.org/shop/api:1",
        new Digest("sha256", "a".repeat(64)),
        null,
        null,
        List.of(new Subject.Layer(BASE, null, null), new Subject.Layer(TOP, null, null)),
        base,
        null);
  }

  private static final Subject SUBJECT = subject(null);

  private static Vulnerability vulnerability(
      String id, PackageUrl purl, Severity severity, String path, Digest layer) {
    return new Vulnerability(
        id,
        List.of("GHSA-AAAA-" + id.substring(4)),
        Finding.Kind.VULNERABILITY,
        severity,
        null,
        Vulnerability.Status.AFFECTED,
        "",
        purl,
        purl.displayName(),
        String.valueOf(purl.version()),
        null,
        new Finding.Location(path, layer),
        new Finding.Remedy(""),
        null,
        List.of(),
        List.of(),
        layer.equals(BASE) ? Vulnerability.Place.BASE_IMAGE : Vulnerability.Place.APPLICATION,
        null,
        null,
        List.of());
  }

  private static final Vulnerability OPENSSL =
      vulnerability(
          "CVE-2024-1234",
          PackageUrl.of("deb", "debian", "openssl", "3.0.11-1~deb12u1")
              .with("arch", "amd64")
              .with("distro", "debian-12"),
          Severity.MEDIUM,
          "var/lib/dpkg/status",
          BASE);
  private static final Vulnerability ROUTER =
      vulnerability(
          "CVE-2024-9",
          PackageUrl.of("npm", "@acme", "router", "1.2.3"),
          Severity.UNKNOWN,
          "srv/app/node_modules/@acme/router/package.json",
          TOP);
  private static final Weakness KEY =
      new Weakness(
          "aws-access-key",
          Finding.Kind.SECRET,
          Severity.HIGH,
          "",
          "20 characters",
          new Finding.Location("srv/app/.env", TOP),
          new Finding.Remedy(""),
          List.of(),
          null);
  private static final Weakness ROOT =
      new Weakness(
          "runs-as-root",
          Finding.Kind.MISCONFIGURATION,
          Severity.LOW,
          "",
          "",
          Finding.Location.ofConfiguration("config.User", null),
          new Finding.Remedy(""),
          List.of(),
          null);
  private static final List<Finding> ALL = List.of(OPENSSL, ROUTER, KEY, ROOT);

  private static Waivers waivers(String text) throws BreakwaterException {
    return WaiverReader.read("waivers.yaml", text.getBytes(UTF_8));
  }

  private static Excuser.Outcome outcome(String text) throws BreakwaterException {
    return waivers(text).divide(ALL, RandomEvidence.about(SUBJECT, NOW));
  }

  /** What a waiver with these selectors takes out. */
  private static List<Finding> taken(String selectors) throws BreakwaterException {
    return taken(selectors, SUBJECT);
  }

  private static List<Finding> taken(String selectors, Subject subject) throws BreakwaterException {
    return waivers("waivers:\n- {" + selectors + REST)
        .divide(ALL, RandomEvidence.about(subject, NOW))
        .excused()
        .stream()
        .map(Excused::finding)
        .toList();
  }

  @Test
  void everySelectorAlone() throws BreakwaterException {
    assertThat(taken("vulnerability: cve-2024-1234")).containsExactly(OPENSSL);
    assertThat(taken("vulnerability: GHSA-aaaa-2024-1234")).containsExactly(OPENSSL);
    assertThat(taken("vulnerability: 'CVE-2024-*'")).containsExactly(OPENSSL, ROUTER);
    assertThat(taken("vulnerability: CVE-2024-12")).isEmpty();
    assertThat(taken("rule: aws-access-key")).containsExactly(KEY);
    assertThat(taken("rule: '*'")).containsExactly(KEY, ROOT);
    assertThat(taken("package: openssl")).containsExactly(OPENSSL);
    assertThat(taken("package: '@acme/*'")).containsExactly(ROUTER);
    assertThat(taken("package: router")).containsExactly(ROUTER);
    assertThat(taken("package: 'pkg:deb/debian/openssl'")).containsExactly(OPENSSL);
    assertThat(taken("package: 'pkg:deb/debian/openssl@3.0.11-1~deb12u1'"))
        .containsExactly(OPENSSL);
    assertThat(taken("package: 'pkg:deb/debian/openssl@3.0.*'")).containsExactly(OPENSSL);
    assertThat(taken("package: 'pkg:deb/debian/openssl@3.0.12'")).isEmpty();
    assertThat(taken("package: 'pkg:deb/debian/openssl?arch=amd64'")).containsExactly(OPENSSL);
    assertThat(taken("package: 'pkg:deb/debian/openssl?arch=arm64'")).isEmpty();
    assertThat(taken("package: 'pkg:deb/*'")).containsExactly(OPENSSL);
    assertThat(taken("package: 'pkg:npm/%40acme/router'")).containsExactly(ROUTER);
    assertThat(taken("package: 'pkg:npm/@acme/*@1.*'")).containsExactly(ROUTER);
    assertThat(taken("path: srv/**")).containsExactly(ROUTER, KEY);
    assertThat(taken("path: /srv/app/.env")).containsExactly(KEY);
    assertThat(taken("path: '**/.env'")).containsExactly(KEY);
    assertThat(taken("path: '**'")).containsExactly(OPENSSL, ROUTER, KEY);
    assertThat(taken("layer: " + TOP)).containsExactly(ROUTER, KEY);
    assertThat(taken("severity: low")).containsExactly(ROOT);
    assertThat(taken("severity: medium")).containsExactly(OPENSSL, ROOT);
    assertThat(taken("severity: unknown")).containsExactly(ROUTER);
    assertThat(taken("severity: critical")).containsExactlyElementsOf(ALL);
    assertThat(taken("subject: 'registry.example.org/shop/*'")).containsExactlyElementsOf(ALL);
    assertThat(taken("subject: 'registry:registry.example.org/shop/api:1'")).hasSize(4);
    assertThat(taken("subject: 'sha256:" + "a".repeat(64) + "'")).hasSize(4);
    assertThat(taken("subject: other")).isEmpty();
  }

  @Test
  void layersOfTheBaseImageByWhatIsKnownOfIt() throws BreakwaterException {
    assertThat(taken("layer: base")).containsExactly(OPENSSL);
    assertThat(taken("layer: application")).containsExactly(ROUTER);
    Subject known = subject(new Base("debian:12", null, 1, Base.KnownBy.LAYERS));
    assertThat(taken("layer: base", known)).containsExactly(OPENSSL);
    assertThat(taken("layer: application", known)).containsExactly(ROUTER, KEY);
    Subject whole = subject(new Base("acme:12", null, 2, Base.KnownBy.LAYERS));
    assertThat(taken("layer: base", whole)).containsExactly(OPENSSL, ROUTER, KEY);
  }

  private static Weakness about(String object) {
    return new Weakness(
        "privileged",
        Finding.Kind.MISCONFIGURATION,
        Severity.HIGH,
        "",
        object,
        new Finding.Location("deploy/shop.yaml", null),
        new Finding.Remedy(""),
        List.of(),
        object);
  }

  /** The objects of a file that a waiver with these selectors takes out. */
  private static List<String> objects(String selectors) throws BreakwaterException {
    List<Finding> findings = new ArrayList<>(ALL);
    for (String object :
        List.of(
            "Deployment/shop/web",
            "Deployment/shop/web/nginx",
            "Deployment/shop/web/side",
            "Deployment/shop/website",
            "Pod/web",
            "Pod/web/nginx")) {
      findings.add(about(object));
    }
    Excuser.Outcome outcome =
        waivers("waivers:\n- {" + selectors + REST)
            .divide(findings, RandomEvidence.about(SUBJECT, NOW));
    List<String> taken = new ArrayList<>();
    for (Excused excused : outcome.excused()) {
      taken.add(((Weakness) excused.finding()).evidence());
    }
    return taken;
  }

  @Test
  void objectsWithinAFile() throws BreakwaterException {
    assertThat(objects("object: Deployment/shop/web")).containsExactly("Deployment/shop/web");
    assertThat(objects("object: Deployment/shop/web/nginx"))
        .containsExactly("Deployment/shop/web/nginx");
    assertThat(objects("object: Deployment/shop/web/*"))
        .containsExactly("Deployment/shop/web/nginx", "Deployment/shop/web/side");
    assertThat(objects("object: Deployment/shop/web/**"))
        .containsExactly(
            "Deployment/shop/web", "Deployment/shop/web/nginx", "Deployment/shop/web/side");
    assertThat(objects("object: '*/*/web*'"))
        .containsExactly("Deployment/shop/web", "Deployment/shop/website");
    assertThat(objects("object: [Pod/web, '**/side']"))
        .containsExactly("Deployment/shop/web/side", "Pod/web");
    assertThat(objects("object: Pod/web/**, path: deploy/other.yaml")).isEmpty();
    assertThat(objects("object: Pod/web/**, rule: hostPID")).isEmpty();
    assertThat(objects("object: Pod/web, rule: privileged, path: deploy/**"))
        .containsExactly("Pod/web");
    // What is about a package, or about no object, is not meant.
    assertThat(objects("object: '**'")).hasSize(6);
    assertThat(objects("object: Pod/web, vulnerability: CVE-2024-1234")).isEmpty();
  }

  @Test
  void pathsAreTheSameHoweverTheyBegin() throws BreakwaterException {
    for (String given : List.of("deploy/shop.yaml", "./deploy/shop.yaml", "/deploy/shop.yaml")) {
      Weakness finding = at(given);
      for (String path : List.of("deploy/*", "./deploy/shop.yaml", "/deploy/**")) {
        assertThat(
                waivers("waivers:\n- {path: " + path + REST)
                    .divide(List.of(finding), RandomEvidence.about(SUBJECT, NOW))
                    .counting())
            .as("%s for %s", path, given)
            .isEmpty();
      }
    }
  }

  private static Weakness at(String path) {
    return new Weakness(
        "privileged",
        Finding.Kind.MISCONFIGURATION,
        Severity.HIGH,
        "",
        "",
        new Finding.Location(path, null),
        new Finding.Remedy(""),
        List.of(),
        null);
  }

  @Test
  void anObjectThatIsNotThereIsSaid() throws BreakwaterException {
    assertThat(outcome("waivers:\n- {object: Pod/wep" + REST).notices())
        .extracting(Notice::kind)
        .containsExactly(Notice.Kind.UNUSED);
  }

  @Test
  void allSelectorsMustMatchAndOneOfAList() throws BreakwaterException {
    assertThat(taken("vulnerability: CVE-2024-1234, package: openssl, layer: base"))
        .containsExactly(OPENSSL);
    assertThat(taken("vulnerability: CVE-2024-1234, package: zlib")).isEmpty();
    assertThat(taken("vulnerability: CVE-2024-1234, rule: aws-access-key")).isEmpty();
    assertThat(taken("package: openssl, severity: low")).isEmpty();
    assertThat(taken("vulnerability: [CVE-1, CVE-2024-9, CVE-2024-1234]"))
        .containsExactly(OPENSSL, ROUTER);
    assertThat(taken("rule: [a, runs-as-root], severity: low")).containsExactly(ROOT);
  }

  @Test
  void theFirstThatHoldsIsNamedAndTheOthersAreUsed() throws BreakwaterException {
    Excuser.Outcome outcome =
        outcome(
            """
            # Why we live with it.
            waivers:
              - vulnerability: CVE-2024-1234
                reason: too old
                owner: a
                expires: 2020-01-01
              - package: openssl
                reason: not reachable
                owner: b
                expires: 2027-01-31
              - severity: medium
                package: pkg:deb/*
                reason: later
                owner: c
                expires: 2027-01-31
            """);
    assertThat(outcome.excused())
        .containsExactly(
            new Excused(
                OPENSSL,
                new Excuse.Waived(
                    "waivers.yaml", 7, "not reachable", "b", LocalDate.of(2027, 1, 31))));
    assertThat(outcome.counting()).containsExactly(ROUTER, KEY, ROOT);
    assertThat(outcome.notices())
        .containsExactly(
            new Notice(
                Notice.Kind.EXPIRED,
                new FileLine("waivers.yaml", 3),
                "expired on 2020-01-01 (owner: a); a finding counts again that it used to waive:"
                    + " mend them, or give it a new day"));
  }

  @Test
  void theLastDayIsTheLast() throws BreakwaterException {
    Waivers waivers = waivers("waivers:\n- {rule: aws-access-key" + REST);
    Instant last = Instant.parse("2026-11-21T23:59:59Z");
    assertThat(waivers.divide(ALL, RandomEvidence.about(SUBJECT, last)).excused()).hasSize(1);
    Excuser.Outcome after = waivers.divide(ALL, RandomEvidence.about(SUBJECT, last.plusSeconds(1)));
    assertThat(after.excused()).isEmpty();
    assertThat(after.notices()).extracting(Notice::kind).containsExactly(Notice.Kind.EXPIRED);
  }

  @Test
  void aPackageInSeveralPlacesIsWaivedOnlyWhereEachMatches() throws BreakwaterException {
    Vulnerability finding =
        (Vulnerability)
            ALL.stream()
                .filter(one -> one instanceof Vulnerability v && v.location().path() != null)
                .findFirst()
                .orElseThrow();
    String first = String.valueOf(finding.location().path());
    for (boolean both : List.of(false, true)) {
      SoftwarePackage spread =
          new SoftwarePackage(
              finding.purl(),
              finding.packageName(),
              finding.installed(),
              null,
              List.of(first, "zz/second"),
              null,
              null);
      Evidence evidence =
          new Evidence(
              NOW, SUBJECT, List.of(), List.of(), List.of(spread), List.of(finding), List.of());
      Waivers waivers =
          waivers(
              "waivers:\n- {path: ["
                  + (both ? first + ", zz/**" : first)
                  + "], reason: r, owner: o, expires: 2027-01-31}");
      assertThat(waivers.divide(List.of(finding), evidence).excused()).hasSize(both ? 1 : 0);
    }
  }

  @Test
  void aReasonOfSeveralLinesIsSaidOnOne() throws BreakwaterException {
    assertThat(
            outcome(
                    """
                    waivers:
                    - rule: aws-access-key
                      reason: |
                        one
                        two \\e
                      owner: "a\\e[31m"
                      expires: 2026-11-21
                    """)
                .excused())
        .singleElement()
        .satisfies(excused -> {
          assertThat(excused.excuse().reason()).isEqualTo("one two \\e");
          assertThat(excused.excuse())
              .isInstanceOfSatisfying(
                  Excuse.Waived.class, waived -> assertThat(waived.owner()).isEqualTo("a [31m"));
        });
  }

  @Test
  void whatMatchesNothingIsSaidUnlessItIsOfAnotherSubject() throws BreakwaterException {
    assertThat(outcome("waivers:\n- {rule: none" + REST).notices())
        .extracting(Notice::kind, Notice::where)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(Notice.Kind.UNUSED, "waivers.yaml:2"));
    assertThat(outcome("waivers:\n- {rule: none, subject: other" + REST).notices()).isEmpty();
    assertThat(
            outcome(
                    "waivers:\n"
                        + "- {rule: none, subject: other, reason: r, owner: o, expires:"
                        + " 2020-01-01}")
                .notices())
        .extracting(Notice::what)
        .containsExactly("expired on 2020-01-01 (owner: o); it is about other subjects than this");
    assertThat(
            outcome("waivers:\n- {rule: none, reason: r, owner: o, expires: 2020-01-01}").notices())
        .extracting(Notice::what)
        .containsExactly(
            "expired on 2020-01-01 (owner: o) and matches nothing here; remove it if nothing else"
                + " needs it");
  }

  @Test
  void whatIsNotCompleteIsRefused() throws BreakwaterException {
    String[][] refusals = {
      {"{rule: '*'}", "it has no reason and no owner and no expires"},
      {"{rule: '*', owner: o, expires: 2027-01-31}", "it has no reason"},
      {"{rule: '*', reason: ' ', owner: o, expires: 2027-01-31}", "it has no reason"},
      {"{rule: '*', reason: r, owner: ~, expires: 2027-01-31}", "it has no owner"},
      {"{rule: '*', reason: r, owner: o, expires: never}", "its expires 'never' is no day"},
      {"{rule: '*', reason: r, owner: o, expires: 2027-02-30}", "is no day"},
      {"{rule: '*', reason: r, owner: o, expires: +99999-01-01}", "is out of reach"},
      {"{reason: r, owner: o, expires: 2027-01-31}", "it says not what it waives"},
      {"{rule: '*', package:" + " '' " + REST.strip(), "its 'package' is empty"},
      {"{rule: []" + REST.strip(), "its 'rule' is empty"},
      {"{layer: top" + REST.strip(), "its layer 'top'"},
      {"{severity: terrible" + REST.strip(), "its severity 'terrible' is none"},
      {"{package: 'pkg:deb'" + REST.strip(), "its package 'pkg:deb' cannot be read"},
      {"{package: 'pkg:deb/%zz'" + REST.strip(), "cannot be read"},
    };
    for (String[] refusal : refusals) {
      Excuser.Outcome outcome = outcome("waivers:\n\n- " + refusal[0]);
      assertThat(outcome.excused()).as(refusal[0]).isEmpty();
      assertThat(outcome.notices())
          .as(refusal[0])
          .singleElement()
          .satisfies(notice -> {
            assertThat(notice.kind()).isEqualTo(Notice.Kind.REFUSED);
            assertThat(notice.where()).isEqualTo("waivers.yaml:3");
            assertThat(notice.what()).contains(refusal[1]).endsWith("so it is not honoured");
          });
    }
  }

  @Test
  void whatIsNoFileOfWaiversIsAFault() {
    String[][] faults = {
      {
        "waivers:\n- pacakge: openssl\n",
        ":2:3: a waiver has no 'pacakge' (did you mean 'package'?); there are"
      },
      {"waivers:\n- until: 2027-01-31\n", "there are vulnerability, rule, package, path, object"},
      {"waivers:\n- rule: a\n  rule: b\n", ":3:3: 'rule' is there twice in one waiver"},
      {"waivers: []\nwaivers: []\n", ":2:1: 'waivers' is there twice"},
      {"waivers: {rule: a}\n", ":1:10: 'waivers' must be a list"},
      {"waivers:\n- CVE-2024-1\n", ":2:3: a waiver must be made of lines"},
      {"- rule: a\n", ":1:1: the file must begin with 'waivers:'"},
      {"rules: []\n", ":1:1: there is no 'rules' here, only 'waivers'"},
      {"waivers:\n- rule: {a: b}\n", ":2:9: 'rule' must be a text or a list"},
      {"waivers:\n- reason: [a]\n", ":2:11: 'reason' must be a text"},
      {"waivers:\n- severity: [low]\n", "'severity' must be a text"},
      {"waivers:\n- &a {rule: a}\n- *a\n", ":2:3: anchors and aliases are not used"},
      {"waivers: []\n---\nwaivers: []\n", ":2:1: a second document begins"},
      {"waivers:\n- rule: \"a\n", "it is not YAML"},
      {"waivers:\n\t- rule: a\n", ":2:1: it is not YAML"},
      {"waivers:\n- rule: a\u0000\n", "it is not YAML"},
      {"waivers:\n- {" + "rule: [".repeat(100_000), "waivers.yaml:2:"},
      {"waivers:\n- rule: " + "a".repeat(10_001), "longer than 10000 characters"},
    };
    for (String[] fault : faults) {
      assertThatThrownBy(() -> waivers(fault[0]))
          .as(fault[0].substring(0, Math.min(60, fault[0].length())))
          .isInstanceOf(BreakwaterException.class)
          .hasMessageStartingWith("Tried to read the waivers in waivers.yaml:")
          .hasMessageContaining(fault[1]);
    }
  }

  @Test
  void filesThatAreNotThereOrTooLongOrNotText() throws Exception {
    Path file = work.resolve("waivers.yaml");
    assertThatThrownBy(() -> Waivers.read(file))
        .isInstanceOf(BreakwaterException.class)
        .hasMessage("There is no file of waivers " + file);
    assertThatThrownBy(() -> Waivers.read(work)).isInstanceOf(BreakwaterException.class);
    Files.write(file, new byte[WaiverReader.MAX_BYTES + 1]);
    assertThatThrownBy(() -> Waivers.read(file)).hasMessageContaining("longer than 10 MB");
    Files.write(file, new byte[] {'w', (byte) 0xff});
    assertThatThrownBy(() -> Waivers.read(file)).hasMessageContaining("not written in UTF-8");
    String many = "waivers:\n" + "- {rule: a}\n".repeat(WaiverReader.MAX_WAIVERS + 1);
    Files.writeString(file, many);
    assertThatThrownBy(() -> Waivers.read(file))
        .hasMessageContaining(":100002:3: there are more than 100000 waivers");
    Files.writeString(file, "\ufeffwaivers:\n- {rule: aws-access-key" + REST);
    assertThat(Waivers.read(file).divide(ALL, RandomEvidence.about(SUBJECT, NOW)).excused())
        .hasSize(1);
  }

  @Test
  void anEmptyFileHasNoWaivers() throws BreakwaterException {
    for (String empty : new String[] {"", "# none yet\n", "---\n", "waivers:\n", "waivers: []\n"}) {
      assertThat(outcome(empty).counting()).as(empty).isEqualTo(ALL);
      assertThat(outcome(empty).notices()).as(empty).isEmpty();
    }
  }

  /** The product of the two is a thousand million; asked one by one it would take minutes. */
  @Test
  void manyWaiversAndFindingsTakeSeconds() throws BreakwaterException {
    StringBuilder text = new StringBuilder("waivers:\n");
    String[] forms = {
      "vulnerability: CVE-2024-", "package: package-", "rule: rule-", "vulnerability: 'CVE-2024-"
    };
    for (int i = 0; i < WaiverReader.MAX_WAIVERS; i++) {
      String form = forms[i % forms.length];
      text.append("- {").append(form).append(i);
      text.append(form.indexOf('\'') > 0 ? "*x'" : "").append(REST);
    }
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      findings.add(
          vulnerability(
              "CVE-2024-" + i * 4,
              PackageUrl.of("npm", null, "package-" + (i * 4 + 2), "1"),
              Severity.LOW,
              "a/b/" + i,
              TOP));
    }
    Assertions.assertTimeout(
        Duration.ofSeconds(60),
        () -> {
          Waivers waivers = waivers(text.toString());
          assertThat(waivers.divide(findings, RandomEvidence.about(SUBJECT, NOW)).excused())
              .hasSize(10_000);
        });
  }

  private static Path guide() {
    return Path.of("..", "docs", "waivers.md");
  }

  @Test
  void theExamplesOfTheGuideAreWaiversAndTheSchemaAgrees() throws Exception {
    String schemaText;
    try (InputStream in = Waivers.class.getResourceAsStream(Waivers.SCHEMA_RESOURCE)) {
      schemaText = new String(in.readAllBytes(), UTF_8);
    }
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(schemaText, InputFormat.JSON);
    Matcher block =
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(guide()));
    int examples = 0;
    while (block.find()) {
      examples++;
      Excuser.Outcome outcome =
          waivers(block.group(1)).divide(List.of(), RandomEvidence.about(SUBJECT, NOW));
      assertThat(outcome.notices())
          .as(block.group(1))
          .noneMatch(notice -> notice.kind() == Notice.Kind.REFUSED);
      assertThat(schema.validate(json(block.group(1)), InputFormat.JSON)).isEmpty();
    }
    assertThat(examples).isGreaterThan(2);
    assertThat(schema.validate("{\"waivers\":[{\"rule\":\"a\"}]}", InputFormat.JSON)).isNotEmpty();
    assertThat(
            schema.validate(
                "{\"waivers\":[{\"reason\":\"a\",\"owner\":\"a\",\"expires\":\"2027-01-31\"}]}",
                InputFormat.JSON))
        .isNotEmpty();
  }

  private static String json(String yaml) {
    Object tree =
        new org.snakeyaml.engine.v2.api.Load(
                org.snakeyaml.engine.v2.api.LoadSettings.builder().build())
            .loadFromString(yaml);
    return json(tree);
  }

  private static String json(Object tree) {
    return switch (tree) {
      case java.util.Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> "\"" + entry.getKey() + "\":" + json(entry.getValue()))
              .collect(java.util.stream.Collectors.joining(",", "{", "}"));
      case List<?> list ->
          list.stream()
              .map(WaiversTest::json)
              .collect(java.util.stream.Collectors.joining(",", "[", "]"));
      case null -> "null";
      default -> "\"" + tree.toString().replace("\"", "\\\"").replace("\n", " ") + "\"";
    };
  }
}
