package dev.breakwater.advisory.updateinfo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.advisory.mirror.CapturedFiles;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.Problem;
import dev.breakwater.image.FileEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What distributions write into the configuration of their repositories. */
class RpmRepositoryTest {
  private final List<Problem> problems = new ArrayList<>();

  private List<RpmRepository> enabled(Map<String, String> files) {
    return RpmRepository.enabled(Rpms.files(files), problems);
  }

  private static Variables variables(
      String id, @Nullable String like, String version, Map<String, String> files, String... rpms) {
    Distribution distribution = new Distribution(id, like, version, null, id, null);
    CapturedFiles settings = Rpms.files(files);
    return Variables.of(settings, distribution, InstalledRpms.of(Rpms.packages(id, rpms)));
  }

  @Test
  void readsAmazonsWithItsMirrorListAndPinnedRelease() throws Exception {
    Map<String, String> files =
        Map.of(
            "etc/yum.repos.d/amazonlinux.repo",
            """
            [amazonlinux]
            name=Amazon Linux 2023 repository
            mirrorlist=https://al-$awsregion.example.org/core/mirrors/$releasever/$basearch/mirror.list
            #baseurl=https://example.org/x
            priority=10
            enabled=1
            repo_gpgcheck=0
            gpgkey=file:///etc/pki/rpm-gpg/KEY-amazon

            [amazonlinux-source]
            name=Sources
            enabled=0
            mirrorlist=https://example.org/SRPMS/mirror.list
            """,
            "etc/dnf/vars/awsregion",
            "default\n");
    Variables variables =
        variables(
            "amzn",
            "fedora",
            "2023",
            files,
            "system-release-2023.5.20240708-0.amzn2023.noarch",
            "bash-5.2-1.aarch64");
    RpmRepository amazon = enabled(files).getFirst();
    assertThat(enabled(files)).hasSize(1);
    assertThat(amazon.with(variables).mirrorLists())
        .containsExactly(
            "https://al-default.example.org/core/mirrors/2023.5.20240708/aarch64/mirror.list");
    assertThat(variables.pinnedRelease()).isEqualTo("2023.5.20240708");
    assertThat(amazon.with(variables.unpinned()).mirrorLists().getFirst()).contains("/latest/");
    assertThat(amazon.keys()).containsExactly("file:///etc/pki/rpm-gpg/KEY-amazon");
    assertThat(problems).isEmpty();
  }

  @Test
  void readsOraclesWithAnEmptyVariable() throws Exception {
    Map<String, String> files =
        Map.of(
            "etc/dnf/vars/ociregion", "",
            "etc/dnf/vars/ocidomain", "example.org\n",
            "etc/yum.repos.d/oracle-linux-ol9.repo",
                """
                [ol9_baseos_latest]
                name=Oracle Linux 9 BaseOS Latest ($basearch)
                baseurl=https://yum$ociregion.$ocidomain/repo/OL$releasever/baseos/latest/$basearch/
                gpgcheck=1
                enabled=1
                """);
    Variables variables = variables("ol", "fedora", "9.4", files, "bash-5.1-1.x86_64");
    assertThat(enabled(files).getFirst().with(variables).baseUrls())
        .containsExactly("https://yum.example.org/repo/OL9/baseos/latest/x86_64/");
    assertThat(variables.pinnedRelease()).isNull();
  }

  @Test
  void readsSeveralAddressesAndZyppersOwn() throws Exception {
    List<RpmRepository> repositories =
        enabled(
            Map.of(
                "etc/dnf/dnf.conf", "[main]\ngpgcheck=1\nrepo_gpgcheck=1\n",
                "etc/yum.repos.d/a.repo",
                    """
                    [a]
                    baseurl = http://one.example.org/a,
                      http://two.example.org/a/
                    \thttp://three.example.org/a?token=1
                    metalink=https://example.org/metalink?repo=a-$releasever&arch=$basearch
                    ; a comment
                    repo_gpgcheck=no
                    """,
                "etc/zypp/repos.d/b.repo",
                    """
                    [repo-update]
                    enabled=1
                    autorefresh=1
                    path=/update
                    baseurl=http://example.org/leap/$releasever/sle?mediahandler=curl2
                    """));
    assertThat(repositories.getFirst().baseUrls())
        .containsExactly(
            "http://one.example.org/a/",
            "http://two.example.org/a/",
            "http://three.example.org/a/?token=1");
    assertThat(repositories.getFirst().signatureNeeded()).isFalse();
    assertThat(repositories.getLast().signatureNeeded()).isTrue();
    Variables leap = variables("opensuse-leap", "suse opensuse", "15.6", Map.of());
    assertThat(repositories.getLast().with(leap).baseUrls())
        .containsExactly("http://example.org/leap/15.6/sle/update/");
    assertThat(repositories.getFirst().with(leap).mirrorLists())
        .containsExactly("https://example.org/metalink?repo=a-15.6&arch=x86_64");
  }

