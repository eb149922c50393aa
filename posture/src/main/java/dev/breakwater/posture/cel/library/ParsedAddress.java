package dev.breakwater.posture.cel.library;

import org.jspecify.annotations.Nullable;

/**
 * An address that was read, with what an API server refuses.
 *
 * @param zone whether it has a zone
 */
record ParsedAddress(IpAddress address, boolean zone) {
  /** Reads an address as Go reads it. */
  static ParsedAddress of(String text) throws MalformedException {
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '.' -> {
          return new ParsedAddress(new IpAddress(true, 0, fields(text, 0, text.length())), false);
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

  static MalformedException fault(String text, String why, @Nullable String at) {
    return new MalformedException(
        "ParseAddr("
            + Quoted.text(text)
            + "): "
            + why
            + (at == null || at.isEmpty() ? "" : " (at " + Quoted.text(at) + ")"));
  }

  /** The four numbers between two places. */
  static long fields(String text, int from, int to) throws MalformedException {
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
