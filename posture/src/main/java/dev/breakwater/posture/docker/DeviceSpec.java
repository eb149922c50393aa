package dev.breakwater.posture.docker;

/**
 * A device of the host that a container gets.
 *
 * @param source its path on the host, or the name of a device of the Container Device Interface,
 *     {@code vendor.example.org/class=name}, which is no path
 * @param target its path in the container
 */
public record DeviceSpec(String source, String target) {
  /** Reads {@code SOURCE[:TARGET][:PERMISSIONS]}, as {@code --device} takes it. */
  public static DeviceSpec parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return new DeviceSpec(text, text);
    }
    int end = text.indexOf(':', colon + 1);
    String source = text.substring(0, colon);
    String second = text.substring(colon + 1, end < 0 ? text.length() : end);
    // Permissions hold no slash.
    return new DeviceSpec(source, second.startsWith("/") ? second : source);
  }
}
