package dev.breakwater.inventory.program;

import dev.breakwater.core.PackageUrl;
import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.PackageDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Known programs and libraries: Node.js, Python, OpenSSL, nginx, Redis, PostgreSQL and others, by
 * the version among their bytes. They are {@code pkg:generic/NAME@VERSION}, with the version that
 * the program itself prints.
 *
 * <p>Only files that are called so and are ELF programs are searched. One that does not tell its
 * version is passed over: most are small programs that leave all to their library, which does.
 */
public final class ProgramDetector implements PackageDetector {
  /** A program that links all it needs from libraries may be no larger. */
  private static final long MIN_BYTES = 8 * 1024;

  /** Makes the detector. */
  public ProgramDetector() {}

  @Override
  public String name() {
    return "program/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    return file.size() >= MIN_BYTES && ProgramFile.of(file.path()) != null;
  }

  @Override
  public @Nullable PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    ProgramFile kind = ProgramFile.of(file.path());
    if (kind == null || !isElf(content.peek(4))) {
      return null;
    }
    List<Evidence> evidence = kind.evidence(file.path());
    if (evidence.isEmpty()) {
      return null;
    }
    try (InputStream in = content.open()) {
      VersionSearch.Hit hit = new VersionSearch(evidence).in(in);
      return hit == null
          ? null
          : PackageFacts.of(List.of(generic(hit.product(), hit.version(), file.path())));
    }
  }

  static boolean isElf(byte[] head) {
    return head.length >= 4
        && head[0] == 0x7f
        && head[1] == 'E'
        && head[2] == 'L'
        && head[3] == 'F';
  }

  static Candidate generic(String name, String version, String path) {
    return new Candidate(PackageUrl.of("generic", null, name, version), name, version, null, path);
  }
}
