package dev.breakwater.posture.compose;

import dev.breakwater.posture.source.Value;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a service's {@code ports}, in its short form or its long one.
 *
 * @param hostIp the address of the host; null for every one
 * @param published the ports of the host; null where Docker picks free ones
 * @param target the ports of the container
 * @param protocol in capitals
 */
record PortSpec(@Nullable String hostIp, @Nullable Range published, Range target, String protocol) {

  /** Ports from one to another, both among them, both from 1 to 65535. */
  record Range(int first, int last) {
    /** Reads {@code 80} or {@code 80-90}. */
    static Range parse(String text) throws FaultyTextException {
      int dash = text.indexOf('-');
      int first = port(dash < 0 ? text : text.substring(0, dash));
      int last = dash < 0 ? first : port(text.substring(dash + 1));
      if (last < first) {
        throw new FaultyTextException("has a range of ports that ends before it begins: " + text);
      }
      return new Range(first, last);
    }

    private static int port(String text) throws FaultyTextException {
      int port = 0;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c < '0' || c > '9' || port > 65_535) {
          port = 0;
          break;
        }
        port = 10 * port + c - '0';
      }
      if (port < 1 || port > 65_535) {
        throw new FaultyTextException("has a port that is no number from 1 to 65535: " + text);
      }
      return port;
    }

    int size() {
      return last - first + 1;
    }
  }

  /**
   * Reads an entry.
   *
   * @throws FaultyTextException where Compose would refuse it
   */
  static PortSpec of(Value entry) throws FaultyTextException {
    String written = entry.written();
    if (written != null) {
      return parse(written);
    }
    String target = written(entry, "target");
    if (target == null) {
      throw new FaultyTextException("has no target port");
    }
    String published = written(entry, "published");
    String protocol = written(entry, "protocol");
    return new PortSpec(
        written(entry, "host_ip"),
        published == null || published.isEmpty() || published.equals("0")
            ? null
            : Range.parse(published),
        Range.parse(target),
        protocol(protocol == null ? "" : protocol));
  }

  private static @Nullable String written(Value entry, String name) {
    Value value = entry.get(name);
    return value == null ? null : value.written();
  }

  /** Reads {@code [[ADDRESS:]HOST:]CONTAINER[/PROTOCOL]}. */
  static PortSpec parse(String text) throws FaultyTextException {
    int slash = text.indexOf('/');
    String ports = slash < 0 ? text : text.substring(0, slash);
    String protocol = protocol(slash < 0 ? "" : text.substring(slash + 1));
    int last = ports.lastIndexOf(':');
    Range target = Range.parse(ports.substring(last + 1));
    if (last < 0) {
      return new PortSpec(null, null, target, protocol);
    }
    String host = ports.substring(0, last);
    int before = host.lastIndexOf(':');
    String published = host.substring(before + 1);
    String address = before < 0 ? "" : host.substring(0, before);
    if (address.startsWith("[") && address.endsWith("]")) {
      address = address.substring(1, address.length() - 1);
    }
    return new PortSpec(
        address.isEmpty() ? null : address,
        published.isEmpty() || published.equals("0") ? null : Range.parse(published),
        target,
        protocol);
  }

  private static String protocol(String written) {
    return written.isEmpty() ? "TCP" : written.toUpperCase(Locale.ROOT);
  }
}
