package dev.breakwater.advisory.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every order that has a program of its owner here, against that program. */
class OwnersTest {
  private static final int MANY = 6_000;

  @TempDir Path directory;

  @Test
  void dpkgItself() {
    Owner dpkg =
        new Owner(
            List.of(
                "perl",
                "-e",
                """
                $| = 1;
                open(STDERR, '>', '/dev/null');
                sub dpkg { return system('dpkg', '--compare-versions', @_) >> 8; }
                while (<STDIN>) {
                  chomp; my ($l, $r) = split(/\\t/, $_, -1);
                  my $lt = dpkg($l, 'lt', $r);
                  if ($lt == 0) { print "<\\n" }
                  elsif ($lt > 1) { print "!\\n" }
                  else { print dpkg($l, 'eq', $r) == 0 ? "=\\n" : ">\\n" }
                }
                """),
            Map.of(),
            "dpkg perl");
    agree(
        DebianOrder.DPKG,
        dpkg,
        List.of(
            new Pair("1.0", "1.0"),
            new Pair("1:1.0", "2.0"),
            new Pair("0:1.0", "1.0"),
            new Pair("1.0-0", "1.0"),
            new Pair("1.0~rc1-1", "1.0-1"),
            new Pair("2.31-13+deb11u5", "2.31-13+deb11u10"),
            new Pair("a:1.0", "1.0"),
            new Pair(":1.0", "1.0"),
            new Pair("1:", "1.0"),
            new Pair("1.0-", "1.0"),
            new Pair("-1", "1.0"),
            new Pair("1 0", "1.0"),
            new Pair(" 1.0 ", "1.0"),
            new Pair("99999999999:1", "1.0"),
            new Pair("2147483647:1", "1.0"),
            new Pair("2147483648:1", "1.0"),
            new Pair("-1:1", "1.0"),
            new Pair("+1:1", "1:1"),
            new Pair("1.0_1", "1.0"),
            new Pair("abc", "1.0"),
            new Pair("1:2:3", "1:2:4"),
            new Pair("1-2-3", "1-2-4")),
        500);
  }

  @Test
  void dpkgsPerlModule() {
    Owner perl =
        new Owner(
            List.of(
                "perl",
                "-MDpkg::Version",
                "-e",
                """
                while (<STDIN>) {
                  chomp; my ($l, $r) = split(/\\t/, $_, -1);
                  my $c = Dpkg::Version->new($l) <=> Dpkg::Version->new($r);
                  print $c < 0 ? "<" : $c > 0 ? ">" : "=", "\\n";
                }
                """),
            Map.of(),
            "libdpkg-perl");
    // The module checks less than dpkg, drops no blanks and knows no "+1:", so only what both
    // read is compared.
    List<Pair> readable = new ArrayList<>();
    for (Pair pair : GeneratedVersions.pairs(GeneratedVersions.DPKG, 2 * MANY, 11)) {
      if (pair.compare(DebianOrder.DPKG) != '!' && !hasBlank(pair) && !hasSignedEpoch(pair)) {
        readable.add(pair);
      }
    }
    assertThat(readable).hasSizeGreaterThan(MANY / 2);
    assertAgreement(DebianOrder.DPKG, perl, readable);
  }

  @Test
  void rpm() throws IOException {
    Path script = directory.resolve("compare.lua");
    Files.writeString(
        script,
        """
        for line in io.lines() do
          local l, r = line:match("^([^\\t]*)\\t(.*)$")
          local ok, c = pcall(rpm.vercmp, l, r)
          if not ok then print("!") elseif c < 0 then print("<")
          elseif c > 0 then print(">") else print("=") end
        end
        """);
    Owner rpm = new Owner(List.of("rpmlua", script.toString()), Map.of(), "rpm");
    if (!Files.isExecutable(Path.of("/usr/bin/rpmlua"))) {
      rpm =
          new Owner(
              List.of("rpm", "--eval", "%{lua:" + Files.readString(script) + "}"), Map.of(), "rpm");
    }
    agree(
        RpmOrder.INSTANCE,
        rpm,
        List.of(
            new Pair("1.0", "1.0-1"),
            new Pair("0:1.0-1", "1.0-1"),
            new Pair("1:1.0", "2.0"),
            new Pair("1.0~rc1", "1.0"),
            new Pair("1.0^git1", "1.0"),
            new Pair("1.0^git1", "1.0.1"),
            new Pair("1.0^git1~pre", "1.0^git1"),
            new Pair("1.0.", "1.0"),
            new Pair("1.0a", "1.0.1"),
            new Pair("1.fc30", "1.fc4"),
            new Pair("1.0.010", "1.0.10"),
            new Pair("3.9.18-3.el9_4.5", "3.9.18-3.el9"),
            new Pair("1:", "1:0"),
            new Pair("-1", "0-1"),
            new Pair("1a:2", "1:2")),
        MANY);
  }