  @Test
  void putsVariablesInOnce() throws Exception {
    Variables variables =
        variables("rocky", "rhel centos fedora", "9.3", Map.of("etc/yum/vars/stream", "$arch"));
    assertThat(variables.in("$releasever-${releasever}.$stream/$releasever_$basearch/"))
        .isEqualTo("9-9.$arch/9_x86_64/");
    assertThatThrownBy(() -> variables.in("https://example.org/$nothing/"))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("nothing says what $nothing stands for");
    assertThatThrownBy(() -> variables.in("$")).isInstanceOf(ArchiveException.class);
    assertThatThrownBy(() -> variables.in("${arch")).isInstanceOf(ArchiveException.class);
    assertThat(variables("amzn", null, "2", Map.of()).in("$releasever")).isEqualTo("2");
    assertThat(
            variables("fedora", null, "40", Map.of("etc/dnf/vars/releasever", "41\n"))
                .in("$releasever/$basearch"))
        .isEqualTo("41/x86_64");
  }

  @Test
  void saysWhatItCannotRead() {
    assertThat(enabled(Map.of("etc/yum.repos.d/x.repo", "name=x\n[a]\n"))).isEmpty();
    assertThat(problems).singleElement().satisfies(p -> assertThat(p.what()).contains("line 1"));
    problems.clear();
    assertThat(enabled(Map.of("etc/yum.repos.d/x.repo", "[a]\nnonsense\nbaseurl=http://e.org\n")))
        .hasSize(1);
    assertThat(problems)
        .containsExactly(new Problem("etc/yum.repos.d/x.repo line 2", "is not an assignment"));
    problems.clear();
    assertThat(enabled(Map.of("etc/yum.repos.d/x.repo", "[a\n"))).isEmpty();
    assertThat(problems.getFirst().what()).contains("does not end");
    problems.clear();
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      many.append("[r").append(i).append("]\n");
    }
    assertThat(enabled(Map.of("etc/yum.repos.d/x.repo", many.toString()))).hasSize(200);
    assertThat(problems.getFirst().what()).contains("more than 200");
  }

  @Test
  void wantsTheConfigurationAndItsKeysAndNothingElse() {
    for (String path :
        List.of(
            "etc/yum.conf",
            "etc/dnf/dnf.conf",
            "etc/yum.repos.d/a.repo",
            "etc/distro.repos.d/a.repo",
            "etc/zypp/repos.d/a.repo",
            "etc/yum/vars/x",
            "etc/dnf/vars/x",
            "etc/zypp/vars.d/x",
            "etc/pki/rpm-gpg/KEY",
            "usr/lib/rpm/gnupg/keys/a.asc")) {
      assertThat(wants(path)).as(path).isTrue();
    }
    for (String path :
        List.of(
            "etc/yum.repos.d/a.repo.rpmsave",
            "etc/yum.repos.d/sub/a.repo",
            "a.repo",
            "etc/dnf/vars/sub/x",
            "etc/pki/tls/private/key.pem",
            "usr/lib/rpm/macros")) {
      assertThat(wants(path)).as(path).isFalse();
    }
  }

  private static boolean wants(String path) {
    return RepositoryFileDetector.INSTANCE.wants(
        new FileEntry(path, FileEntry.Kind.FILE, 1, 0644, 0, 0, null));
  }

  @Test
  void capturesBytesAsTheyAre() {
    assertThat(Rpms.files(Map.of("etc/yum.conf", "[main]")).files().get("etc/yum.conf").content())
        .isEqualTo("[main]".getBytes(UTF_8));
  }
}
