package dev.breakwater.inventory.npm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.inventory.LockFiles;
import dev.breakwater.inventory.detection.PackageFacts;
import java.io.IOException;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;

class BunLockTest {
  private static SortedSet<String> lock(String text) throws IOException {
    return LockFiles.packages(new NpmLockDetector(), "bun.lock", text);
  }

  @Test
  void theWalkFromTheProjectsFindsTheNearestPackageOfEachName() throws IOException {
    assertThat(
            lock(
                """
                {
                  // one place a line
                  "lockfileVersion": 1,
                  "workspaces": {
                    "": {
                      "name": "app",
                      "dependencies": { "alias": "npm:@s/real@^1.0.0", "branch": "^1.0.0", },
                      "devDependencies": { "tool": "^5.0.0", "both": "^1.0.0", },
                      "optionalDependencies": { "maybe": "^1.0.0", },
                    },
                    "packages/member": {
                      "name": "member",
                      "dependencies": { "app-link": "link:../..", "leaf": "^3.0.0", },
                    },
                  },
                  "packages": {
                    "alias": ["@s/real@1.0.0", "", { "peerDependencies": { "both": "*" } }, "sha512-A"],
                    "app-link": ["app-link@link:../..", {}],
                    "both": ["both@1.0.0", "", {}, "sha512-A"],
                    "branch": ["branch@1.0.0", "", { "dependencies": { "@s/leaf": "^2.0.0", "leaf": "^2.0.0" } }, "sha512-A"],
                    "directory": ["directory@file:directory", {}],
                    "leaf": ["leaf@1.0.0", "", {}, "sha512-A"],
                    "maybe": ["maybe@1.0.0", "", { "os": "none", "dependencies": { "ms": "x", "directory": "y" } }, "sha512-A"],
                    "member": ["member@workspace:packages/member"],
                    "ms": ["ms@https://example.org/ms-2.1.2.tgz", {}, "sha512-A"],
                    "tool": ["tool@5.0.0", "", { "dependencies": { "leaf": "^1.0.0" } }, "sha512-A"],

                    "branch/@s/leaf": ["@s/leaf@2.0.0", "", { "dependencies": { "leaf": "^2.0.0" } }, "sha512-A"],
                    "branch/leaf": ["leaf@2.0.0", "", {}, "sha512-A"],
                    "member/leaf": ["leaf@3.0.0", "", {}, "sha512-A"],
                  }
                }
                """))
        .containsExactly(
            "@s/leaf@2.0.0",
            "@s/real@1.0.0",
            "both@1.0.0",
            "branch@1.0.0",
            "leaf@2.0.0",
            "leaf@3.0.0",
            "maybe@1.0.0");
  }

  @Test
  void badFilesAreErrorsAndOtherShapesNoPackages() throws IOException {
    assertThatThrownBy(() -> lock("{}")).hasMessageContaining("no lockfileVersion");
    assertThatThrownBy(() -> lock("")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> lock("{\"lockfileVersion\":1,\"packages\":{"))
        .hasMessageContaining("not valid JSON");
    assertThatThrownBy(() ->
            lock("{\"lockfileVersion\":1,\"packages\":{\"a" + "/a".repeat(1000) + "\":[\"a@1\"]}}"))
        .hasMessageContaining("nested more than");
    StringBuilder wide = new StringBuilder("{\"lockfileVersion\":1,\"packages\":{");
    for (int i = 0; i < 4000; i++) {
      wide.append('"').append(i).append("/a".repeat(90)).append("\":[\"a@1\"],");
    }
    assertThatThrownBy(() -> lock(wide.append("}}").toString()))
        .hasMessage("more than 300000 places for packages");
    assertThat(
            lock(
                """
                {"lockfileVersion":1,"workspaces":{"":{"dependencies":{"a":1,"b":1,"c":1,"d":1}}},
                 "packages":{"a":7,"b":[],"c":["c"],"d":[["d@1"]],"/":["@@1"],"@":["@"]}}
                """))
        .isEmpty();
  }

  @Test
  void theBinaryFormIsAProblemThatSaysWhatToDo() throws IOException {
    PackageFacts facts = LockFiles.facts(new NpmLockDetector(), "srv/bun.lockb", "\0\1");

    assertThat(facts.packages()).isEmpty();
    assertThat(facts.problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.where()).isEqualTo("srv/bun.lockb");
          assertThat(problem.what()).contains("not read", "bun install --save-text-lockfile");
        });
  }
}
