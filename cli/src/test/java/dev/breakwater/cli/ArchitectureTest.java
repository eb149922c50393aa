package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the code to the plan that ARCHITECTURE.md draws. */
class ArchitectureTest {
  private static final String ROOT = "dev.breakwater.";
  private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| ([^|]*) \\|.*");

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.breakwater");

  @Test
  void roomsImportOnlyWhatThePlanAllows() throws IOException {
    Map<String, Set<String>> plan = plan();
    Map<String, Set<String>> broken = new LinkedHashMap<>();
    for (JavaClass from : classes) {
      Set<String> allowed = plan.get(room(from));
      assertThat(allowed).as("the plan has a row for the room of %s", from.getName()).isNotNull();
      from.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(to -> to.getPackageName().startsWith(ROOT))
          .filter(to -> !room(to).equals(room(from)) && !allowed.contains(room(to)))
          .forEach(to ->
              broken.computeIfAbsent(from.getName(), key -> new TreeSet<>()).add(to.getName()));
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void thePlanNamesTheRoomsThatThereAre() throws IOException {
    Set<String> rooms = new TreeSet<>();
    classes.forEach(type -> rooms.add(room(type)));
    assertThat(plan().keySet()).containsExactlyInAnyOrderElementsOf(rooms);
  }

  @Test
  void packagesHaveNoCycles() {
    SlicesRuleDefinition.slices()
        .matching("dev.breakwater.(**)")
        .should()
        .beFreeOfCycles()
        .check(classes);
  }

  @Test
  void nothingIsDeserialised() {
    for (JavaClass type : classes) {
      assertThat(type.getDirectDependenciesFromSelf())
          .as(type.getName())
          .noneMatch(to -> to.getTargetClass().getName().equals("java.io.ObjectInputStream"));
    }
  }

  private static String room(JavaClass type) {
    String rest = type.getPackageName().substring(ROOT.length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }

  private static Map<String, Set<String>> plan() throws IOException {
    Map<String, Set<String>> plan = new LinkedHashMap<>();
    for (String line : Files.readAllLines(Path.of("..", "ARCHITECTURE.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        Set<String> allowed = new TreeSet<>();
        Arrays.stream(row.group(2).split(","))
            .map(word -> word.replace("`", "").strip())
            .filter(word -> !word.isEmpty() && !word.equals("nothing"))
            .forEach(allowed::add);
        plan.put(row.group(1), allowed);
      }
    }
    return plan;
  }
}
