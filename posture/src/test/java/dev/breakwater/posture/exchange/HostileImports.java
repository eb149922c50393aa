package dev.breakwater.posture.exchange;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.posture.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What has to hold of the import of any bytes. */
final class HostileImports {
  private HostileImports() {}

  static void importTwice(byte[] bytes) {
    Imports imports;
    try {
      imports = PolicyImport.of(List.of(SourceFile.of("hostile.yaml", bytes)));
    } catch (BreakwaterException expected) {
      return;
    }
    for (ImportedPolicy policy : imports.policies()) {
      String yaml = policy.yaml();
      Imports again = imported(yaml);
      if (again.policies().size() != 1 || !first(again.policies().getFirst()).equals(first(policy))) {
        throw new AssertionError("what was imported is no policy any more:\n" + yaml);
      }
    }
  }

  private static String first(ImportedPolicy policy) {
    return YamlWriter.write(policy.documents().getFirst());
  }

  private static Imports imported(String yaml) {
    try {
      return PolicyImport.of(
          List.of(SourceFile.of("again.yaml", yaml.getBytes(StandardCharsets.UTF_8))));
    } catch (BreakwaterException e) {
      throw new AssertionError("what was written cannot be read:\n" + yaml, e);
    }
  }
}
