package dev.breakwater.advisory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A product of Red Hat's, as the tail of its CPE names it: {@code enterprise_linux:9::appstream},
 * {@code rhel_eus:9.2::baseos}, {@code openshift:4.13::el8}.
 *
 * @param product for example {@code enterprise_linux}
 * @param parts what follows: version, update, edition; an empty one means any
 * @see <a href="https://access.redhat.com/solutions/5567341">Red Hat: common platform
 *     enumerations</a>
 */
public record RedHatProduct(String product, List<String> parts) {
  public RedHatProduct {
    parts = List.copyOf(parts);
  }

  /** Reads the tail of a CPE; a tail of any form is a product. */
  public static RedHatProduct parse(String tail) {
    List<String> all = new ArrayList<>(4);
    int start = 0;
    for (int colon; (colon = tail.indexOf(':', start)) >= 0; start = colon + 1) {
      all.add(tail.substring(start, colon));
    }
    all.add(tail.substring(start));
    return new RedHatProduct(all.getFirst(), all.subList(1, all.size()));
  }

  /**
   * The major release of Enterprise Linux that it is of, or for; null where it does not say.
   * Products beside it say so in their edition, {@code el8}.
   */
  public @Nullable String major() {
    for (String part : parts) {
      if (part.startsWith("el") && part.length() > 2) {
        String major = leadingNumber(part.substring(2));
        if (major != null) {
          return major;
        }
      }
    }
    return isPlatform() && !parts.isEmpty() ? leadingNumber(parts.getFirst()) : null;
  }

  /** Whether it is Enterprise Linux itself, in one of its kinds of support. */
  boolean isPlatform() {
    return switch (product) {
      case "enterprise_linux",
          "enterprise_linux_eus",
          "rhel_aus",
          "rhel_e4s",
          "rhel_els",
          "rhel_eus",
          "rhel_eus_long_life",
          "rhel_tus" ->
          true;
      default -> product.startsWith("rhel_extras");
    };
  }

  /**
   * Whether this names another product as well: names of Red Hat's are prefixes, so {@code
   * openshift:4} covers {@code openshift:4.13::el8}, and {@code rhel_eus:9.2} covers {@code
   * rhel_eus:9.2::baseos}, but not {@code rhel_eus:9.20}.
   */
  boolean covers(RedHatProduct other) {
    if (!product.equals(other.product)) {
      return false;
    }
    for (int i = 0; i < parts.size(); i++) {
      String own = parts.get(i);
      if (!own.isEmpty() && (i >= other.parts.size() || !starts(own, other.parts.get(i)))) {
        return false;
      }
    }
    return true;
  }

  private static boolean starts(String prefix, String version) {
    return version.startsWith(prefix)
        && (version.length() == prefix.length() || version.charAt(prefix.length()) == '.');
  }

  private static @Nullable String leadingNumber(String text) {
    int end = 0;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end == 0 || end > 3 ? null : text.substring(0, end);
  }
}
