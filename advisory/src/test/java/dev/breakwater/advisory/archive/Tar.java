package dev.breakwater.advisory.archive;

import dev.breakwater.advisory.mirror.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tarballs by the real tar. */
final class Tar {
  private Tar() {}

  static byte[] xz(Map<String, byte[]> files) throws Exception {
    return SignedArchive.xz(plain(files));
  }

  static byte[] plain(Map<String, byte[]> files, String... options) throws Exception {
    Path tree = Files.createTempDirectory("tree");
    try {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path path = tree.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.write(path, file.getValue());
      }
      List<String> command = new ArrayList<>(List.of("tar"));
      command.addAll(List.of(options));
      command.addAll(List.of("--sort=name", "-cf", "-"));
      try (var entries = Files.list(tree)) {
        entries.sorted().forEach(entry -> command.add(entry.getFileName().toString()));
      }
      return Programs.run("tar", tree, Map.of(), command.toArray(String[]::new));
    } finally {
      try (var all = Files.walk(tree)) {
        for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    }
  }
}