  @Test
  void pythonPackaging() {
    Owner python =
        new Owner(
            List.of(
                "/usr/bin/python3",
                "-c",
                """
                import sys
                from packaging.version import Version, InvalidVersion
                for line in sys.stdin:
                    l, r = line.rstrip('\\n').split('\\t')
                    try:
                        l, r = Version(l), Version(r)
                        print('<' if l < r else '>' if l > r else '=')
                    except InvalidVersion:
                        print('!')
                """),
            Map.of(),
            "python3-packaging");
    agree(
        PythonOrder.INSTANCE,
        python,
        List.of(
            new Pair("1!1.0", "2.0"),
            new Pair("1.0.dev1", "1.0a1"),
            new Pair("1.0a1.dev1", "1.0a1"),
            new Pair("1.0a1.post1.dev2", "1.0a1.post1"),
            new Pair("1.0.post1.dev1", "1.0"),
            new Pair("1.0", "1.0.0"),
            new Pair("1.0-1", "1.0.post1"),
            new Pair("1.0+ubuntu-1", "1.0+ubuntu.1"),
            new Pair("1.0+1", "1.0+a"),
            new Pair("1.0+a", "1.0"),
            new Pair("1.0+a", "1.0+a.0"),
            new Pair("1.0c1", "1.0rc1"),
            new Pair("1.0-ALPHA_1", "1.0a1"),
            new Pair("1.0a-", "1.0a0"),
            new Pair("1.0a..dev1", "1.0a0.dev1"),
            new Pair("v1.0", "1.0"),
            new Pair("french toast", "1.0"),
            new Pair("1.0+", "1.0"),
            new Pair("1.0+a..b", "1.0"),
            new Pair("1.0--1", "1.0"),
            new Pair("1.0arev1", "1.0a0.post1"),
            new Pair("1.0adev", "1.0a0.dev0")),
        MANY);
  }

  @Test
  void rubygems() {
    Owner ruby =
        new Owner(
            List.of(
                "ruby",
                "-e",
                """
                STDIN.each_line do |line|
                  l, r = line.chomp.split("\\t", -1)
                  if Gem::Version.correct?(l) && Gem::Version.correct?(r)
                    puts ['=', '>', '<'][Gem::Version.new(l) <=> Gem::Version.new(r)]
                  else
                    puts '!'
                  end
                end
                """),
            Map.of(),
            "ruby");
    agree(
        RubyOrder.INSTANCE,
        ruby,
        List.of(
            new Pair("1", "1.0.0"),
            new Pair("1.a", "1.0.a"),
            new Pair("1.0.0-rc1", "1.0.0.pre.rc1"),
            new Pair("1.0.a.0", "1.0.a"),
            new Pair("", "0"),
            new Pair("1..2", "1"),
            new Pair("1.", "1"),
            new Pair("junk", "1"),
            new Pair("1a", "1"),
            new Pair("1-", "1"),
            new Pair("1--2", "1"),
            new Pair("1-2-", "1"),
            new Pair("1-.2", "1"),
            new Pair("1-a.-", "1"),
            new Pair("5.2.4.rc1", "5.2.4"),
            new Pair("1.A", "1.a")),
        MANY);
  }

  @Test
  void nodeSemver() {
    Owner node =
        new Owner(
            List.of(
                "node",
                "-e",
                """
                const semver = require('semver');
                for (const line of require('fs').readFileSync(0, 'utf8').split('\\n').slice(0, -1)) {
                  const [l, r] = line.split('\\t');
                  let c;
                  try { c = '=><'.at(semver.compare(l, r, {loose: true})); } catch (e) { c = '!'; }
                  console.log(c);
                }
                """),
            Map.of("NODE_PATH", "/usr/share/nodejs"),
            "nodejs node-semver");
    agree(
        NpmOrder.INSTANCE,
        node,
        List.of(
            new Pair("v1.2.3", "1.2.3"),
            new Pair("=v 1.2.3", "1.2.3"),
            new Pair("1.2.3alpha1", "1.2.3-alpha1"),
            new Pair("1.2.3-alpha.1", "1.2.3-alpha.beta"),
            new Pair("1.2.3+a", "1.2.3+b"),
            new Pair("01.2.3", "1.2.3"),
            new Pair("1.2", "1.2.0"),
            new Pair("1.2.3.4", "1.2.3"),
            new Pair("1.2.3-", "1.2.3"),
            new Pair("1.2.3--", "1.2.3"),
            new Pair("1.2.3-01", "1.2.3-1"),
            new Pair("1.2.33.4", "1.2.3-3.4"),
            new Pair("1.2.3-.4", "1.2.3--.4")),
        MANY);
  }

