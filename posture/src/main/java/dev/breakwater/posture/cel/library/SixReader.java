package dev.breakwater.posture.cel.library;

/** Reads an address of IPv6, group by group. */
final class SixReader {
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

  ParsedAddress read() throws MalformedException {
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
    return new ParsedAddress(address(), rest.length() < text.length());
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
    long fields = ParsedAddress.fields(text, at, rest.length());
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
    return ParsedAddress.fault(text, why, from < rest.length() ? rest.substring(from) : null);
  }
}
