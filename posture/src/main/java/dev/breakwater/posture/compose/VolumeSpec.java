package dev.breakwater.posture.compose;

import dev.breakwater.posture.source.Value;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a service's {@code volumes}, in its short form or its long one.
 *
 * @param type {@code bind}, {@code volume}, {@code tmpfs}, {@code image}, {@code npipe} or {@code
 *     cluster}; whatever is written in the long form
 * @param source the path on the host or the name of the volume; null where it has none
 * @param target the path in the container; empty where none is written
 */
record VolumeSpec(String type, @Nullable String source, String target, boolean readOnly) {
  static final String BIND = "bind";
  static final String VOLUME = "volume";

  /** Reads an entry; null where it is neither text nor mapping. */
  static @Nullable VolumeSpec of(Value entry) {
    String written = entry.written();
    if (written != null) {
      return parse(written);
    }
    if (!(entry instanceof Value.Fields fields)) {
      return null;
    }
    String type = written(fields, "type");
    String source = written(fields, "source");
    if (source == null) {
      source = written(fields, "src");
    }
    String target = written(fields, "target");
    Value readOnly = fields.get("read_only");
    String flag = readOnly == null ? null : readOnly.written();
    return new VolumeSpec(
        type != null ? type : isPath(source) ? BIND : VOLUME,
        source,
        target == null ? "" : target,
        flag != null && Boolean.TRUE.equals(Flags.parse(flag)));
  }

  private static @Nullable String written(Value.Fields fields, String name) {
    Value value = fields.get(name);
    return value == null ? null : value.written();
  }

  /** Reads {@code [SOURCE:]TARGET[:OPTIONS]}, in which a drive of Windows may stand. */
  static VolumeSpec parse(String text) {
    int first = separator(text, 0);
    if (first < 0) {
      return new VolumeSpec(VOLUME, null, text, false);
    }
    String source = text.substring(0, first);
    int second = separator(text, first + 1);
    String target = text.substring(first + 1, second < 0 ? text.length() : second);
    boolean readOnly = false;
    for (int at = second; at >= 0 && at < text.length(); ) {
      int comma = text.indexOf(',', at + 1);
      String option = text.substring(at + 1, comma < 0 ? text.length() : comma);
      readOnly = option.equals("ro") || (readOnly && !option.equals("rw"));
      at = comma;
    }
    return new VolumeSpec(isPath(source) ? BIND : VOLUME, source, target, readOnly);
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
        || source.startsWith("\\\\")
        || (isLetter(first) && source.startsWith(":", 1));
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
