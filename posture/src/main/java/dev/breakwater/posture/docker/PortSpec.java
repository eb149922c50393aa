package dev.breakwater.posture.docker;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Ports of a container that are published, and as which of the host.
 *
 * @param hostIp the address of the host; null for every one
 * @param published the ports of the host; null where Docker picks free ones
 * @param target the ports of the container
 * @param protocol in capitals; TCP where it is empty
 */
public record PortSpec(
    @Nullable String hostIp, @Nullable Range published, Range target, String protocol) {

  /** Ports that are told one by one; of more the first and the last are. */
  static final int LONGEST = 256;

  /** Ports from one to another, both among them, both from 1 to 65535. */
  public record Range(int first, int last) {
    /**
     * Reads {@code 80} or {@code 80-90}.
     *
     * @throws FaultyTextException where it is neither
     */
    public static Range parse(String text) throws FaultyTextException {
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

    /** How many they are. */
    public int size() {
      return last - first + 1;
    }
  }

  public PortSpec {
    protocol = protocol.isEmpty() ? "TCP" : protocol.toUpperCase(Locale.ROOT);
  }

  /**
   * Reads {@code [[ADDRESS:]HOST:]CONTAINER[/PROTOCOL]}, as {@code --publish} takes it.
   *
   * @throws FaultyTextException where Docker would refuse it
   */
  public static PortSpec parse(String text) throws FaultyTextException {
    int slash = text.indexOf('/');
    String ports = slash < 0 ? text : text.substring(0, slash);
    String protocol = slash < 0 ? "" : text.substring(slash + 1);
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
    return new PortSpec(address.isEmpty() ? null : address, published(published), target, protocol);
  }

  /** How many of them are judged one by one. */
  public int judged() {
    return Math.min(target.size(), LONGEST);
  }

  /**
   * Reads ports of the host; null where the engine picks them, as it does for 0.
   *
   * @throws FaultyTextException where they are none
   */
  public static @Nullable Range published(@Nullable String text) throws FaultyTextException {
    return text == null || text.isEmpty() || text.equals("0") ? null : Range.parse(text);
  }
}
