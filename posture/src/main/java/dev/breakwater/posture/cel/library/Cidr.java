package dev.breakwater.posture.cel.library;

/**
 * A network: an address, whose last bits need not be zero, and how many of its bits count.
 *
 * @param bits 0 to 32, or to 128 for IPv6
 * @see <a href="https://pkg.go.dev/net/netip#ParsePrefix">netip.ParsePrefix</a>
 */
record Cidr(IpAddress address, int bits) {
  private static final String FAULT = "network address parse error during conversion from string: ";

  /** Reads a network such as {@code 10.0.0.0/8}. */
  static Cidr parse(String text) throws MalformedException {
    if (text.length() > IpAddress.MAX_LENGTH) {
      throw new MalformedException(
          FAULT + "a network cannot have " + text.length() + " characters");
    }
    Cidr cidr;
    try {
      cidr = read(text);
    } catch (MalformedException e) {
      // Upstream says it twice.
      throw new MalformedException(
          FAULT + FAULT + "netip.ParsePrefix(" + Quoted.text(text) + "): " + e.getMessage());
    }
    if (cidr.address.isMapped()) {
      throw new MalformedException(FAULT + IpAddress.mapped(text).getMessage());
    }
    return cidr;
  }

  private static Cidr read(String text) throws MalformedException {
    int slash = text.lastIndexOf('/');
    if (slash < 0) {
      throw new MalformedException("no '/'");
    }
    ParsedAddress parsed = ParsedAddress.of(text.substring(0, slash));
    if (parsed.zone()) {
      throw new MalformedException("IPv6 zones cannot be present in a prefix");
    }
    String digits = text.substring(slash + 1);
    if (!isNumber(digits)) {
      throw new MalformedException("bad bits after slash: " + Quoted.text(digits));
    }
    int bits = digits.length() > 3 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    if (bits > parsed.address().bits()) {
      throw new MalformedException("prefix length out of range");
    }
    return new Cidr(parsed.address(), bits);
  }

  /** Whether it is a number of 64 bits without leading zeros. */
  private static boolean isNumber(String digits) {
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return false;
      }
    }
    if (digits.isEmpty() || (digits.length() > 1 && digits.charAt(0) == '0')) {
      return false;
    }
    return digits.length() < 19 || fits(digits);
  }

  private static boolean fits(String digits) {
    String most = Long.toString(Long.MAX_VALUE);
    return digits.length() == most.length() && digits.compareTo(most) <= 0;
  }

  boolean contains(IpAddress other) {
    return address.four() == other.four() && address.masked(bits).equals(other.masked(bits));
  }

  boolean contains(Cidr other) {
    return bits <= other.bits && contains(other.address);
  }

  /** The same with the bits that do not count set to zero. */
  Cidr masked() {
    return new Cidr(address.masked(bits), bits);
  }

  @Override
  public String toString() {
    return address + "/" + bits;
  }
}
