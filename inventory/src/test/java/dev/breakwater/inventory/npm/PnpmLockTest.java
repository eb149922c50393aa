package dev.breakwater.inventory.npm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.inventory.LockFiles;
import java.io.IOException;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PnpmLockTest {
  private static SortedSet<String> lock(String text) throws IOException {
    return LockFiles.packages(new NpmLockDetector(), "pnpm-lock.yaml", text);
  }

  @Test
  void versionFiveHasSlashesAndMarksDevelopment() throws IOException {
    assertThat(
            lock(
                """
                lockfileVersion: 5.4
                specifiers:
                  branch: ^1.0.0
                dependencies:
                  branch: 1.0.0_leaf@2.0.0
                devDependencies:
                  tool: 5.0.0
                packages:
                  /branch/1.0.0_leaf@2.0.0:
                    resolution: {integrity: sha512-AAAA}
                    peerDependencies:
                      leaf: '*'
                    dependencies:
                      leaf: 2.0.0
                    dev: false
                  /@s/scoped/3.0.0-rc.1_abcdef:
                    resolution: {integrity: sha512-AAAA}
                    optional: true
                  /leaf/2.0.0:
                    resolution: {integrity: sha512-AAAA}
                    dev: false
                  /tool/5.0.0:
                    resolution: {integrity: sha512-AAAA}
                    dev: true
                  registry.example.org/elsewhere/1.5.0:
                    resolution: {integrity: sha512-AAAA, tarball: https://example.org/e.tgz}
                    dev: false
                  example.org/user/repository/0123abcd:
                    resolution: {tarball: https://example.org/archive.tgz}
                    name: from-git
                    version: 7.0.0
                    dev: false
                  file:directory:
                    resolution: {directory: directory, type: directory}
                    name: directory
                    version: 9.9.9
                    dev: false
                """))
        .containsExactly(
            "@s/scoped@3.0.0-rc.1",
            "branch@1.0.0",
            "elsewhere@1.5.0",
            "from-git@7.0.0",
            "leaf@2.0.0");
  }

  @Test
  void versionSixHasPeersInParentheses() throws IOException {
    assertThat(
            lock(
                """
                lockfileVersion: '6.0'
                settings:
                  autoInstallPeers: true
                dependencies:
                  branch:
                    specifier: ^1.0.0
                    version: 1.0.0(@s/scoped@3.0.0)
                packages:
                  /branch@1.0.0(@s/scoped@3.0.0):
                    resolution: {integrity: sha512-AAAA}
                    dev: false
                  /branch@1.0.0(@s/scoped@4.0.0):
                    resolution: {integrity: sha512-AAAA}
                    dev: true
                  /@s/scoped@3.0.0:
                    resolution: {integrity: sha512-AAAA}
                    dev: false
                  /tool@5.0.0:
                    resolution: {integrity: sha512-AAAA}
                    dev: true
                  '@example.org/ms/-/ms-2.1.2.tgz':
                    resolution: {tarball: https://example.org/ms/-/ms-2.1.2.tgz}
                    name: ms
                    version: 2.1.2
                    dev: false
                  file:archive-3.0.0.tgz:
                    resolution: {integrity: sha512-AAAA, tarball: file:archive-3.0.0.tgz}
                    name: archive
                    version: 3.0.0
                    dev: false
                """))
        .containsExactly("@s/scoped@3.0.0", "archive@3.0.0", "branch@1.0.0", "ms@2.1.2");
  }

  @Test
  void versionNineTellsDevelopmentByTheGraphAlone() throws IOException {
    assertThat(
            lock(
                """
                lockfileVersion: '9.0'

                importers:

                  .:
                    dependencies:
                      alias:
                        specifier: npm:@s/real@^1.0.0
                        version: '@s/real@1.0.0'
                      other:
                        specifier: npm:plain@^4.0.0
                        version: plain@4.0.0(leaf@2.0.0)
                      directory:
                        specifier: file:./directory
                        version: file:directory
                      ms:
                        specifier: https://example.org/ms-2.1.2.tgz
                        version: https://example.org/ms-2.1.2.tgz
                    optionalDependencies:
                      maybe:
                        specifier: ^1.0.0
                        version: 1.0.0
                    devDependencies:
                      tool:
                        specifier: ^5.0.0
                        version: 5.0.0
                  packages/member:
                    dependencies:
                      app:
                        specifier: workspace:*
                        version: link:../..
                      both:
                        specifier: ^1.0.0
                        version: 1.0.0

                packages:

                  '@s/real@1.0.0':
                    resolution: {integrity: sha512-AAAA}
                  both@1.0.0:
                    resolution: {integrity: sha512-AAAA}
                  directory@file:directory:
                    resolution: {directory: directory, type: directory}
                  leaf@1.0.0:
                    resolution: {integrity: sha512-AAAA}
                  leaf@2.0.0:
                    resolution: {integrity: sha512-AAAA}
                  maybe@1.0.0:
                    resolution: {integrity: sha512-AAAA}
                  ms@https://example.org/ms-2.1.2.tgz:
                    resolution: {tarball: https://example.org/ms-2.1.2.tgz}
                    version: 2.1.2
                  plain@4.0.0:
                    resolution: {integrity: sha512-AAAA}
                  tool@5.0.0:
                    resolution: {integrity: sha512-AAAA}
                  under-directory@6.0.0:
                    resolution: {integrity: sha512-AAAA}

                snapshots:

                  '@s/real@1.0.0': {}
                  both@1.0.0: {}
                  directory@file:directory:
                    dependencies:
                      under-directory: 6.0.0
                  leaf@1.0.0: {}
                  leaf@2.0.0: {}
                  maybe@1.0.0:
                    optional: true
                  ms@https://example.org/ms-2.1.2.tgz: {}
                  plain@4.0.0(leaf@2.0.0):
                    dependencies:
                      leaf: 2.0.0
                      around: plain@4.0.0(leaf@2.0.0)
                    transitivePeerDependencies:
                      - supports-color
                  tool@5.0.0:
                    dependencies:
                      both: 1.0.0
                      leaf: 1.0.0
                  under-directory@6.0.0: {}
                """))
        .containsExactly(
            "@s/real@1.0.0",
            "both@1.0.0",
            "leaf@2.0.0",
            "maybe@1.0.0",
            "ms@2.1.2",
            "plain@4.0.0",
            "under-directory@6.0.0");
  }

  @Test
  void pnpmsOwnToolsInADocumentBeforeDoNotCount() throws IOException {
    assertThat(
            lock(
                """
                ---
                lockfileVersion: '9.0'
                importers:
                  .:
                    packageManagerDependencies:
                      pnpm: {specifier: 11.0.0, version: 11.0.0}
                packages:
                  pnpm@11.0.0: {resolution: {integrity: sha512-AAAA}}
                snapshots:
                  pnpm@11.0.0: {}
                ---
                lockfileVersion: '9.0'
                importers:
                  .:
                    dependencies:
                      leaf: {specifier: ^2.0.0, version: 2.0.0}
                packages:
                  leaf@2.0.0: {resolution: {integrity: sha512-AAAA}}
                snapshots:
                  leaf@2.0.0: {}
                """))
        .containsExactly("leaf@2.0.0");
  }

  /** The oldest programs sorted the keys, and nobody says that a new one may not. */
  @Test
  void theVersionMayFollowWhatItIsThereToExplain() throws IOException {
    assertThat(
            lock(
                """
                importers:
                  .:
                    dependencies:
                      leaf: {specifier: ^2.0.0, version: 2.0.0}
                lockfileVersion: '9.0'
                packages:
                  leaf@2.0.0: {resolution: {integrity: sha512-AAAA}}
                snapshots:
                  leaf@2.0.0: {}
                """))
        .containsExactly("leaf@2.0.0");
    assertThat(
            lock(
                """
                dependencies:
                  leaf: 2.0.0
                lockfileVersion: 5.1
                packages:
                  /leaf/2.0.0:
                    resolution: {integrity: sha512-AAAA}
                """))
        .containsExactly("leaf@2.0.0");
  }

  @Test
  void badFilesAreErrorsThatSayWhy() {
    assertThatThrownBy(() -> lock("packages: {}")).hasMessageContaining("no lockfileVersion");
    for (String version : new String[] {"'10.0'", ".9.0", "''", "[9]", "4", "nine"}) {
      assertThatThrownBy(() -> lock("lockfileVersion: " + version))
          .as(version)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another version");
    }
    assertThatThrownBy(() -> lock("lockfileVersion: 5.4\npackages: {a: [}"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not valid YAML");
    assertThatThrownBy(() -> lock("lockfileVersion: 5.4\na: &x 1\nb: *x"))
        .hasMessageContaining("an alias");
    assertThatThrownBy(() -> lock("lockfileVersion: 5.4\na: " + "[".repeat(100_000)))
        .hasMessageContaining("nested more than");
    assertThatThrownBy(() -> lock("\0")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> lock("")).isInstanceOf(IOException.class);
  }

  @Test
  @Timeout(60)
  void oneLongTextTakesNoLongerThanManyShortOnes() throws IOException {
    assertThat(lock("lockfileVersion: 5.4\na: \"" + "x".repeat(8 << 20) + "\"")).isEmpty();
  }

  @Test
  void otherShapesThanExpectedAreNoPackages() throws IOException {
    assertThat(
            lock(
                """
                lockfileVersion: '9.0'
                importers: [a, b]
                packages: {[a]: b, ? {c: d} : e, f@1.0.0: g, h@: {}, '@': {}, '@/': {version: [1]}}
                snapshots: text
                """))
        .isEmpty();
  }
}
