package dev.breakwater.inventory.elixir;

import static dev.breakwater.inventory.FileFixture.problems;
import static dev.breakwater.inventory.FileFixture.purls;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MixLockTest {
  @Test
  void hexPackagesOfAnyAgeCount() {
    assertThat(
            purls(
                "srv/mix.lock",
                """
                # a remark with "quotes"
                %{
                  "keel": {:hex, :keel, "1.15.0", "00", [:mix], [{:mast, "~> 1.0", [hex: :mast, repo:             "hexpm", optional: false]}], "hexpm", "ff"},
                  "old" => {:hex, :old_name, "0.1.0"},
                  mast: {:hex, :"mast", "1.0.0-rc.0", "00", [:mix, :rebar3], [], "hexpm"},
                  "sail": {:hex, :sail, "2.0.0", "00", [:mix], [], "hexpm:acme", "ff"},
                  "oar": {:hex, :oar, "2.0.0", "00", [:mix], [], "private", "ff"},
                  "git": {:git, "https://example.org/git.git", "0123abc", [branch: "main"]},
                  "own": {:path, "../own"},
                }
                """))
        .containsExactly(
            "pkg:hex/acme/sail@2.0.0",
            "pkg:hex/keel@1.15.0",
            "pkg:hex/mast@1.0.0-rc.0",
            "pkg:hex/oar@2.0.0?repository_url=private",
            "pkg:hex/old_name@0.1.0");
    assertThat(purls("srv/mix.lock", "%{}\n")).isEmpty();
    assertThat(purls("srv/deps/keel/mix.lock", "%{\"a\": {:hex, :a, \"1\"}}")).isEmpty();
  }

  @Test
  void aBadFileIsAProblem() {
    assertThat(problems("mix.lock", "[]")).containsExactly("not a mix.lock: it holds no map");
    assertThat(problems("mix.lock", "%{\n<<<<<<< HEAD\n"))
        .containsExactly("line 2: did not expect \"<<<<<<< HEAD?\" there");
    assertThat(problems("mix.lock", "%{\n\"a\": {:hex,"))
        .containsExactly("line 2: did not expect the end there");
    assertThat(problems("mix.lock", "%{\n\"a")).containsExactly("line 2: a string without an end");
    assertThat(problems("mix.lock", "%{} IO.puts(1)"))
        .containsExactly("line 1: did not expect \"IO.puts(1)\" there");
    assertThat(problems("mix.lock", "%{" + "{".repeat(100_000)))
        .containsExactly("terms nested more than 64 deep");
    assertThat(problems("mix.lock", "%{\"a\": {:hex, :a}, \"b\": {:hex, [], {}}}"))
        .containsExactly(
            "2 entries were left out: the name or version is missing or cannot be one");
  }
}
