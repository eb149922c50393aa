package dev.breakwater.core.plan;

import java.util.List;

/** How the version of a library is changed with the tool of its own ecosystem. */
final class Libraries {
  private Libraries() {}

  /**
   * What to run or to change.
   *
   * @param name the package's own name, safe in a shell as {@link Words} says
   * @param version to move to, just as safe
   */
  static List<String> replace(String type, String name, String version) {
    String command =
        switch (type) {
          case "pypi" -> "pip install '" + name + ">=" + version + "'";
          case "npm" -> "npm install " + name + "@" + version;
          case "golang" -> "go get " + name + "@v" + number(version);
          case "maven" -> "in pom.xml or build.gradle: " + name + " " + version;
          case "cargo" -> "cargo update -p " + name + " --precise " + version;
          case "gem" -> "bundle update " + name;
          case "composer" -> "composer require " + name + ":^" + version;
          case "nuget" -> "dotnet add package " + name + " --version " + version;
          default -> "";
        };
    return command.isEmpty() ? List.of() : List.of(command);
  }

  /** A Go version as people say it, {@code 1.22.4}. */
  static String number(String version) {
    return version.startsWith("v") ? version.substring(1) : version;
  }
}
