package dev.breakwater.posture.docker;

/** Paths of the host, as people write them. */
public final class HostPath {
  private HostPath() {}

  /** Whether a path leads out of the directory where it begins. */
  public static boolean leadsOut(String path) {
    if (path.startsWith("/") || path.startsWith("~")) {
      return true;
    }
    int depth = 0;
    for (String name : path.split("/", -1)) {
      if (name.equals("..")) {
        depth--;
      } else if (!name.isEmpty() && !name.equals(".")) {
        depth++;
      }
      if (depth < 0) {
        return true;
      }
    }
    return false;
  }
}
