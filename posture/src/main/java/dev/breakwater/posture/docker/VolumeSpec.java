package dev.breakwater.posture.docker;

import org.jspecify.annotations.Nullable;

/**
 * What is mounted where.
 *
 * @param type {@code bind}, {@code volume}, {@code tmpfs}, {@code image}, {@code npipe} or {@code
 *     cluster}, or what nobody knows
 * @param source the path on the host or the name of the volume; null where it has none
 * @param target the path in the container; empty where none is written
 * @param propagation {@code rshared} and the like: which mounts below show on the other side, too;
 *     null where nothing is said, and then none does
 */
public record VolumeSpec(
    String type,
    @Nullable String source,
    String target,
    boolean readOnly,
    @Nullable String propagation) {
  public static final String BIND = "bind";
  public static final String VOLUME = "volume";

  /** What a volume is of that says no type. */
  public static String type(@Nullable String source) {
    return isPath(source) ? BIND : VOLUME;
  }

  /**
   * Reads {@code [SOURCE:]TARGET[:OPTIONS]} as {@code --volume} takes it; in it a drive of Windows
   * may stand.
   */
  public static VolumeSpec parse(String text) {
    int first = separator(text, 0);
    if (first < 0) {
      return new VolumeSpec(VOLUME, null, text, false, null);
    }
    String source = text.substring(0, first);
    int second = separator(text, first + 1);
    String target = text.substring(first + 1, second < 0 ? text.length() : second);
    boolean readOnly = false;
    String propagation = null;
    for (int at = second; at >= 0 && at < text.length(); ) {
      int comma = text.indexOf(',', at + 1);
      String option = text.substring(at + 1, comma < 0 ? text.length() : comma);
      propagation = isPropagation(option) ? option : propagation;
      readOnly = option.equals("ro") || (readOnly && !option.equals("rw"));
      at = comma;
    }
    return new VolumeSpec(type(source), source, target, readOnly, propagation);
  }

  private static boolean isPropagation(String option) {
    return option.endsWith("shared") || option.endsWith("slave") || option.endsWith("private");
  }

  /** Whether it is one of Docker's own that has a name. */
  public boolean isNamed() {
    return (type.equals(VOLUME) || type.equals("cluster")) && source != null && !source.isEmpty();
  }

  /** The same, but not to be written to. */
  public VolumeSpec asReadOnly() {
    return new VolumeSpec(type, source, target, true, propagation);
  }

  private static int separator(String text, int from) {
    int colon = text.indexOf(':', from);
    return colon == from + 1 && isLetter(text.charAt(from)) ? text.indexOf(':', colon + 1) : colon;
  }

  /** Whether a source is a path on the host, and not the name of a volume. */
  static boolean isPath(@Nullable String source) {
    if (source == null || source.isEmpty()) {
      return false;
    }
    char first = source.charAt(0);
    return first == '.'
        || first == '/'
        || first == '~'
        || first == '\\'
        || (isLetter(first) && source.startsWith(":", 1));
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
