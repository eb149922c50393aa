package dev.breakwater.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is locked and installed is one package, however each of the two spells it. */
class LockedAndInstalledTest {
  @Test
  void aPackageAndItsLocksAreOnePackageWithSeveralPaths() {
    Inventory inventory =
        new FileFixture()
            .layer(0)
            .file("srv/go.mod", "module app\nrequire example.org/A/leaf v1.0.0\n")
            .file("srv/gradle.lockfile", "org.acme:leaf:1.0.0=runtimeClasspath\n")
            .file(
                "srv/node_modules/@s/leaf/package.json",
                "{\"name\":\"@s/leaf\",\"version\":\"1.0.0\"}")
            .file(
                "srv/package-lock.json",
                "{\"packages\":{\"node_modules/@s/leaf\":{\"version\":\"1.0.0\"}}}")
            .file(
                "srv/pnpm-lock.yaml",
                "lockfileVersion: '6.0'\npackages:\n  /@s/leaf@1.0.0:\n    dev: false\n")
            .file(
                "srv/pom.xml",
                "<project><dependencies><dependency><groupId>org.acme</groupId><artifactId>leaf"
                    + "</artifactId><version>1.0.0</version></dependency></dependencies></project>")
            .file("srv/requirements.txt", "Leaf_Name==1.0.0\n")
            .file(
                "srv/lib/leaf_name-1.0.0.dist-info/METADATA",
                "Metadata-Version: 2.1\nName: leaf-name\nVersion: 1.0.0\n")
            .file(
                "srv/vendor/modules.txt",
                "# example.org/A/leaf v1.0.0\n## explicit\nexample.org/A/leaf\n")
            .file(
                "srv/yarn.lock",
                "\"@s/leaf@^1.0.0\":\n  version \"1.0.0\"\n  resolved \"https://example.org/a.tgz\"\n")
            .inventory();

    assertThat(inventory.problems()).isEmpty();
    assertThat(inventory.packages())
        .extracting(each -> each.purl() + " in " + each.paths())
        .containsExactly(
            "pkg:golang/example.org/A/leaf@v1.0.0 in [srv/go.mod, srv/vendor/modules.txt]",
            "pkg:maven/org.acme/leaf@1.0.0 in [srv/gradle.lockfile, srv/pom.xml]",
            "pkg:npm/%40s/leaf@1.0.0 in [srv/node_modules/@s/leaf/package.json,"
                + " srv/package-lock.json, srv/pnpm-lock.yaml, srv/yarn.lock]",
            "pkg:pypi/leaf-name@1.0.0 in [srv/lib/leaf_name-1.0.0.dist-info/METADATA,"
                + " srv/requirements.txt]");
  }

  @Test
  void lockFilesOfADistributionsPackageBelongToIt() {
    Inventory inventory =
        new FileFixture()
            .file("etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n")
            .file(
                "var/lib/dpkg/status",
                """
                Package: golang-example-dev
                Status: install ok installed
                Architecture: all
                Version: 1.0-1

                """)
            .file(
                "var/lib/dpkg/info/golang-example-dev.list",
                "/.\n/usr/share/gocode/src/example.org/app/go.mod\n")
            .file(
                "usr/share/gocode/src/example.org/app/go.mod",
                "module app\nrequire example.org/leaf v1.0.0\n")
            .inventory();

    assertThat(inventory.packages())
        .extracting(each -> each.purl() + " of " + each.ownedBy())
        .contains(
            "pkg:golang/example.org/leaf@v1.0.0 of"
                + " pkg:deb/debian/golang-example-dev@1.0-1?arch=all&distro=debian-12");
  }
}
