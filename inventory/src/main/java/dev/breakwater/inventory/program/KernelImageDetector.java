package dev.breakwater.inventory.program;

import dev.breakwater.core.Problem;
import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.PackageDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Linux kernels, {@code boot/vmlinuz-RELEASE} and {@code usr/lib/modules/RELEASE/vmlinuz}: {@code
 * pkg:generic/linux-kernel@RELEASE}, as Syft calls them. The release is the one inside the image,
 * else the one that its path names, because images for most machines hold none that can be read.
 */
public final class KernelImageDetector implements PackageDetector {
  private static final String IMAGE = "vmlinuz";
  private static final String IN_BOOT = "boot/vmlinuz-";
  private static final String MODULES = "lib/modules/";

  /** A kernel without a single driver is larger. */
  private static final long MIN_BYTES = 256 * 1024;

  /** Makes the detector. */
  public KernelImageDetector() {}

  @Override
  public String name() {
    return "linux-kernel/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    return file.size() >= MIN_BYTES && pathRelease(file.path()) >= 0;
  }

  /** Where the release starts in a kernel's path; -1 for any other path. */
  private static int pathRelease(String path) {
    if (path.startsWith(IN_BOOT) && path.indexOf('/', IN_BOOT.length()) < 0) {
      return IN_BOOT.length();
    }
    if (!path.endsWith("/" + IMAGE)) {
      return -1;
    }
    int start =
        path.startsWith(MODULES) ? 0 : path.startsWith("usr/" + MODULES) ? "usr/".length() : -1;
    if (start < 0) {
      return -1;
    }
    start += MODULES.length();
    return path.indexOf('/', start) == path.length() - IMAGE.length() - 1 ? start : -1;
  }

  @Override
  public @Nullable PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    String release = null;
    try (InputStream in = content.open()) {
      release = KernelImage.release(in);
    } catch (EOFException e) {
      return PackageFacts.of(
          List.of(), List.of(new Problem(file.path(), "the image of the kernel is cut short")));
    }
    String path = file.path();
    if (release == null) {
      int start = pathRelease(path);
      int end = path.indexOf('/', start);
      release = path.substring(start, end < 0 ? path.length() : end);
    }
    return isRelease(release)
        ? PackageFacts.of(List.of(ProgramDetector.generic(KernelPackage.KERNEL, release, path)))
        : null;
  }

  /** Whether it starts with two numbers and a dot between them. */
  private static boolean isRelease(String text) {
    int dot = text.indexOf('.');
    if (dot <= 0 || dot + 1 == text.length() || text.length() > 128) {
      return false;
    }
    for (int i = 0; i <= dot + 1; i++) {
      char c = text.charAt(i);
      if (i != dot && (c < '0' || c > '9')) {
        return false;
      }
    }
    return Candidate.isToken(text);
  }
}
