package dev.breakwater.core.report;

import dev.breakwater.core.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads lines of the files of this machine, for findings whose paths this program was given here: a
 * path of a stored report could name any file. Keeps the last file that it read. Not safe to share
 * between threads.
 */
public final class FileExcerpts implements Excerpts {
  /** No manifest is longer. */
  private static final int MAX_BYTES = 20 * 1024 * 1024;

  private final Path directory;
  private String lastPath = "";
  private String lastText = "";

  /**
   * @param directory that relative paths begin in
   */
  public FileExcerpts(Path directory) {
    this.directory = directory;
  }

  @Override
  public List<String> lines(Finding.Location location, int first, int last) {
    String path = location.path();
    if (path == null || path.isEmpty() || first < 1) {
      return List.of();
    }
    if (!path.equals(lastPath)) {
      lastText = text(path);
      lastPath = path;
    }
    List<String> lines = new ArrayList<>();
    int start = 0;
    for (int line = 1; line <= last && start < lastText.length(); line++) {
      int end = end(start);
      if (line >= first) {
        boolean carriage = end > start && lastText.charAt(end - 1) == '\r';
        lines.add(lastText.substring(start, carriage ? end - 1 : end));
      }
      start = end + 1;
    }
    return lines;
  }

  private int end(int start) {
    int end = lastText.indexOf('\n', start);
    return end < 0 ? lastText.length() : end;
  }

  /** The text of a file; empty where it cannot be had, for which its findings need no excuse. */
  private String text(String path) {
    try {
      Path file = directory.resolve(path);
      if (!Files.isRegularFile(file)) {
        return "";
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        return bytes.length > MAX_BYTES ? "" : new String(bytes, StandardCharsets.UTF_8);
      }
    } catch (IOException | InvalidPathException e) {
      return "";
    }
  }
}
