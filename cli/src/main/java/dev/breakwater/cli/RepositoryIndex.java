package dev.breakwater.cli;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The index of the Java archives in a Maven repository: a line for each with its SHA-1, a tab and
 * {@code group:artifact:version}, sorted. The checksums are those of the files themselves; the ones
 * that lie beside them in a repository may be wrong.
 *
 * @see <a href="https://maven.apache.org/repository/layout.html">Maven's repository layout</a>
 */
final class RepositoryIndex {
  private static final int MAX_PROBLEMS = 20;

  private final Path repository;
  private final TreeSet<String> lines = new TreeSet<>();
  private final List<Problem> problems = new ArrayList<>();
  private final byte[] buffer = new byte[1 << 16];

  private RepositoryIndex(Path repository) {
    this.repository = repository;
  }

  /**
   * Writes the index of a repository.
   *
   * @return what could not be read
   * @throws BreakwaterException where nothing could, or {@code out} refuses
   */
  static List<Problem> write(Path repository, OutputStream out) throws BreakwaterException {
    RepositoryIndex index = new RepositoryIndex(repository);
    try {
      index.walk();
      out.write("# SHA-1, group:artifact:version\n".getBytes(StandardCharsets.UTF_8));
      for (String line : index.lines) {
        out.write((line + '\n').getBytes(StandardCharsets.UTF_8));
      }
      out.flush();
    } catch (IOException e) {
      throw new BreakwaterException(
          "Tried to index the Java archives in "
              + repository
              + ", but "
              + BreakwaterException.reason(e),
          e);
    }
    return index.problems;
  }

  private void walk() throws IOException {
    Files.walkFileTree(
        repository,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (file.equals(repository)) {
              throw e;
            }
            problem(file, e);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void add(Path file) {
    String coordinates = coordinates(repository.relativize(file));
    if (coordinates == null) {
      return;
    }
    try {
      lines.add(sha1(file) + '\t' + coordinates);
    } catch (IOException e) {
      problem(file, e);
    }
  }

  private void problem(Path file, IOException e) {
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(new Problem(file.toString(), BreakwaterException.reason(e)));
    }
  }

  /** Of {@code org/apache/ant/ant/1.10/ant-1.10.jar}; null for what is no archive to be run. */
  private static @Nullable String coordinates(Path path) {
    int names = path.getNameCount();
    String file = path.getName(names - 1).toString();
    boolean archive = file.endsWith(".jar") || file.endsWith(".war") || file.endsWith(".ear");
    if (!archive || names < 4) {
      return null;
    }
    String version = path.getName(names - 2).toString();
    String artifact = path.getName(names - 3).toString();
    String stem = artifact + '-' + version;
    String rest = file.startsWith(stem) ? file.substring(stem.length(), file.length() - 4) : "?";
    if (rest.startsWith("?") || rest.equals("-sources") || rest.equals("-javadoc")) {
      return null;
    }
    StringBuilder group = new StringBuilder();
    for (int i = 0; i < names - 3; i++) {
      group.append(i == 0 ? "" : ".").append(path.getName(i));
    }
    return group + ":" + artifact + ':' + version;
  }

  private String sha1(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-1", e);
    }
  }
}