  @Test
  void semverStrictAgainstGoWithThreeNumbers() throws IOException {
    // What Go accepts with three numbers is SemVer 2.0.0 to the letter.
    List<Pair> pairs = new ArrayList<>();
    for (Pair pair : GeneratedVersions.pairs(GeneratedVersions.SEMVER, 4 * MANY, 5)) {
      if (dots(pair.left()) >= 2 && dots(pair.right()) >= 2 && !hasBlank(pair)) {
        pairs.add(pair);
      }
    }
    List<Character> answers = go().compare(pairs);
    int compared = 0;
    for (int i = 0; i < pairs.size(); i++) {
      // "1-a.b.c" has its dots elsewhere, and Go lets a version have fewer numbers.
      char ours = pairs.get(i).compare(SemverOrder.STRICT);
      if (pairs.get(i).left().startsWith("v") || pairs.get(i).right().startsWith("v")) {
        assertThat(ours).as(pairs.get(i).toString()).isEqualTo('!');
        continue;
      }
      assertThat(ours).as(pairs.get(i).toString()).isEqualTo(answers.get(i));
      compared += ours == '!' ? 0 : 1;
    }
    assertThat(compared).isGreaterThan(100);
  }

  @Test
  void goModules() throws IOException {
    agree(
        GoOrder.INSTANCE,
        go(),
        List.of(
            new Pair("1.2.3", "1.2.3+incompatible"),
            new Pair("1.2", "1.2.0"),
            new Pair("1", "1.0.0"),
            new Pair("1.2.3-0.20200101000000-abcdefabcdef", "1.2.3"),
            new Pair("0.0.0-20200101000000-abcdefabcdef", "0.0.0-20210101000000-abcdefabcdef"),
            new Pair("1.2.3-pre", "1.2.3-pre.0.20200101000000-abcdefabcdef"),
            new Pair("1.02.3", "1.2.3"),
            new Pair("1.2-pre", "1.2.0"),
            new Pair("(devel)", "1.2.3"),
            new Pair("", "1.2.3")),
        MANY);
  }

  @Test
  void composer() {
    Owner php =
        new Owner(
            List.of(
                "php",
                "-r",
                """
                require '/usr/share/php/Composer/Semver/autoload.php';
                $p = new Composer\\Semver\\VersionParser();
                while (($line = fgets(STDIN)) !== false) {
                  [$l, $r] = explode("\\t", rtrim($line, "\\n"));
                  try {
                    $l = $p->normalize($l); $r = $p->normalize($r);
                    $branches = (strpos($l, 'dev-') === 0) + (strpos($r, 'dev-') === 0);
                    if ($branches > 0) { echo $l === $r ? '=' : '!', "\\n"; continue; }
                    echo ['<', '=', '>'][version_compare($l, $r) + 1], "\\n";
                  } catch (UnexpectedValueException $e) { echo "!\\n"; }
                }
                """),
            Map.of(),
            "php-cli php-composer-semver");
    agree(
        ComposerOrder.INSTANCE,
        php,
        List.of(
            new Pair("v1.2", "1.2.0.0"),
            new Pair("1.0-dev", "1.0-alpha"),
            new Pair("1.0-p1", "1.0"),
            new Pair("1.0-RC1", "1.0-beta2"),
            new Pair("1.x-dev", "1.9999"),
            new Pair("dev-main", "dev-main"),
            new Pair("dev-main", "1.0"),
            new Pair("dev-main", "dev-other"),
            new Pair("master", "dev-master"),
            new Pair("1.0@dev", "1.0"),
            new Pair("1.0 as 2.0", "1.0"),
            new Pair("1.0+build", "1.0"),
            new Pair("1.0.0.0.0", "1.0"),
            new Pair("2010-01-02", "2010.01.03"),
            new Pair("20100102", "2010.01.02"),
            new Pair("201001021", "20100102"),
            new Pair("1.0.0-foo", "1.0"),
            new Pair("", "1.0"),
            new Pair("1.0-alpha.1.2", "1.0-alpha1"),
            new Pair("1.0-stable-dev", "1.0"),
            new Pair("100000", "1.0")),
        MANY);
  }

