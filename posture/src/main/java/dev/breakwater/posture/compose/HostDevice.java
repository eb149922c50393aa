package dev.breakwater.posture.compose;

import dev.breakwater.posture.source.Value;
import org.jspecify.annotations.Nullable;

/**
 * A device of the host that a service gets.
 *
 * @param source its path on the host, or the name of a device of the Container Device Interface,
 *     which is no path
 * @param target its path in the container
 */
record HostDevice(String source, String target) {
  /** Reads {@code SOURCE[:TARGET[:PERMISSIONS]]} or the long form; null where it is neither. */
  static @Nullable HostDevice of(Value entry) {
    String written = entry.written();
    if (written != null) {
      int colon = written.indexOf(':');
      return new HostDevice(colon < 0 ? written : written.substring(0, colon), target(written));
    }
    Value source = entry.get("source");
    String path = source == null ? null : source.written();
    if (path == null) {
      return null;
    }
    Value target = entry.get("target");
    String inside = target == null ? null : target.written();
    return new HostDevice(path, inside == null ? path : inside);
  }

  /** The path in the container, of the short form. */
  static String target(String written) {
    int colon = written.indexOf(':');
    if (colon < 0) {
      return written;
    }
    int end = written.indexOf(':', colon + 1);
    String second = written.substring(colon + 1, end < 0 ? written.length() : end);
    return second.startsWith("/") ? second : written.substring(0, colon);
  }
}
