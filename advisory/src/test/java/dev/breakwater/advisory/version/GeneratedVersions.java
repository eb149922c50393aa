package dev.breakwater.advisory.version;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Seeded versions made of fragments that mean something to an order. Two of a pair are mostly
 * alike, since versions that differ at once test nothing.
 */
final class GeneratedVersions {
  static final String[] DPKG = {
    "0",
    "1",
    "2",
    "10",
    "09",
    "1.0",
    "1.2",
    ".",
    ".1",
    "-1",
    "-0ubuntu1",
    "~",
    "~rc1",
    "~~",
    "+b1",
    "+deb12u1",
    "+",
    "a",
    "b",
    "Z",
    "1:",
    "2:",
    "0:",
    "-",
    "99999999999999999999",
    "g1a2b",
    ":",
    " "
  };
  static final String[] APK = {
    "0",
    "1",
    "2",
    "10",
    "05",
    "1.0",
    ".1",
    ".10",
    ".05",
    ".0",
    "a",
    "b",
    "_alpha",
    "_beta1",
    "_pre2",
    "_rc",
    "_rc3",
    "_p",
    "_p1",
    "_git20200101",
    "_cvs",
    "_hg",
    "_svn",
    "-r0",
    "-r1",
    "-r10",
    "~1a2b",
    "~ff",
    "99999999999999999999",
    "_foo",
    "-1"
  };
  static final String[] RPM = {
    "0",
    "1",
    "2",
    "10",
    "010",
    "1.0",
    ".1",
    ".",
    "..",
    "_",
    "a",
    "b",
    "rc1",
    "alpha",
    "el8",
    "~",
    "~rc1",
    "^",
    "^git1",
    "^20200101",
    "-1",
    "-1.el8",
    "1:",
    "2:",
    "+",
    "99999999999999999999",
    "%"
  };
  static final String[] PYTHON = {
    "0",
    "1",
    "2",
    "10",
    "01",
    "1.0",
    ".1",
    ".0",
    ".",
    "a",
    "a1",
    "b2",
    "c1",
    "rc1",
    "alpha",
    "beta",
    "pre",
    "preview3",
    ".post1",
    ".post",
    "-1",
    "rev2",
    "r",
    ".dev0",
    "dev",
    "-dev1",
    "_",
    "-",
    "1!",
    "v",
    "+ubuntu1",
    "+1",
    "+a.1",
    "+A-01",
    "+",
    "99999999999999999999",
    ".RC"
  };
  static final String[] SEMVER = {
    "0",
    "1",
    "2",
    "10",
    "01",
    "1.0.0",
    "1.2.3",
    "1.0",
    ".0",
    ".1",
    ".10",
    "-alpha",
    "-alpha.1",
    "-alpha.beta",
    "-0",
    "-1",
    "-rc.10",
    "-01",
    ".a",
    ".9",
    ".900719925",
    "-",
    "+build",
    "+1.2",
    "v",
    "=",
    "rc1",
    "beta",
    " "
  };
  static final String[] GO = {
    "0",
    "1",
    "2",
    "10",
    "01",
    "1.0.0",
    "1.2.3",
    "1.0",
    ".0",
    ".1",
    ".10",
    "-alpha",
    "-0.1",
    "-0",
    "-rc.1",
    "-0.20200101000000-abcdefabcdef",
    "+incompatible",
    "+",
    "-",
    "-01",
    ".a",
    ".99",
    "99999999999999999999"
  };
  static final String[] RUBY = {
    "0",
    "1",
    "2",
    "10",
    "01",
    "1.0",
    "1.0.0",
    ".0",
    ".1",
    ".a",
    ".b1",
    ".rc1",
    ".pre",
    ".beta.2",
    "-1",
    "-rc1",
    "-",
    ".",
    "a",
    "99999999999999999999",
    ".A"
  };
  static final String[] COMPOSER = {
    "0",
    "1",
    "2",
    "10",
    "1.0",
    "1.0.0",
    "1.2.3.4",
    ".0",
    ".1",
    ".x",
    ".*",
    "-dev",
    "dev",
    ".x-dev",
    "-alpha",
    "-alpha1",
    "a2",
    "-beta.3",
    "b",
    "RC1",
    "-rc",
    "-p1",
    "pl2",
    "-patch",
    "-stable",
    "v",
    "V",
    "2010",
    "2010-01-02",
    "20100102",
    "2010.01",
    "+build",
    "@dev",
    "dev-main",
    "master",
    "-",
    "."
  };
  static final String[] MAVEN = {
    "0",
    "1",
    "2",
    "10",
    "01",
    "1.0",
    ".0",
    ".1",
    "-1",
    "-alpha",
    "-alpha-1",
    ".alpha",
    "a1",
    "-beta",
    "-rc",
    "-cr",
    "-SNAPSHOT",
    ".Final",
    "-ga",
    "-sp",
    "-sp1",
    ".RELEASE",
    ".jre11",
    "x",
    "-x",
    "-",
    ".",
    "_",
    "99999999999999999999"
  };
  static final String[] NUGET = {
    "0",
    "1",
    "2",
    "10",
    "01",
    "1.0",
    "1.0.0",
    "1.0.0.0",
    ".0",
    ".1",
    ".10",
    "-alpha",
    "-ALPHA.1",
    "-beta.01",
    "-1",
    ".99999999999",
    "-rc",
    "+meta",
    "+",
    "-",
    ".b"
  };
  static final String[] LIST = {"0", "1", "2", "10", "01", ".0", ".1", ".10", "-1", "-0", "a", "."};

  private GeneratedVersions() {}

  /** The same pairs for the same seed. */
  static List<Pair> pairs(String[] fragments, int count, long seed) {
    Random random = new Random(seed);
    List<Pair> pairs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      List<String> left = fragments(fragments, random);
      List<String> right =
          random.nextInt(4) == 0 ? fragments(fragments, random) : changed(left, fragments, random);
      pairs.add(new Pair(String.join("", left), String.join("", right)));
    }
    return pairs;
  }

  /** The same versions for the same seed. */
  static List<String> versions(String[] fragments, int count, long seed) {
    List<String> versions = new ArrayList<>();
    for (Pair pair : pairs(fragments, count / 2, seed)) {
      versions.add(pair.left());
      versions.add(pair.right());
    }
    return versions;
  }

  private static List<String> fragments(String[] fragments, Random random) {
    List<String> made = new ArrayList<>();
    made.add(fragments[random.nextInt(Math.min(8, fragments.length))]);
    for (int i = random.nextInt(5); i > 0; i--) {
      made.add(fragments[random.nextInt(fragments.length)]);
    }
    return made;
  }

  private static List<String> changed(List<String> left, String[] fragments, Random random) {
    List<String> right = new ArrayList<>(left);
    int at = random.nextInt(right.size());
    String other = fragments[random.nextInt(fragments.length)];
    switch (random.nextInt(3)) {
      case 0 -> right.set(at, other);
      case 1 -> right.add(at + 1, other);
      default -> {
        if (right.size() > 1) {
          right.remove(at);
        }
      }
    }
    return right;
  }
}