  /** Go's own package, from the copy that Debian's Go carries, run offline. */
  private Owner go() throws IOException {
    Path work = directory.resolve("go");
    Path source = work.resolve("src/golang.org/x/mod/semver/semver.go");
    Files.createDirectories(source.getParent());
    Path vendored =
        Path.of(output("go", "env", "GOROOT"))
            .resolve("src/cmd/vendor/golang.org/x/mod/semver/semver.go");
    assertThat(vendored).as("Go's semver package (apt-get install golang-go)").exists();
    Files.copy(vendored, source);
    Path program = work.resolve("src/compare/main.go");
    Files.createDirectories(program.getParent());
    Files.writeString(
        program,
        """
        package main
        import ("bufio"; "fmt"; "os"; "strings"; "golang.org/x/mod/semver")
        func main() {
          in := bufio.NewScanner(os.Stdin)
          out := bufio.NewWriter(os.Stdout)
          defer out.Flush()
          for in.Scan() {
            v := strings.SplitN(in.Text(), "\\t", 2)
            l, r := "v"+v[0], "v"+v[1]
            if !semver.IsValid(l) || !semver.IsValid(r) { fmt.Fprintln(out, "!"); continue }
            fmt.Fprintln(out, string("<=>"[semver.Compare(l, r)+1]))
          }
        }
        """);
    return new Owner(
        List.of("go", "run", program.toString()),
        Map.of(
            "GOPATH", work.toString(),
            "GOCACHE", work.resolve("cache").toString(),
            "GO111MODULE", "off",
            "GOFLAGS", "",
            "GOTOOLCHAIN", "local"),
        "golang-go");
  }

  private static String output(String... command) throws IOException {
    Process process = new ProcessBuilder(command).start();
    try (InputStream in = process.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).trim();
    }
  }

  private static void agree(VersionOrder order, Owner owner, List<Pair> picked, int generated) {
    List<Pair> pairs = new ArrayList<>();
    for (Pair pair : picked) {
      pairs.add(pair);
      pairs.add(pair.swapped());
    }
    pairs.addAll(GeneratedVersions.pairs(fragments(order), generated, 1));
    assertAgreement(order, owner, pairs);
  }

  private static void assertAgreement(VersionOrder order, Owner owner, List<Pair> pairs) {
    List<Character> answers = owner.compare(pairs);
    List<String> differences = new ArrayList<>();
    int ordered = 0;
    for (int i = 0; i < pairs.size(); i++) {
      char ours = pairs.get(i).compare(order);
      ordered += ours == '<' || ours == '>' ? 1 : 0;
      if (ours != answers.get(i)) {
        differences.add(pairs.get(i) + ": ours " + ours + ", the owner's " + answers.get(i));
      }
    }
    assertThat(differences).isEmpty();
    assertThat(ordered).as("pairs that both put in order").isGreaterThan(pairs.size() / 20);
  }

  private static String[] fragments(VersionOrder order) {
    return switch (order) {
      case DebianOrder _ -> GeneratedVersions.DPKG;
      case RpmOrder _ -> GeneratedVersions.RPM;
      case PythonOrder _ -> GeneratedVersions.PYTHON;
      case RubyOrder _ -> GeneratedVersions.RUBY;
      case NpmOrder _ -> GeneratedVersions.SEMVER;
      case GoOrder _ -> GeneratedVersions.GO;
      case ComposerOrder _ -> GeneratedVersions.COMPOSER;
      default -> throw new IllegalArgumentException(order.getClass().getName());
    };
  }

  private static int dots(String version) {
    int end = 0;
    int dots = 0;
    while (end < version.length()
        && (Numerals.isDigit(version.charAt(end)) || version.charAt(end) == '.')) {
      dots += version.charAt(end++) == '.' ? 1 : 0;
    }
    return version.startsWith("v") ? 2 : dots;
  }

  private static boolean hasSignedEpoch(Pair pair) {
    return pair.left().startsWith("+") || pair.right().startsWith("+");
  }

  private static boolean hasBlank(Pair pair) {
    return pair.left().indexOf(' ') >= 0 || pair.right().indexOf(' ') >= 0;
  }
}
