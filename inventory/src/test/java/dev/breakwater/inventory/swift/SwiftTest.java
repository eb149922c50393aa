package dev.breakwater.inventory.swift;

import static dev.breakwater.inventory.FileFixture.problems;
import static dev.breakwater.inventory.FileFixture.purls;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SwiftTest {
  @Test
  void pinsOfVersion1HaveARepositoryUrl() {
    assertThat(
            purls(
                "Package.resolved",
                """
                {"object": {"pins": [
                  {"package": "Keel", "repositoryURL": "https://Git.Example.org/acme/Keel.git",
                   "state": {"branch": null, "revision": "0123abc", "version": "2.0.0"}},
                  {"package": "Mast", "repositoryURL": "git@git.example.org:acme/mast.git",
                   "state": {"branch": "main", "revision": "4567def", "version": null}}]},
                 "version": 1}
                """))
        .containsExactly(
            "pkg:swift/git.example.org/acme/Keel@2.0.0",
            "pkg:swift/git.example.org/acme/mast@4567def");
  }

  @Test
  void pinsOfVersion3HaveAKind() {
    assertThat(
            purls(
                "app/Package.resolved",
                """
                {"originHash": "00", "pins": [
                  {"identity": "keel", "kind": "remoteSourceControl",
                   "location": "ssh://git@git.example.org/acme/group/keel/", "state": {"version": "1.0.0"}},
                  {"identity": "own", "kind": "localSourceControl", "location": "/src/own",
                   "state": {"version": "1.0.0"}},
                  {"identity": "acme.mast", "kind": "registry", "location": "",
                   "state": {"version": "1.0.0"}}],
                 "version": 3}
                """))
        .containsExactly("pkg:swift/git.example.org/acme/group/keel@1.0.0");
  }

  @Test
  void badPinsAreAProblem() {
    assertThat(problems("Package.resolved", "{\"version\": 2}"))
        .containsExactly("not a Package.resolved: it has no list of pins");
    assertThat(
            problems(
                "Package.resolved",
                "{\"pins\": [7, {\"location\": \"keel\"}, {\"location\": \"https:///a//b\"},"
                    + " {\"location\": \"https://example.org/a/.git\", \"state\": {\"version\": \"1\"}}]}"))
        .containsExactly(
            "4 entries were left out: the name or version is missing or cannot be one");
  }

  @Test
  void podsAreOneWithTheirParts() {
    assertThat(
            purls(
                "ios/Podfile.lock",
                """
                PODS:
                  - Keel (4.0.1):
                    - Keel/Wood (= 4.0.1)
                    - Mast (~> 1.0)
                  - Keel/Wood (4.0.1)
                  - Mast (1.10)
                  - Own (0.0.1)

                DEPENDENCIES:
                  - Keel (~> 4.0)
                  - Own (from `../Own`)

                SPEC REPOS:
                  trunk:
                    - Keel

                EXTERNAL SOURCES:
                  Own:
                    :path: "../Own"

                SPEC CHECKSUMS:
                  Keel: 00

                COCOAPODS: 1.12.0
                """))
        .containsExactly("pkg:cocoapods/Keel@4.0.1", "pkg:cocoapods/Mast@1.10");
    assertThat(problems("Podfile.lock", "PODS:\n  - Keel\n  - [Mast]\n"))
        .containsExactly(
            "2 entries were left out: the name or version is missing or cannot be one");
  }
}
