package dev.breakwater.posture.cel.library;

import org.jspecify.annotations.Nullable;

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
    Parsed parsed;
    try {
      parsed = Parsed.of(text);
    } catch (MalformedException e) {
      throw new MalformedException(
          "IP Address "
              + Quoted.text(text)
              + " parse error during conversion from string: "
              + e.getMessage());
    }
    if (parsed.zone) {
      throw new MalformedException(
          "IP address " + Quoted.text(text) + " with zone value is not allowed");
    }
    if (parsed.address.isMapped()) {
      throw mapped(text);
    }
    return parsed.address;
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

  /**
   * An address that was read, with what an API server refuses.
   *
   * @param zone whether it has a zone
   */
  record Parsed(IpAddress address, boolean zone) {
    /** Reads an address as Go reads it. */
    static Parsed of(String text) throws MalformedException {
      for (int i = 0; i < text.length(); i++) {
        switch (text.charAt(i)) {
          case '.' -> {
            return new Parsed(new IpAddress(true, 0, fields(text, 0, text.length())), false);
          }
          case ':' -> {
            return new SixReader(text).read();
          }
          case '%' -> throw fault(text, "missing IPv6 address", null);
          default -> {}
        }
      }
      throw fault(text, "unable to parse IP", null);
    }

    private static MalformedException fault(String text, String why, @Nullable String at) {
      return new MalformedException(
          "ParseAddr("
              + Quoted.text(text)
              + "): "
              + why
              + (at == null || at.isEmpty() ? "" : " (at " + Quoted.text(at) + ")"));
    }

    /** The four numbers between two places. */
    private static long fields(String text, int from, int to) throws MalformedException {
      long address = 0;
      int field = 0;
      int digits = 0;
      int dots = 0;
      for (int i = from; i < to; i++) {
        char c = text.charAt(i);
        if (c >= '0' && c <= '9') {
          if (digits == 1 && field == 0) {
            throw fault(text, "IPv4 field has octet with leading zero", null);
          }
          field = field * 10 + c - '0';
          digits++;
          if (field > 255) {
            throw fault(text, "IPv4 field has value >255", null);
          }
        } else if (c == '.') {
          if (digits == 0 || i == to - 1) {
            throw fault(text, "IPv4 field must have at least one digit", text.substring(i, to));
          }
          if (dots == 3) {
            throw fault(text, "IPv4 address too long", null);
          }
          dots++;
          address = address << 8 | field;
          field = 0;
          digits = 0;
        } else {
          throw fault(text, "unexpected character", text.substring(i, to));
        }
      }
      if (dots < 3) {
        throw fault(text, "IPv4 address too short", null);
      }
      return address << 8 | field;
    }
  }

  /** Reads an address of IPv6, group by group. */
  private static final class SixReader {
    private static final int GROUPS = 8;

    private final String text;
    private final String rest;
    private final int[] groups = new int[GROUPS];
    private int read;
    private int gap = -1;
    private int at;

    SixReader(String text) {
      this.text = text;
      int zone = text.indexOf('%');
      this.rest = zone < 0 ? text : text.substring(0, zone);
    }

    Parsed read() throws MalformedException {
      if (rest.length() == text.length() - 1) {
        throw fault("zone must be a non-empty string", text.length());
      }
      if (rest.startsWith("::")) {
        gap = 0;
        at = 2;
      }
      while (read < GROUPS && at < rest.length() && !readGroup()) {
        readColon();
      }
      if (at < rest.length()) {
        throw fault("trailing garbage after address", at);
      }
      return new Parsed(address(), rest.length() < text.length());
    }

    /** Reads a group, or the four last as numbers with dots; whether it was the last. */
    private boolean readGroup() throws MalformedException {
      int end = at;
      while (end < rest.length() && Character.digit(rest.charAt(end), 16) >= 0) {
        if (rest.charAt(end) > 'f') {
          break;
        }
        if (++end - at > 4) {
          throw fault("each group must have 4 or less digits", at);
        }
      }
      if (end == at) {
        throw fault("each colon-separated field must have at least one digit", at);
      }
      if (end < rest.length() && rest.charAt(end) == '.') {
        readFields();
        return true;
      }
      groups[read++] = Integer.parseInt(rest, at, end, 16);
      at = end;
      return at == rest.length();
    }

    private void readFields() throws MalformedException {
      if (gap < 0 && read != GROUPS - 2) {
        throw fault("embedded IPv4 address must replace the final 2 fields of the address", at);
      }
      if (read > GROUPS - 2) {
        throw fault("too many hex fields to fit an embedded IPv4 at the end of the address", at);
      }
      long fields = Parsed.fields(text, at, rest.length());
      groups[read++] = (int) (fields >>> 16);
      groups[read++] = (int) fields & 0xFFFF;
      at = rest.length();
    }

    private void readColon() throws MalformedException {
      if (rest.charAt(at) != ':') {
        throw fault("unexpected character, want colon", at);
      }
      if (at == rest.length() - 1) {
        throw fault("colon must be followed by more characters", at);
      }
      at++;
      if (rest.charAt(at) == ':') {
        if (gap >= 0) {
          throw fault("multiple :: in address", at);
        }
        gap = read;
        at++;
      }
    }

    private IpAddress address() throws MalformedException {
      if (read < GROUPS && gap < 0) {
        throw fault("address string too short", at);
      }
      if (read == GROUPS && gap >= 0) {
        throw fault("the :: must expand to at least one field of zeros", at);
      }
      long[] halves = new long[2];
      for (int i = 0; i < read; i++) {
        int group = gap < 0 || i < gap ? i : i + GROUPS - read;
        halves[group / 4] |= (long) groups[i] << (48 - group % 4 * 16);
      }
      return new IpAddress(false, halves[0], halves[1]);
    }

    private MalformedException fault(String why, int from) {
      return Parsed.fault(text, why, from < rest.length() ? rest.substring(from) : null);
    }
  }
}
