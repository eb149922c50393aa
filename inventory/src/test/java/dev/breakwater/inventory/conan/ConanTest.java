package dev.breakwater.inventory.conan;

import static dev.breakwater.inventory.FileFixture.problems;
import static dev.breakwater.inventory.FileFixture.purls;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConanTest {
  @Test
  void conan2ListsWhatIsBuiltIn() {
    assertThat(
            purls(
                "src/conan.lock",
                """
                {"version": "0.5",
                 "requires": ["keel/1.2.11#ffa77daf83a57094149707928bdce823%1675278904.079",
                              "mast/cci.20230101@acme/stable#0123"],
                 "build_requires": ["cmake/3.25.3#0123%1.0"],
                 "python_requires": ["recipe/1.0#0123"]}
                """))
        .containsExactly(
            "pkg:conan/keel@1.2.11", "pkg:conan/mast@cci.20230101?channel=stable&user=acme");
  }

  @Test
  void conan1LocksAGraphInWhichToolsAndWhatTheyNeedDoNotCount() {
    assertThat(
            purls(
                "conan.lock",
                """
                {"graph_lock": {"nodes": {
                   "0": {"path": "conanfile.txt", "ref": "app/0.1", "requires": ["1", "2"],
                         "build_requires": ["4"]},
                   "1": {"ref": "keel/1.2.11#0123", "package_id": "00", "context": "host",
                         "requires": ["3"]},
                   "2": {"ref": "mast/2.0@acme/stable#0123", "requires": ["3"]},
                   "3": {"ref": "oar/3.0@#0123"},
                   "4": {"ref": "cmake/3.25.3#0123", "requires": ["5"], "context": "build"},
                   "5": {"ref": "toolpart/1.0#0123", "context": "build"}},
                   "revisions_enabled": true},
                 "version": "0.4", "profile_host": "[settings]"}
                """))
        .containsExactly(
            "pkg:conan/keel@1.2.11",
            "pkg:conan/mast@2.0?channel=stable&user=acme",
            "pkg:conan/oar@3.0");
  }

  @Test
  void theOldestGraphsAreReadAndCyclesEnd() {
    assertThat(
            purls(
                "conan.lock",
                """
                {"graph_lock": {"nodes": {
                   "a": {"pref": null, "requires": {"keel/1.0@acme/stable": "b"}},
                   "b": {"pref": "keel/1.0@acme/stable#0:5ab84d6a#1", "requires": {"x": "c"}},
                   "c": {"pref": "mast/1.0:5ab84d6a", "requires": {"x": "b", "y": 7, "z": "missing"}}}},
                 "version": "0.1"}
                """))
        .containsExactly("pkg:conan/keel@1.0?channel=stable&user=acme", "pkg:conan/mast@1.0");
  }

  @Test
  void theInformationOfABuildHasWholeVersionsInOneSection() {
    assertThat(
            purls(
                "build/conaninfo.txt",
                """
                [settings]
                    os=Linux

                [requires]
                    keel/1.Y.Z

                [full_requires]
                    keel/1.0.6@acme/stable:c6c01ee5ea2cf4af63e7b83b722b0a2d90640641
                    mast/1.2.8:2dec3996ef8de7edb0304eaf4efdd96a0477d3a3

                [options]
                    shared=False
                """))
        .containsExactly("pkg:conan/keel@1.0.6?channel=stable&user=acme", "pkg:conan/mast@1.2.8");
  }

  @Test
  void aBadFileIsAProblem() {
    assertThat(problems("conan.lock", "{\"version\": \"0.5\"}"))
        .containsExactly("not a lock file of Conan: it has neither requires nor a graph");
    assertThat(problems("conan.lock", "{\"requires\": [\"keel\", \"a/b/c\", \"/1\", \"a/\", 7]}"))
        .containsExactly(
            "4 entries were left out: the name or version is missing or cannot be one");
  }
}
