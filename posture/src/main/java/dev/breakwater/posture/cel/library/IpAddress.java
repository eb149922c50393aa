package dev.breakwater.posture.cel.library;

/**
 * An address of IPv4 or IPv6, without a zone. An IPv4 address inside an IPv6 one is none.
 *
 * @param four whether it is of IPv4
 * @param high the first 64 bits; 0 for IPv4
 * @param low the last 64 bits; the address for IPv4
 * @see <a href="https://pkg.go.dev/net/netip#ParseAddr">netip.ParseAddr</a>
 */
record IpAddress(boolean four, long high, long low) {
  /** In characters; the longest address has 45. */
  static final int MAX_LENGTH = 1000;

  /** Reads an address. */
  static IpAddress parse(String text) throws MalformedException {
    if (text.length() > MAX_LENGTH) {
      throw new MalformedException("an IP address cannot have " + text.length() + " characters");
    }
    ParsedAddress parsed;
    try {
      parsed = ParsedAddress.of(text);
    } catch (MalformedException e) {
      throw new MalformedException(
          "IP Address "
              + Quoted.text(text)
              + " parse error during conversion from string: "
              + e.getMessage());
    }
    if (parsed.zone()) {
      throw new MalformedException(
          "IP address " + Quoted.text(text) + " with zone value is not allowed");
    }
    if (parsed.address().isMapped()) {
      throw mapped(text);
    }
    return parsed.address();
  }

  static MalformedException mapped(String text) {
    return new MalformedException(
        "IPv4-mapped IPv6 address " + Quoted.text(text) + " is not allowed");
  }

  /** How many bits an address of this family has. */
  int bits() {
    return four ? 32 : 128;
  }

  /** Whether this is an IPv4 address inside an IPv6 one: {@code ::ffff:1.2.3.4}. */
  boolean isMapped() {
    return !four && high == 0 && low >>> 32 == 0xFFFF;
  }

  boolean isUnspecified() {
    return high == 0 && low == 0;
  }

  boolean isLoopback() {
    return four ? low >>> 24 == 127 : high == 0 && low == 1;
  }

  boolean isMulticast() {
    return four ? low >>> 28 == 0xE : high >>> 56 == 0xFF;
  }

  boolean isLinkLocalMulticast() {
    return four ? low >>> 8 == 0xE00000 : (high >>> 48 & 0xFF0F) == 0xFF02;
  }

  boolean isLinkLocalUnicast() {
    return four ? low >>> 16 == 0xA9FE : high >>> 54 == 0xFE80 >>> 6;
  }

  boolean isGlobalUnicast() {
    boolean broadcast = four && low == 0xFFFFFFFFL;
    return !broadcast
        && !isUnspecified()
        && !isLoopback()
        && !isMulticast()
        && !isLinkLocalUnicast();
  }

  /** The same with only the first bits left. */
  IpAddress masked(int bits) {
    if (four) {
      return new IpAddress(true, 0, low & (bits == 0 ? 0 : -1L << (32 - bits)));
    }
    return new IpAddress(
        false,
        bits >= 64 ? high : bits == 0 ? 0 : high & (-1L << (64 - bits)),
        bits <= 64 ? 0 : low & (-1L << (128 - bits)));
  }

  /** The canonical form, of which there is one. */
  @Override
  public String toString() {
    return four ? dotted() : groups();
  }

  private String dotted() {
    return (low >>> 24) + "." + (low >>> 16 & 255) + "." + (low >>> 8 & 255) + "." + (low & 255);
  }

  private int group(int index) {
    return (int) ((index < 4 ? high : low) >>> (48 - index % 4 * 16)) & 0xFFFF;
  }

  private String groups() {
    int gap = 8;
    int gapEnd = 8;
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && group(end) == 0) {
        end++;
      }
      if (end - i >= 2 && end - i > gapEnd - gap) {
        gap = i;
        gapEnd = end;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == gap) {
        text.append("::");
        i = gapEnd;
        if (i == 8) {
          break;
        }
      } else if (i > 0) {
        text.append(':');
      }
      text.append(Integer.toHexString(group(i)));
    }
    return text.toString();
  }
}
