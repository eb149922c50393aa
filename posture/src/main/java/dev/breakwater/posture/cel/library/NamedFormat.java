package dev.breakwater.posture.cel.library;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A form of texts that Kubernetes has a name for. What a text has against it is said in the API
 * server's words.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apiserver/pkg/cel/library/format.go">
 *     the API server's formats</a>
 */
enum NamedFormat {
  DNS_1123_LABEL("dns1123Label", 30) {
    @Override
    List<String> validate(String text) {
      return dns1123Label(text);
    }
  },
  DNS_1123_SUBDOMAIN("dns1123Subdomain", 60) {
    @Override
    List<String> validate(String text) {
      return dns1123Subdomain(text);
    }
  },
  DNS_1035_LABEL("dns1035Label", 30) {
    @Override
    List<String> validate(String text) {
      return dns1035Label(text);
    }
  },
  QUALIFIED_NAME("qualifiedName", 60) {
    @Override
    List<String> validate(String text) {
      return qualifiedName(text);
    }
  },
  DNS_1123_LABEL_PREFIX("dns1123LabelPrefix", 30) {
    @Override
    List<String> validate(String text) {
      return dns1123Label(withoutLastDash(text));
    }
  },
  DNS_1123_SUBDOMAIN_PREFIX("dns1123SubdomainPrefix", 60) {
    @Override
    List<String> validate(String text) {
      return dns1123Subdomain(withoutLastDash(text));
    }
  },
  DNS_1035_LABEL_PREFIX("dns1035LabelPrefix", 30) {
    @Override
    List<String> validate(String text) {
      return dns1035Label(withoutLastDash(text));
    }
  },
  LABEL_VALUE("labelValue", 40) {
    @Override
    List<String> validate(String text) {
      return check(text, MAX_LABEL, text.isEmpty() || isName(text), VALUE_FORM);
    }
  },
  URI("uri", 1103) {
    @Override
    List<String> validate(String text) {
      try {
        Url.check(text);
        return List.of();
      } catch (MalformedException e) {
        return List.of(String.valueOf(e.getMessage()));
      }
    }
  },
  UUID("uuid", 70) {
    @Override
    List<String> validate(String text) {
      return isUuid(text) ? List.of() : List.of("does not match the UUID format");
    }
  },
  BYTE("byte", 84) {
    @Override
    List<String> validate(String text) {
      return isBase64(text) ? List.of() : List.of("invalid base64");
    }
  },
  DATE("date", 71) {
    @Override
    List<String> validate(String text) {
      return isDate(text) ? List.of() : List.of("invalid date");
    }
  },
  DATETIME("datetime", 71) {
    @Override
    List<String> validate(String text) {
      return isDateTime(text) ? List.of() : List.of("invalid datetime");
    }
  };

  private static final int MAX_LABEL = 63;
  private static final int MAX_SUBDOMAIN = 253;
  private static final int MAX_DATE_TIME = 10_000;

  private static final String LABEL_REGEX = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final String NAME_REGEX = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";

  private static final String LABEL_FORM =
      form(
          "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-',"
              + " and must start and end with an alphanumeric character",
          LABEL_REGEX,
          "my-name",
          "123-abc");

  private static final String SUBDOMAIN_FORM =
      form(
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-'"
              + " or '.', and must start and end with an alphanumeric character",
          LABEL_REGEX + "(\\." + LABEL_REGEX + ")*",
          "example.com");

  private static final String LABEL_1035_FORM =
      form(
          "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with"
              + " an alphabetic character, and end with an alphanumeric character",
          "[a-z]([-a-z0-9]*[a-z0-9])?",
          "my-name",
          "abc-123");

  private static final String NAME_FORM =
      form(
          "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
              + " alphanumeric character",
          NAME_REGEX,
          "MyName",
          "my.name",
          "123-abc");

  private static final String VALUE_FORM =
      form(
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
              + " '.', and must start and end with an alphanumeric character",
          "(" + NAME_REGEX + ")?",
          "MyValue",
          "my_value",
          "12345");

  private final String label;
  private final int regexLength;

  /**
   * A format.
   *
   * @param regexLength how long the regular expression is that an API server takes it to cost,
   *     whether it has one or not
   */
  NamedFormat(String label, int regexLength) {
    this.label = label;
    this.regexLength = regexLength;
  }

  /** What a text has against it; nothing where it has this form. */
  abstract List<String> validate(String text);

  /** The name in policies. */
  String label() {
    return label;
  }

  /** What it costs to validate a text. */
  long cost(String text) {
    return CallCost.tenths(1 + CallCost.size(text)) * ((regexLength + 3) / 4);
  }

  /** The format of a name; null where there is none. */
  static @Nullable NamedFormat named(String label) {
    for (NamedFormat format : values()) {
      if (format.label.equals(label)) {
        return format;
      }
    }
    return null;
  }

  private static String form(String rule, String regex, String... examples) {
    StringBuilder form = new StringBuilder(rule).append(" (e.g. ");
    for (int i = 0; i < examples.length; i++) {
      form.append(i == 0 ? "'" : " or '").append(examples[i]).append("', ");
    }
    return form.append("regex used for validation is '").append(regex).append("')").toString();
  }

  private static List<String> check(String text, int longest, boolean wellFormed, String form) {
    List<String> faults = new ArrayList<>();
    if (isLongerThan(longest, text)) {
      faults.add(tooLong(longest));
    }
    if (!wellFormed) {
      faults.add(form);
    }
    return faults;
  }

  private static boolean isLongerThan(int bytes, String text) {
    return text.length() > bytes || text.getBytes(UTF_8).length > bytes;
  }

  private static String tooLong(int longest) {
    return "must be no more than " + longest + " bytes";
  }

