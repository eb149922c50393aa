package dev.breakwater.inventory.ruby;

import static dev.breakwater.inventory.FileFixture.problems;
import static dev.breakwater.inventory.FileFixture.purls;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.inventory.FileFixture;
import dev.breakwater.inventory.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GemsTest {
  private static final String INSTALLED = "usr/lib/ruby/gems/3.1.0/specifications/";

  private static final String LOCK =
      """
      GIT
        remote: https://example.org/oar.git
        revision: 0123abc
        branch: main
        specs:
          oar (0.1.0)
            keel (>= 1)

      PATH
        remote: engines/own
        specs:
          own (0.0.1)

      GEM
        remote: https://example.org/
        specs:
          keel (1.15.0)
          keel (1.15.0-java)
          keel (1.15.0-x86_64-linux)
            mast (~> 1.4)
          mast (1.6.2.pre1)
          sail-cloth_2 (0.3)

      PLATFORMS
        java
        ruby
        x86_64-linux

      DEPENDENCIES
        keel
        oar!

      CHECKSUMS
        keel (1.15.0) sha256=00

      RUBY VERSION
         ruby 3.1.2p20

      BUNDLED WITH
         2.3.7
      """;

  @Test
  void theRemarkOnTheSecondLineTellsTheGem() {
    assertThat(
            purls(
                INSTALLED + "keel-1.15.0-x86_64-linux.gemspec",
                """
                # -*- encoding: utf-8 -*-
                # stub: keel 1.15.0 x86_64-linux lib

                Gem::Specification.new do |s|
                  s.name = "other".freeze
                """))
        .containsExactly("pkg:gem/keel@1.15.0");
  }

  @Test
  void withoutTheRemarkPlainAssignmentsDo() {
    assertThat(
            purls(
                INSTALLED + "default/keel-1.gemspec",
                """
                Gem::Specification.new do |spec|
                  spec.version='1.0.a'
                  spec.name   = "keel".freeze
                end
                """))
        .containsExactly("pkg:gem/keel@1.0.a");
    assertThat(
            problems(
                INSTALLED + "keel-1.gemspec",
                """
                Gem::Specification.new do |s|
                  s.name = "keel"
                  s.version = Keel::VERSION
                """))
        .containsExactly("the gem's version is not there as plain text; only Ruby could tell it");
    assertThat(problems(INSTALLED + "keel-1.gemspec", "# stub: \n# stub: keel\n"))
        .containsExactly("the gem's name is not there as plain text; only Ruby could tell it");
    assertThat(problems(INSTALLED + "keel-1.gemspec", "#\n# stub: ke;el 1 ruby lib\n"))
        .containsExactly("1 entry was left out: the name or version is missing or cannot be one");
  }

  @Test
  void onlyTheDirectoriesOfInstalledGemsCount() {
    String stub = "#\n# stub: keel 1 ruby lib\n";
    assertThat(purls("specifications/keel-1.gemspec", stub)).hasSize(1);
    assertThat(purls("srv/keel/keel.gemspec", stub)).isEmpty();
    assertThat(purls("srv/myspecifications/keel.gemspec", stub)).isEmpty();
  }

  @Test
  void aGemOfADebianPackageBelongsToIt() {
    String file = "usr/share/rubygems-integration/all/specifications/keel-1.0.gemspec";
    assertThat(
            new FileFixture()
                .file(
                    "var/lib/dpkg/status",
                    """
                    Package: ruby-keel
                    Status: install ok installed
                    Architecture: all
                    Version: 1.0-2
                    """)
                .file("var/lib/dpkg/info/ruby-keel.list", "/.\n/usr\n/" + file + "\n")
                .file(file, "#\n# stub: keel 1.0 ruby lib\n")
                .inventory()
                .packages())
        .filteredOn(each -> each.type().equals("gem"))
        .extracting(each -> each.purl() + " of " + each.ownedBy())
        .containsExactly("pkg:gem/keel@1.0 of pkg:deb/ruby-keel@1.0-2?arch=all");
  }

  @Test
  void aLockHasGemsOncePerVersionWhateverThePlatform() {
    assertThat(purls("srv/Gemfile.lock", LOCK))
        .containsExactly(
            "pkg:gem/keel@1.15.0",
            "pkg:gem/mast@1.6.2.pre1",
            "pkg:gem/oar@0.1.0?vcs_url=git%2Bhttps://example.org/oar.git%400123abc",
            "pkg:gem/sail-cloth_2@0.3");
    assertThat(purls("srv/gems.locked", LOCK.replace("\n", "\r\n"))).hasSize(4);
    assertThat(purls("usr/lib/ruby/gems/3.1.0/gems/keel-1/Gemfile.lock", LOCK)).isEmpty();
  }

  @Test
  void anUnfinishedMergeIsAProblem() {
    assertThat(problems("Gemfile.lock", "GEM\n  specs:\n<<<<<<< HEAD\n    a (1)\n"))
        .containsExactly("line 3 is the mark of a merge that nobody finished");
    assertThat(problems("Gemfile.lock", "GEM\n  specs:\n    a\n    b (x)\n    c (1.0)\n"))
        .containsExactly(
            "2 entries were left out: the name or version is missing or cannot be one");
  }

  @Test
  void bundlerAgrees(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("Gemfile"), "");
    Files.writeString(directory.resolve("Gemfile.lock"), LOCK);
    String parsed =
        Program.output(
            "ruby",
            directory,
            "ruby",
            "-rbundler",
            "-e",
            "Bundler::LockfileParser.new(File.read('Gemfile.lock')).specs.each { |s| puts"
                + " \"#{s.source.class} pkg:gem/#{s.name}@#{s.version}\" }");
    TreeSet<String> gems = new TreeSet<>();
    for (String line : parsed.lines().toList()) {
      if (!line.startsWith("Bundler::Source::Path ")) {
        gems.add(line.substring(line.indexOf(' ') + 1));
      }
    }
    assertThat(purls("Gemfile.lock", LOCK))
        .extracting(purl -> purl.contains("?") ? purl.substring(0, purl.indexOf('?')) : purl)
        .containsExactlyElementsOf(gems);
  }

  /** Gems that RubyGems installs, and all those of this machine's Ruby, which it loads. */
  @Test
  void rubyAgrees(@TempDir Path directory) throws IOException {
    Files.writeString(
        directory.resolve("keel.gemspec"),
        """
        Gem::Specification.new do |s|
          s.name = "keel-tool"
          s.version = "1.2.0.rc1"
          s.summary = "a \\"tool\\""
          s.authors = ["nobody"]
          s.platform = "x86_64-linux"
          s.files = []
        end
        """);
    String home = directory.resolve("home").toString();
    Map<String, String> environment = Map.of("GEM_HOME", home, "GEM_PATH", home);
    Program.output("ruby", directory, environment, "gem", "build", "keel.gemspec");
    Program.output(
        "ruby",
        directory,
        environment,
        "gem",
        "install",
        "--local",
        "--no-document",
        "--force",
        "keel-tool-1.2.0.rc1-x86_64-linux.gem");
    String loaded =
        Program.output(
            "ruby",
            directory,
            environment,
            "ruby",
            "-e",
            "[*Gem::Specification.dirs, Gem.default_specifications_dir].uniq.each { |d|"
                + " Dir[d + '/*.gemspec'].each { |f|"
                + " s = Gem::Specification.load(f);"
                + " puts \"#{f}\\tpkg:gem/#{s.name}@#{s.version}\" } }");
    assertThat(loaded).contains("pkg:gem/keel-tool@1.2.0.rc1");
    for (String line : loaded.lines().toList()) {
      String file = line.substring(0, line.indexOf('\t'));
      assertThat(purls(file.substring(1), Files.readString(Path.of(file))))
          .as(file)
          .containsExactly(line.substring(line.indexOf('\t') + 1));
    }
    assertThat(loaded.lines().count()).isGreaterThan(20);
  }
}
