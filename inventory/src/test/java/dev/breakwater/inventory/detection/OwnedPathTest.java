package dev.breakwater.inventory.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnedPathTest {
  @Test
  void whateverMayHoldALanguagePackageMatters() {
    for (String path :
        List.of(
            "usr/lib/python3/dist-packages/six-1.16.0.egg-info",
            "usr/lib/python3/dist-packages/a-1.egg-info/PKG-INFO",
            "usr/lib/python3/dist-packages/a-1.dist-info/METADATA",
            "usr/share/python-wheels/a-1.dist-info/METADATA",
            "usr/share/java/commons-io-2.11.0.jar",
            "usr/share/nodejs/npm/node_modules/ms/package.json",
            "usr/share/rubygems-integration/all/specifications/rake-13.0.6.gemspec",
            "usr/share/php/Composer/vendor/composer/installed.json",
            "usr/lib/dotnet/shared/Microsoft.NETCore.App/8.0.1/Microsoft.NETCore.App.deps.json",
            "usr/share/doc/ruby-a/Gemfile.lock",
            "usr/share/gocode/src/example.org/a/go.mod",
            "usr/share/a/gradle.lockfile",
            "usr/share/a/pnpm-lock.yaml",
            "usr/share/a/pom.xml",
            "usr/share/a/pylock.toml",
            "usr/share/a/requirements.txt",
            "usr/share/a/vendor/modules.txt",
            "usr/share/a/yarn.lock",
            "usr/bin/dockerd",
            "usr/bin/go1.19",
            "usr/lib/x86_64-linux-gnu/pkcs11.so",
            "usr/libexec/docker/cli-plugins/docker-buildx",
            "usr/lib/go-1.19/bin/go",
            "opt/tool/run-1.2")) {
      assertThat(OwnedPath.matters(path)).as(path).isTrue();
    }
  }

  @Test
  void everythingElseIsForgotten() {
    for (String path :
        List.of(
            "usr/share/doc/libc6/copyright",
            "usr/include/c++/12/vector",
            "usr/share/man/man1/ls.1.gz",
            "usr/lib/python3/dist-packages/six.py",
            "usr/lib/grub/i386-pc/btrfs.mod",
            "usr/share/a/a.xml",
            "usr/share/a/a.txt",
            "etc/bash.bashrc")) {
      assertThat(OwnedPath.matters(path)).as(path).isFalse();
    }
  }

  @Test
  void oneFileHasOneSpelling() {
    assertThat(OwnedPath.canonical("lib/x")).isEqualTo("usr/lib/x");
    assertThat(OwnedPath.canonical("usr/lib/x")).isEqualTo("usr/lib/x");
    assertThat(OwnedPath.canonical("library/x")).isEqualTo("library/x");
    assertThat(OwnedPath.canonical("sbin/x")).isEqualTo("usr/sbin/x");
  }

  @Test
  void ofThisMachinesFilesFewAreRemembered() throws IOException {
    long all = 0;
    long kept = 0;
    try (DirectoryStream<Path> lists =
        Files.newDirectoryStream(Path.of("/var/lib/dpkg/info"), "*.list")) {
      for (Path list : lists) {
        for (String line : Files.readAllLines(list)) {
          all++;
          kept += OwnedPath.matters(line.substring(1)) ? 1 : 0;
        }
      }
    }
    assertThat(all).isGreaterThan(1_000);
    assertThat(kept).as("of " + all).isPositive().isLessThan(all / 3);
  }
}