  private static List<String> dns1123Label(String text) {
    boolean dots = text.indexOf('.') >= 0 && isSubdomain(text);
    return check(text, MAX_LABEL, isLabel(text), dots ? "must not contain dots" : LABEL_FORM);
  }

  private static List<String> dns1123Subdomain(String text) {
    return check(text, MAX_SUBDOMAIN, isSubdomain(text), SUBDOMAIN_FORM);
  }

  private static List<String> dns1035Label(String text) {
    boolean letterFirst = !text.isEmpty() && text.charAt(0) >= 'a';
    return check(text, MAX_LABEL, letterFirst && isLabel(text), LABEL_1035_FORM);
  }

  private static List<String> qualifiedName(String text) {
    int slash = text.indexOf('/');
    if (slash != text.lastIndexOf('/')) {
      return List.of(
          "a valid label key "
              + NAME_FORM
              + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
    }
    List<String> faults = new ArrayList<>();
    if (slash == 0) {
      faults.add("prefix part must be non-empty");
    } else if (slash > 0) {
      for (String fault : dns1123Subdomain(text.substring(0, slash))) {
        faults.add("prefix part " + fault);
      }
    }
    String name = text.substring(slash + 1);
    if (name.isEmpty()) {
      faults.add("name part must be non-empty");
    } else if (isLongerThan(MAX_LABEL, name)) {
      faults.add("name part " + tooLong(MAX_LABEL));
    }
    if (!isName(name)) {
      faults.add("name part " + NAME_FORM);
    }
    return faults;
  }

  /**
   * A prefix may end in a dash, because something follows. Upstream puts a letter for the last two
   * characters, so the one before the dash is not looked at.
   */
  private static String withoutLastDash(String text) {
    int kept = text.length() - 2;
    return kept >= 0 && text.endsWith("-") && text.charAt(kept) < 0x80
        ? text.substring(0, kept) + "a"
        : text;
  }

  private static boolean isSmall(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private static boolean isLetterOrDigit(char c) {
    return isSmall(c) || (c >= 'A' && c <= 'Z');
  }

  private static boolean isLabel(String text) {
    return isSubdomain(text) && text.indexOf('.') < 0;
  }

  /** Labels with dots between them; the first and last character of each is no dash. */
  private static boolean isSubdomain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean first = i == 0 || text.charAt(i - 1) == '.';
      boolean last = i == text.length() - 1 || text.charAt(i + 1) == '.';
      if (!isSmall(c) && (first || last || c != '-') && (first || last || c != '.')) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean edge = i == 0 || i == text.length() - 1;
      if (!isLetterOrDigit(c) && (edge || "-_.".indexOf(c) < 0)) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Thirty-two digits of base 16; the four dashes are each optional. */
  private static boolean isUuid(String text) {
    int digits = 0;
    boolean dash = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '-') {
        boolean place = digits == 8 || digits == 12 || digits == 16 || digits == 20;
        if (!place || dash) {
          return false;
        }
        dash = true;
      } else if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')) {
        digits++;
        dash = false;
      } else {
        return false;
      }
    }
    return digits == 32;
  }

  /** The standard alphabet, with padding, and not empty. */
  private static boolean isBase64(String text) {
    int end = text.length();
    for (int padding = 0; padding < 2 && end > 0 && text.charAt(end - 1) == '='; padding++) {
      end--;
    }
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (!isLetterOrDigit(c) && c != '+' && c != '/') {
        return false;
      }
    }
    return end > 0 && text.length() % 4 == 0;
  }

  private static boolean isDate(String text) {
    if (text.length() != 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
      return false;
    }
    int year = digits(text, 0, 4);
    int month = digits(text, 5, 7);
    int day = digits(text, 8, 10);
    if (year < 0 || month < 0 || day < 0) {
      return false;
    }
    try {
      return LocalDate.of(year, month, day).getYear() == year;
    } catch (DateTimeException _) {
      return false;
    }
  }

  /** The number between two places; -1 where there is anything but digits. */
  private static int digits(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      char c = i < text.length() ? text.charAt(i) : 0;
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + c - '0';
    }
    return number;
  }

  /** A date, a t and a time; upstream does not look at what follows another t. */
  private static boolean isDateTime(String text) {
    if (text.length() > MAX_DATE_TIME) {
      return false;
    }
    String[] parts = text.toLowerCase(Locale.ROOT).split("t", -1);
    return parts.length > 1 && isDate(parts[0]) && isTime(parts[1]);
  }

  private static boolean isTime(String text) {
    if (text.length() < 9 || text.charAt(2) != ':' || text.charAt(5) != ':') {
      return false;
    }
    return isWithin(digits(text, 0, 2), 23)
        && isWithin(digits(text, 3, 5), 59)
        && isWithin(digits(text, 6, 8), 59)
        && (isZone(text, 8) || isZone(text, afterFraction(text)));
  }

  private static boolean isWithin(int number, int most) {
    return number >= 0 && number <= most;
  }

  /** The place behind a fraction that begins with any character; 8 where there is none. */
  private static int afterFraction(String text) {
    int start = 8 + Character.charCount(text.codePointAt(8));
    int end = start;
    while (end < text.length() && digits(text, end, end + 1) >= 0) {
      end++;
    }
    return end == start || text.charAt(8) == '\n' ? 8 : end;
  }

  /** Whether a zone stands from a place to the end. Upstream takes any digits for one. */
  private static boolean isZone(String text, int from) {
    if (text.length() == from + 1) {
      return text.charAt(from) == 'z';
    }
    return text.length() == from + 6
        && (text.charAt(from) == '+' || text.charAt(from) == '-')
        && digits(text, from + 1, from + 3) >= 0
        && text.charAt(from + 3) == ':'
        && digits(text, from + 4, from + 6) >= 0;
  }
}
