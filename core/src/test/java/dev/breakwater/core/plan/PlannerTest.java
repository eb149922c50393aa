package dev.breakwater.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Base;
import dev.breakwater.core.Digest;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.Evidence;
import dev.breakwater.core.Finding;
import dev.breakwater.core.FixOrder;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Plan;
import dev.breakwater.core.Plan.Kind;
import dev.breakwater.core.Severity;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.Vulnerability.Place;
import dev.breakwater.core.Weakness;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final Planner PLANNER = new Planner(FixOrder.NATURAL);
  private static final Digest LOWER = new Digest("sha256", "1".repeat(64));
  private static final Digest UPPER = new Digest("sha256", "2".repeat(64));

  private final List<SoftwarePackage> packages = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<Evidence.Alternative> alternatives = new ArrayList<>();
  private Base base;
  private String distribution = "debian";

  private SoftwarePackage system(String type, String name, String version, String source) {
    return add(
        new SoftwarePackage(
            PackageUrl.of(type, distribution, name, version),
            name,
            version,
            new SoftwarePackage.Source(source, version),
            List.of(type.equals("deb") ? "var/lib/dpkg/status" : "lib/db"),
            LOWER,
            null));
  }

  private SoftwarePackage deb(String name, String version, String source) {
    return system("deb", name, version, source);
  }

  private SoftwarePackage library(String type, String name, String version) {
    return add(
        new SoftwarePackage(
            PackageUrl.of(type, null, name, version),
            name,
            version,
            null,
            List.of("app/" + name),
            UPPER,
            null));
  }

  private SoftwarePackage add(SoftwarePackage softwarePackage) {
    packages.add(softwarePackage);
    return softwarePackage;
  }

  private static Vulnerability vulnerability(
      SoftwarePackage in, String id, Severity severity, String... versions) {
    return new Vulnerability(
        id,
        List.of(),
        Finding.Kind.VULNERABILITY,
        severity,
        null,
        Vulnerability.Status.AFFECTED,
        id,
        in.purl(),
        in.name(),
        in.version(),
        versions.length == 0 ? null : versions[0],
        new Finding.Location(in.paths().getFirst(), in.layer()),
        new Finding.Remedy("upgrade it", List.of(versions)),
        null,
        List.of(),
        List.of(),
        LOWER.equals(in.layer()) ? Place.BASE_IMAGE : Place.APPLICATION,
        null,
        null,
        List.of());
  }

  /** The first version is the fix on the installed line. */
  private void find(SoftwarePackage in, String id, Severity severity, String... versions) {
    findings.add(vulnerability(in, id, severity, versions));
  }

  private void weakness(String rule, Severity severity, String path, String action) {
    findings.add(
        new Weakness(
            rule,
            Finding.Kind.MISCONFIGURATION,
            severity,
            rule,
            "",
            new Finding.Location(path, UPPER),
            new Finding.Remedy(action),
            List.of(),
            null));
  }

  private Evidence evidence() {
    Subject subject =
        new Subject(
                "registry",
                "example.org/shop:1",
                null,
                null,
                new Distribution(distribution, null, "12", null, distribution, null),
                List.of(new Subject.Layer(LOWER, null, null), new Subject.Layer(UPPER, null, null)))
            .on(base);
    return new Evidence(
        Instant.EPOCH, subject, List.of(), List.of(), packages, findings, alternatives);
  }

  private List<Plan.Step> steps() {
    return PLANNER.plan(evidence()).steps();
  }

  private static List<String> titles(List<Plan.Step> steps) {
    return steps.stream().map(Plan.Step::title).toList();
  }

  private static int sum(Map<Severity, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Test
  void packagesOfOneSourceAreUpgradedTogether() {
    SoftwarePackage library = deb("libssl3", "3.0.11-1", "openssl");
    SoftwarePackage program = deb("openssl", "3.0.11-1+b1", "openssl");
    find(library, "CVE-1", Severity.HIGH, "3.0.13-1");
    find(program, "CVE-1", Severity.HIGH, "3.0.13-1");
    find(program, "CVE-2", Severity.LOW, "3.0.9-1");
    find(program, "CVE-3", Severity.LOW);
    Plan plan = PLANNER.plan(evidence());
    assertThat(plan.steps())
        .singleElement()
        .satisfies(step -> {
          assertThat(step.kind()).isEqualTo(Kind.UPGRADE);
          assertThat(step.title()).isEqualTo("upgrade openssl to 3.0.13-1");
          assertThat(step.commands())
              .containsExactly(
                  "apt-get update && apt-get install -y --only-upgrade libssl3 openssl");
          assertThat(step.removes()).containsExactlyElementsOf(findings.subList(0, 3));
          assertThat(step.left()).isEqualTo(Map.of(Severity.LOW, 1));
        });
    assertThat(plan.together()).isEmpty();
  }

  @Test
  void whatRemovesMostComesFirst() {
    SoftwarePackage many = deb("many", "1", "many");
    for (int i = 0; i < 4; i++) {
      find(many, "CVE-1" + i, Severity.LOW, "2");
    }
    SoftwarePackage few = deb("few", "1", "few");
    find(few, "CVE-2", Severity.CRITICAL, "2");
    SoftwarePackage equal = deb("equal", "1", "equal");
    find(equal, "CVE-3", Severity.CRITICAL, "2");
    Plan plan = PLANNER.plan(evidence());
    assertThat(titles(plan.steps()))
        .containsExactly("upgrade equal to 2", "upgrade few to 2", "upgrade many to 2");
    assertThat(plan.steps().stream().map(step -> sum(step.left()))).containsExactly(5, 4, 0);
    assertThat(plan.together())
        .containsExactly("apt-get update && apt-get install -y --only-upgrade equal few many");
  }

  @Test
  void whatIsExploitedComesBeforeWhatIsOnlyBad() {
    find(library("npm", "bad", "1.0.0"), "CVE-1", Severity.CRITICAL, "1.0.1");
    Vulnerability high =
        vulnerability(library("npm", "used", "1.0.0"), "CVE-2", Severity.HIGH, "1.0.1");
    findings.add(
        new Vulnerability(
            high.id(),
            high.aliases(),
            high.kind(),
            high.severity(),
            null,
            high.status(),
            high.title(),
            high.purl(),
            high.packageName(),
            high.installed(),
            high.fixed(),
            high.location(),
            high.remedy(),
            null,
            List.of(),
            List.of(),
            high.place(),
            new Vulnerability.Kev(LocalDate.EPOCH, null, false),
            null,
            List.of()));
    assertThat(titles(steps()))
        .containsExactly("replace used 1.0.0 by 1.0.1", "replace bad 1.0.0 by 1.0.1");
  }

  @Test
  void manyPackagesAreUpgradedWithAllOthers() {
    for (int i = 0; i < 31; i++) {
      find(deb("package" + i, "1", "package" + i), "CVE-1", Severity.LOW, "2");
    }
    assertThat(PLANNER.plan(evidence()).together())
        .containsExactly("apt-get update && apt-get upgrade -y");
  }

  @Test
  void eachSystemHasItsOwnCommand() {
    assertThat(command("apk", "alpine", null)).isEqualTo("apk upgrade --update-cache one");
    assertThat(command("rpm", "fedora", null)).isEqualTo("dnf upgrade -y one");
    assertThat(command("rpm", "rhel", "microdnf")).isEqualTo("microdnf update -y one");
    assertThat(command("rpm", "amzn", "yum")).isEqualTo("yum update -y one");
    assertThat(command("rpm", "photon", null)).isEqualTo("tdnf upgrade -y one");
    assertThat(command("rpm", "opensuse-leap", null))
        .isEqualTo("zypper --non-interactive update one");
  }

  private String command(String type, String id, String manager) {
    packages.clear();
    findings.clear();
    distribution = id;
    if (manager != null) {
      system("rpm", manager, "1", manager);
    }
    find(system(type, "one", "1", "one"), "CVE-1", Severity.LOW, "2");
    return steps().getFirst().commands().getFirst();
  }

  @Test
  void distrolessImagesHaveNothingToUpgradeWith() {
    SoftwarePackage single = deb("libssl3", "1", "openssl");
    packages.clear();
    add(
        new SoftwarePackage(
            single.purl(),
            single.name(),
            single.version(),
            single.source(),
            List.of("var/lib/dpkg/status.d/libssl3"),
            LOWER,
            null));
    find(packages.getFirst(), "CVE-1", Severity.HIGH, "2");
    assertThat(steps()).singleElement().satisfies(s -> assertThat(s.commands()).isEmpty());
  }

  @Test
  void oneVersionMendsAllThatCanBeMended() {
    SoftwarePackage lodash = library("npm", "lodash", "4.17.15");
    find(lodash, "CVE-1", Severity.HIGH, "4.17.19");
    find(lodash, "CVE-2", Severity.HIGH, "4.17.21");
    find(lodash, "CVE-3", Severity.HIGH);
    assertThat(steps())
        .singleElement()
        .satisfies(step -> {
          assertThat(step.title()).isEqualTo("replace lodash 4.17.15 by 4.17.21");
          assertThat(step.commands()).containsExactly("npm install lodash@4.17.21");
          assertThat(step.removes()).hasSize(2);
        });
  }

  @Test
  void aVersionOnAnotherLineIsRaisedUntilItMendsAll() {
    SoftwarePackage jackson = library("maven", "com.example:databind", "2.9.1");
    find(jackson, "CVE-1", Severity.HIGH, "2.9.4", "2.10.1");
    find(jackson, "CVE-2", Severity.HIGH, "2.10.0");
    assertThat(titles(steps())).containsExactly("replace com.example:databind 2.9.1 by 2.10.1");
  }

  @Test
  void aVersionThatIsNewEnoughOnItsOwnLineStays() {
    SoftwarePackage python = library("generic", "python", "3.11.2");
    find(python, "CVE-1", Severity.HIGH, "3.11.13", "3.12.11", "3.13.4", "3.14.0");
    find(python, "CVE-2", Severity.CRITICAL, "3.13.14", "3.14.5");
    assertThat(titles(steps())).containsExactly("replace python 3.11.2 by 3.13.14");
  }

  @Test
  void whatTheInstalledLineMendsIsHadBeforeLeavingIt() {
    SoftwarePackage python = library("generic", "python", "3.11.2");
    for (int i = 0; i < 3; i++) {
      find(python, "CVE-1" + i, Severity.HIGH, "3.11." + (13 + i), "3.12.11");
    }
    find(python, "CVE-2", Severity.HIGH, "3.13.14", "3.14.5");
    SoftwarePackage lodash = library("npm", "lodash", "3.10.1");
    find(lodash, "CVE-3", Severity.MEDIUM, "3.10.2");
    find(lodash, "CVE-4", Severity.LOW, "4.17.21");
    List<Plan.Step> steps = steps();
    assertThat(titles(steps))
        .containsExactly(
            "replace python 3.11.2 by 3.11.15",
            "replace python 3.11.2 by 3.13.14 rather than by 3.11.15",
            "replace lodash 3.10.1 by 3.10.2",
            "replace lodash 3.10.1 by 4.17.21 rather than by 3.10.2");
    assertThat(steps.stream().map(step -> step.removes().size())).containsExactly(3, 1, 1, 1);
  }

  @Test
  void aVersionOnTheInstalledLineStays() {
    SoftwarePackage django = library("pypi", "django", "4.0.1");
    find(django, "CVE-1", Severity.HIGH, "4.0.9", "4.1.6");
    find(django, "CVE-2", Severity.HIGH, "4.0.10", "4.1.7");
    assertThat(titles(steps())).containsExactly("replace django 4.0.1 by 4.0.10");
  }

  @Test
  void anOrderThatGoesInCirclesEndsAllTheSame() {
    SoftwarePackage one = library("npm", "one", "1.0.0");
    find(one, "CVE-1", Severity.HIGH, "1.1.0", "1.2.0");
    find(one, "CVE-2", Severity.HIGH, "1.3.0", "1.4.0");
    Plan plan = new Planner((type, left, right) -> left.equals(right) ? 0 : 1).plan(evidence());
    assertThat(plan.steps()).hasSize(1);
  }

  @Test
  void aGoProgramIsBuiltAnew() {
    find(library("golang", "stdlib", "1.22.3"), "CVE-1", Severity.HIGH, "1.22.4");
    find(library("golang", "example.org/x", "v1.2.3"), "CVE-2", Severity.LOW, "1.2.4");
    assertThat(titles(steps()))
        .containsExactly(
            "rebuild app/stdlib with Go 1.22.4 or newer", "replace example.org/x v1.2.3 by 1.2.4");
    assertThat(steps().getLast().commands()).containsExactly("go get example.org/x@v1.2.4");
  }

  @Test
  void whatAnOperatingSystemPackageInstalledFollowsThat() {
    SoftwarePackage owned =
        add(
            new SoftwarePackage(
                PackageUrl.of("pypi", null, "requests", "2.28.1"),
                "requests",
                "2.28.1",
                null,
                List.of("usr/lib/python3/dist-packages/requests"),
                LOWER,
                PackageUrl.of("deb", "debian", "python3-requests", "2.28.1+dfsg-1")));
    find(owned, "CVE-1", Severity.HIGH, "2.31.0");
    assertThat(steps()).isEmpty();
    SoftwarePackage beside =
        add(
            new SoftwarePackage(
                owned.purl(), "requests", "2.28.1", null, List.of("app/requests"), UPPER, null));
    find(beside, "CVE-1", Severity.HIGH, "2.31.0");
    assertThat(steps())
        .singleElement()
        .satisfies(step -> assertThat(step.removes()).containsExactly(findings.getLast()));
  }

  @Test
  void whatOnlyDoesHarmIsTakenOut() {
    Vulnerability one =
        vulnerability(library("npm", "evil", "1.0.0"), "MAL-1", Severity.CRITICAL, "1.0.1");
    findings.add(
        new Vulnerability(
            one.id(),
            one.aliases(),
            Finding.Kind.MALWARE,
            one.severity(),
            null,
            one.status(),
            one.title(),
            one.purl(),
            one.packageName(),
            one.installed(),
            one.fixed(),
            one.location(),
            one.remedy(),
            null,
            List.of(),
            List.of(),
            one.place(),
            null,
            null,
            List.of()));
    assertThat(steps())
        .singleElement()
        .satisfies(step -> {
          assertThat(step.kind()).isEqualTo(Kind.CHANGE);
          assertThat(step.title()).isEqualTo("take out evil 1.0.0");
        });
  }

  @Test
  void findingsOfOneRuleAreOneChange() {
    weakness("image-user-root", Severity.MEDIUM, null, "name a user");
    weakness("setuid-file", Severity.LOW, "bin/a", "take the bit away");
    weakness("setuid-file", Severity.LOW, "bin/b", "take the bit away");
    weakness("private-key", Severity.HIGH, "a.pem", "take out a.pem");
    weakness("private-key", Severity.HIGH, "b.pem", "take out b.pem");
    assertThat(titles(steps()))
        .containsExactly(
            "mend private-key in 2 places: private-key",
            "name a user",
            "take the bit away (2 places)");
    assertThat(steps().getLast().left()).isEmpty();
  }

  /** Three packages of the base and one on top, and a base image that mends two of the three. */
  private void onABase() {
    base = new Base("debian:12.5", null, 1, Base.KnownBy.LAYERS);
    for (String name : List.of("one", "two", "three")) {
      find(deb(name, "1", name), "CVE-" + name, Severity.HIGH, "2");
    }
    find(deb("four", "1", "four"), "CVE-four", Severity.MEDIUM);
    find(library("npm", "five", "1.0.0"), "CVE-five", Severity.LOW, "1.0.1");
    alternative("debian:12.12", "three");
  }

  private void alternative(String reference, String... names) {
    List<Vulnerability> there = new ArrayList<>();
    for (String name : names) {
      SoftwarePackage other = deb(name, "1.5", name);
      packages.remove(other);
      there.add(vulnerability(other, "CVE-" + name, Severity.HIGH, "2"));
    }
    alternatives.add(new Evidence.Alternative(reference, there));
  }

  @Test
  void aBetterBaseMakesUpgradesUnnecessary() {
    onABase();
    List<Plan.Step> steps = steps();
    assertThat(titles(steps))
        .containsExactly(
            "move base from debian:12.5 to debian:12.12",
            "upgrade three to 2",
            "replace five 1.0.0 by 1.0.1");
    Plan.Step move = steps.getFirst();
    assertThat(move.kind()).isEqualTo(Kind.BASE);
    assertThat(move.removes().stream().map(Finding::id))
        .containsExactly("CVE-one", "CVE-two", "CVE-four");
    assertThat(move.brings()).isEmpty();
    assertThat(move.left()).isEqualTo(Map.of(Severity.HIGH, 1, Severity.LOW, 1));
    assertThat(move.commands()).containsExactly("in the Dockerfile: FROM debian:12.12");
  }

  @Test
  void whatABaseBringsIsSaidAndLeft() {
    onABase();
    alternatives.clear();
    alternative("debian:13", "three", "new");
    Plan.Step move = steps().getFirst();
    assertThat(move.brings().stream().map(Finding::id)).containsExactly("CVE-new");
    assertThat(move.left()).isEqualTo(Map.of(Severity.HIGH, 2, Severity.LOW, 1));
  }

  @Test
  void theBestOfSeveralBasesIsTaken() {
    onABase();
    alternative("debian:12.13");
    alternative("debian:13", "new");
    assertThat(titles(steps()).getFirst()).isEqualTo("move base from debian:12.5 to debian:12.13");
  }

  @Test
  void aBaseThatIsWorseOrSparesNothingIsNoStep() {
    onABase();
    alternatives.clear();
    alternative("debian:13", "three", "new", "newer", "newest");
    assertThat(steps()).noneMatch(step -> step.kind() == Kind.BASE);

    findings.remove(3);
    alternatives.clear();
    // What it does for one package, the upgrade of that package does too.
    alternative("debian:12.6", "two", "three");
    assertThat(steps()).noneMatch(step -> step.kind() == Kind.BASE);
  }

  @Test
  void whereLayersAreNotKnownThePlaceTellsWhatTheBaseBrought() {
    onABase();
    base = null;
    Plan.Step move = steps().getFirst();
    assertThat(move.title()).isEqualTo("move base image to debian:12.12");
    assertThat(move.removes()).hasSize(3);
  }

  @Test
  void whatIsPutOnTopIsNotOfTheBase() {
    base = new Base("debian:12.5", null, 1, Base.KnownBy.LAYERS);
    find(library("npm", "five", "1.0.0"), "CVE-five", Severity.LOW);
    alternative("debian:12.12");
    assertThat(steps()).isEmpty();
  }

  @Test
  void anExcusedFindingIsNotBrought() {
    onABase();
    alternatives.clear();
    alternative("debian:12.12", "one");
    List<Finding> counting = new ArrayList<>(findings);
    counting.removeFirst();
    assertThat(PLANNER.plan(evidence(), counting).steps().getFirst().brings()).isEmpty();
    assertThat(PLANNER.plan(evidence().with(counting)).steps().getFirst().brings()).hasSize(1);
  }

  @Test
  void whatNobodyHeedsIsNotBrought() {
    onABase();
    alternatives.clear();
    alternative("debian:12.12", "new");
    Evidence heeding = evidence().heeding(finding -> !finding.id().equals("CVE-new"));
    assertThat(PLANNER.plan(evidence()).steps().getFirst().brings()).hasSize(1);
    assertThat(PLANNER.plan(heeding).steps().getFirst().brings()).isEmpty();
  }

  @Test
  void noNameOfAnImageCanReachAShell() {
    List<String> hostile =
        List.of(
            "a;reboot", "-o=x", "$(reboot)", "`x`", "a b", "a\nb", "a'b", "a|b", "a>b", "", "*");
    for (String word : hostile) {
      if (!word.isEmpty()) {
        find(deb(word, "1", "source" + word), "CVE-1", Severity.LOW, "2");
        find(library("pypi", word, "1"), "CVE-2", Severity.LOW, "2");
        alternatives.add(new Evidence.Alternative(word, List.of()));
      }
      find(library("npm", "plain" + word.length(), "1"), "CVE-3", Severity.LOW, "2" + word + ";x");
    }
    Plan plan = PLANNER.plan(evidence());
    assertThat(plan.steps()).hasSizeGreaterThan(5);
    assertThat(plan.steps()).allMatch(step -> step.commands().isEmpty());
    assertThat(plan.together()).isEmpty();
    for (String word : hostile) {
      assertThat(Words.isPlain(word)).as(word).isFalse();
    }
  }

  /** Whatever comes, the counts add up and nothing is promised twice. */
  @Test
  void countsAddUp() {
    Random random = new Random(4);
    for (int round = 0; round < 200; round++) {
      packages.clear();
      findings.clear();
      alternatives.clear();
      scramble(random);
      Evidence evidence = evidence();
      Plan plan = PLANNER.plan(evidence);
      Set<Finding> gone = Collections.newSetFromMap(new IdentityHashMap<>());
      Map<Severity, Integer> left = new TreeMap<>();
      findings.forEach(finding -> left.merge(finding.severity(), 1, Integer::sum));
      for (Plan.Step step : plan.steps()) {
        assertThat(step.removes()).isNotEmpty();
        for (Finding finding : step.removes()) {
          assertThat(gone.add(finding)).isTrue();
          left.merge(finding.severity(), -1, Integer::sum);
        }
        step.brings().forEach(finding -> left.merge(finding.severity(), 1, Integer::sum));
        left.values().removeIf(count -> count == 0);
        assertThat(step.left()).isEqualTo(left);
      }
      for (Finding finding : findings) {
        if (finding instanceof Weakness || ((Vulnerability) finding).fixed() != null) {
          assertThat(gone).contains(finding);
        }
      }
      Collections.shuffle(findings, random);
      Plan again = PLANNER.plan(evidence());
      assertThat(titles(again.steps())).isEqualTo(titles(plan.steps()));
      assertThat(again.steps().stream().map(Plan.Step::left))
          .isEqualTo(plan.steps().stream().map(Plan.Step::left).toList());
      assertThat(again.together()).isEqualTo(plan.together());
    }
  }

  private void scramble(Random random) {
    Severity[] severities = Severity.values();
    for (int i = 0; i < 1 + random.nextInt(12); i++) {
      SoftwarePackage one =
          random.nextBoolean()
              ? deb("p" + i, "1", "s" + i / 2)
              : library(random.nextBoolean() ? "npm" : "pypi", "p" + i, "1.0.0");
      for (int j = 0; j < random.nextInt(4); j++) {
        Severity severity = severities[random.nextInt(severities.length)];
        String[] fixes = random.nextInt(3) == 0 ? new String[0] : new String[] {"2." + j};
        find(one, "CVE-" + i + j, severity, fixes);
      }
    }
    weakness("rule" + random.nextInt(2), Severity.LOW, "x", "do " + random.nextInt(2));
    base = random.nextBoolean() ? new Base("a:1", null, 1, Base.KnownBy.LAYERS) : null;
    for (int i = 0; i < random.nextInt(3); i++) {
      List<Vulnerability> there = new ArrayList<>();
      for (Finding finding : findings) {
        if (finding instanceof Vulnerability vulnerability && random.nextInt(4) == 0) {
          there.add(vulnerability);
        }
      }
      alternatives.add(new Evidence.Alternative("a:" + (i + 2), there));
    }
  }

  @Test
  void isQuickForTenThousandFindings() {
    for (int i = 0; i < 10_000; i++) {
      find(deb("package" + i, "1", "source" + i / 5), "CVE-" + i, Severity.LOW, "2." + i);
    }
    alternative("debian:12.12", "package1", "package2");
    List<Finding> base = findings.subList(0, 5000);
    base.replaceAll(finding -> ((Vulnerability) finding).at(Place.APPLICATION));
    PLANNER.plan(evidence());
    long start = System.nanoTime();
    List<Plan.Step> steps = steps();
    // A hundred times what it takes, so that only a change of the algorithm fails it.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    assertThat(steps.getFirst().kind()).isEqualTo(Kind.BASE);
    assertThat(steps).hasSizeGreaterThan(1000);
  }
}
