package dev.breakwater.core.report;

import dev.breakwater.core.Distribution;
import dev.breakwater.core.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The upgrades that mend most, as commands of the package's own manager. A person may paste them
 * into a shell, so a name or version that a shell or an option parser could read as anything else
 * never gets into one.
 */
final class NextSteps {
  /** More packages than this are upgraded together rather than named one by one. */
  private static final int MOST_NAMED = 12;

  /** Hints for language packages, which are one line each. */
  private static final int MOST_LINES = 6;

  private NextSteps() {}

  /**
   * A step.
   *
   * @param command what to run or change
   * @param fixes how many vulnerabilities that mends, counted once for each group
   */
  record Step(String command, int fixes) {}

  /** Steps for the groups, which are sorted worst first; and so are the steps. */
  static List<Step> plan(Report report, List<PackageGroup> groups) {
    Map<String, List<PackageGroup>> byType = new LinkedHashMap<>();
    int unspeakable = 0;
    for (PackageGroup group : groups) {
      if (group.fixed() == null || group.isOwned()) {
        continue;
      }
      if (isPlain(group)) {
        byType.computeIfAbsent(group.type(), type -> new ArrayList<>()).add(group);
      } else {
        unspeakable++;
      }
    }
    List<Step> steps = new ArrayList<>();
    byType.forEach((type, fixable) -> add(type, fixable, report.subject().distribution(), steps));
    if (unspeakable > 0) {
      steps.add(
          new Step(
              "by hand: "
                  + Wording.count(unspeakable, "package")
                  + " whose name or version is unsafe in a command (see --format json)",
              0));
    }
    return steps;
  }

  private static boolean isPlain(PackageGroup group) {
    for (String name : group.packageNames()) {
      if (!isPlain(name)) {
        return false;
      }
    }
    return group.fixed() != null && isPlain(group.fixed());
  }

  private static boolean isPlain(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!plain && (i == 0 ? c != '@' : "@./_+:~-".indexOf(c) < 0)) {
        return false;
      }
    }
    return !word.isEmpty() && word.length() <= 200;
  }

  private static void add(
      String type,
      List<PackageGroup> groups,
      @Nullable Distribution distribution,
      List<Step> steps) {
    switch (type) {
      case "deb" ->
          together(
              groups,
              "apt-get update && apt-get install --only-upgrade ",
              "apt-get update && apt-get upgrade",
              steps);
      case "apk" -> together(groups, "apk upgrade --update-cache ", "apk upgrade -U", steps);
      case "rpm" -> {
        String upgrade = rpmUpgrade(distribution);
        together(groups, upgrade + " ", upgrade, steps);
      }
      default -> oneByOne(type, groups, steps);
    }
  }

  private static String rpmUpgrade(@Nullable Distribution distribution) {
    String id = distribution == null ? "" : distribution.id();
    if (id.startsWith("sles") || id.startsWith("opensuse") || id.startsWith("sle_")) {
      return "zypper update";
    }
    return id.equals("photon") || id.equals("azurelinux") || id.equals("mariner")
        ? "tdnf upgrade"
        : "dnf upgrade";
  }

  private static void together(
      List<PackageGroup> groups, String named, String all, List<Step> steps) {
    TreeSet<String> names = new TreeSet<>();
    int fixes = 0;
    for (PackageGroup group : groups) {
      names.addAll(group.packageNames());
      fixes += group.fixable();
    }
    String command =
        names.size() <= MOST_NAMED
            ? named + String.join(" ", names)
            : all + "   # " + Wording.count(names.size(), "package");
    steps.add(new Step(command, fixes));
  }

  private static void oneByOne(String type, List<PackageGroup> groups, List<Step> steps) {
    int named = groups.size() <= MOST_LINES + 1 ? groups.size() : MOST_LINES;
    for (PackageGroup group : groups.subList(0, named)) {
      String fixed = group.fixed();
      if (fixed != null) {
        steps.add(new Step(upgrade(type, group.name(), fixed), group.fixable()));
      }
    }
    int fixes = 0;
    for (PackageGroup group : groups.subList(named, groups.size())) {
      fixes += group.fixable();
    }
    if (named < groups.size()) {
      String rest = Wording.count(groups.size() - named, "more " + type + " package");
      steps.add(new Step("and upgrade " + rest + " as listed above", fixes));
    }
  }

  private static String upgrade(String type, String name, String version) {
    return switch (type) {
      case "pypi" -> "pip install '" + name + ">=" + version + "'";
      case "npm" -> "npm install " + name + "@" + version;
      case "golang" -> goUpgrade(name, version);
      case "maven" -> "in pom.xml or build.gradle: " + name + " " + version;
      case "cargo" -> "cargo update -p " + name + " --precise " + version;
      case "gem" -> "bundle update " + name + "   # to " + version;
      case "composer" -> "composer require " + name + ":^" + version;
      case "nuget" -> "dotnet add package " + name + " --version " + version;
      default -> "upgrade " + name + " to " + version;
    };
  }

  private static String goUpgrade(String name, String version) {
    String number = version.startsWith("v") ? version.substring(1) : version;
    return name.equals("stdlib")
        ? "rebuild with Go " + number + " or newer"
        : "go get " + name + "@v" + number;
  }
}
