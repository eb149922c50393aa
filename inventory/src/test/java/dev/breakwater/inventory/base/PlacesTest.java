package dev.breakwater.inventory.base;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Base;
import dev.breakwater.core.Digest;
import dev.breakwater.core.Finding;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.Vulnerability.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {
  private static Vulnerability in(String purl, @Nullable Digest layer) {
    PackageUrl parsed = PackageUrl.parse(purl);
    return new Vulnerability(
        "CVE-2026-1",
        List.of(),
        Finding.Kind.VULNERABILITY,
        Severity.HIGH,
        null,
        Vulnerability.Status.FIXED,
        "a title",
        parsed,
        parsed.name(),
        "1",
        "2",
        new Finding.Location("a/path", layer),
        new Finding.Remedy("upgrade"),
        null,
        List.of(),
        List.of(),
        Place.APPLICATION,
        null,
        null,
        List.of());
  }

  private static Place place(Subject subject, String purl, @Nullable Digest layer) {
    return Places.assign(subject, List.of(in(purl, layer))).getFirst().place();
  }

  private static Subject on(int layers) {
    return Fixture.image("app", "0", "1", "2")
        .on(new Base("debian:12", null, layers, Base.KnownBy.LAYERS));
  }

  @Test
  void layersOfTheBaseAreTheBases() {
    Subject subject = on(2);
    for (String purl : List.of("pkg:deb/debian/openssl@1", "pkg:npm/lodash@1")) {
      assertThat(place(subject, purl, Fixture.layer("0"))).isEqualTo(Place.BASE_IMAGE);
      assertThat(place(subject, purl, Fixture.layer("1"))).isEqualTo(Place.BASE_IMAGE);
      assertThat(place(subject, purl, Fixture.layer("2"))).isEqualTo(Place.APPLICATION);
    }
  }

  @Test
  void withoutLayersOfABaseTheOperatingSystemIsTheBases() {
    for (Subject subject :
        List.of(on(0), Fixture.image("app", "0", "1"), Fixture.image("directory"))) {
      for (String type : List.of("deb/debian", "rpm/rocky", "apk/alpine")) {
        assertThat(place(subject, "pkg:" + type + "/openssl@1", Fixture.layer("1")))
            .isEqualTo(Place.BASE_IMAGE);
      }
      assertThat(place(subject, "pkg:npm/lodash@1", Fixture.layer("0")))
          .isEqualTo(Place.APPLICATION);
      assertThat(place(subject, "pkg:generic/openssl@1", null)).isEqualTo(Place.APPLICATION);
    }
    // A package of which nobody knows the layer.
    assertThat(place(on(2), "pkg:deb/debian/openssl@1", null)).isEqualTo(Place.BASE_IMAGE);
    assertThat(place(on(2), "pkg:npm/lodash@1", null)).isEqualTo(Place.APPLICATION);
  }

  @Test
  void onlyThePlaceChanges() {
    Vulnerability found = in("pkg:deb/debian/openssl@1", null);
    List<Vulnerability> placed = Places.assign(on(1), List.of(found, found));
    assertThat(placed).containsExactly(found.at(Place.BASE_IMAGE), found.at(Place.BASE_IMAGE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deb/debian/linux-image-6.1.0-18-amd64",
        "deb/ubuntu/linux-modules-5.15.0-105-generic",
        "rpm/redhat/kernel",
        "rpm/redhat/kernel-core",
        "rpm/suse/kernel-default",
        "apk/alpine/linux-lts",
        "generic/linux-kernel",
        "deb/debian/runc",
        "deb/debian/containerd",
        "deb/debian/docker.io",
        "rpm/redhat/podman",
        "rpm/redhat/crun",
        "generic/kubelet",
        "deb/debian/openjdk-17-jre-headless",
        "deb/debian/default-jre-headless",
        "rpm/redhat/java-17-openjdk-headless",
        "rpm/amzn/java-17-amazon-corretto-headless",
        "apk/alpine/openjdk8-jre-base",
        "generic/java",
        "generic/node",
        "deb/debian/nodejs",
        "deb/debian/libnode108",
        "rpm/redhat/nodejs-full-i18n",
        "deb/debian/python3.11",
        "deb/debian/python3.11-minimal",
        "deb/debian/libpython3.11-stdlib",
        "deb/debian/python3",
        "rpm/redhat/platform-python",
        "rpm/redhat/python39-libs",
        "apk/alpine/python3-pycache-pyc0",
        "deb/debian/ruby3.1",
        "deb/debian/libruby3.1",
        "rpm/redhat/ruby-default-gems",
        "deb/debian/php8.2-cli",
        "deb/debian/libapache2-mod-php8.2",
        "apk/alpine/php82-fpm",
        "rpm/redhat/php-mysqlnd",
        "deb/ubuntu/dotnet-runtime-8.0",
        "rpm/redhat/aspnetcore-runtime-8.0",
        "apk/alpine/dotnet8-runtime",
        "golang/stdlib",
        "deb/debian/golang-1.19-go",
        "apk/alpine/go",
        "deb/debian/erlang-base",
        "apk/alpine/erlang25",
        "generic/erlang",
        "deb/debian/perl-base",
        "deb/debian/libperl5.36",
        "deb/debian/perl-modules-5.36",
        "deb/debian/liblua5.3-0",
        "bitnami/node"
      })
  void whatRunsContainersOrProgramsIsRuntime(String name) {
    assertThat(place(on(3), "pkg:" + name + "@1", Fixture.layer("0"))).isEqualTo(Place.RUNTIME);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deb/debian/linux-libc-dev",
        "rpm/redhat/kernel-headers",
        "deb/debian/bash",
        "deb/debian/openssl",
        "deb/debian/python3-requests",
        "rpm/redhat/python3-urllib3",
        "deb/debian/node-lodash",
        "deb/debian/ruby-rack",
        "deb/debian/php-symfony",
        "deb/debian/golang-github-docker-docker-dev",
        "deb/debian/erlang-p1-xml",
        "deb/debian/libwww-perl",
        "deb/debian/perl-openssl-defaults",
        "rpm/redhat/perl-Errno",
        "deb/debian/java-wrappers",
        "deb/debian/lua-cjson",
        "golang/github.com/docker/docker",
        "golang/github.com/opencontainers/runc",
        "npm/node",
        "pypi/python",
        "generic/nginx",
        "deb/debian/podman-toolbox",
        "deb/debian/-",
        "deb/debian/3"
      })
  void whatOnlySoundsLikeItIsNot(String name) {
    assertThat(place(on(3), "pkg:" + name + "@1", Fixture.layer("0"))).isEqualTo(Place.BASE_IMAGE);
  }
}
