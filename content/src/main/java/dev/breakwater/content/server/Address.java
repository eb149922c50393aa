package dev.breakwater.content.server;

import java.util.Locale;

/** Tells addresses that only the machine itself reaches from others. */
final class Address {
  private Address() {}

  /** Whether an address or host name, without a port, is the machine's own. */
  static boolean isLoopback(String address) {
    String plain = address.toLowerCase(Locale.ROOT);
    return plain.startsWith("127.")
        || plain.equals("localhost")
        || plain.equals("::1")
        || plain.equals("[::1]")
        || plain.equals("_local_");
  }

  /** The host of {@code scheme://host:port}. */
  static String ofUrl(String url) {
    int from = url.indexOf("://");
    String rest = from < 0 ? url : url.substring(from + 3);
    int end = rest.startsWith("[") ? rest.indexOf(']') + 1 : rest.indexOf(':');
    if (end <= 0) {
      end = rest.indexOf('/');
    }
    return end <= 0 ? rest : rest.substring(0, end);
  }
}
