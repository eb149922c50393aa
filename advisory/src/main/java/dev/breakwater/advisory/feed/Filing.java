package dev.breakwater.advisory.feed;

import dev.breakwater.advisory.Ecosystem;
import dev.breakwater.advisory.RedHatProduct;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the store keeps what OSV issues under one name of an ecosystem. Some vendors name every
 * product or kind of support apart, {@code Red Hat:rhel_eus:9.2::baseos}, while a subject needs all
 * that is said of its release; so the release is the file's name, and the rest stays with the entry
 * as its channel.
 *
 * @param channel null for what every installation of the release gets
 */
record Filing(Ecosystem ecosystem, @Nullable String channel) {
  private static final String SUSE_LINUX = "Linux Enterprise ";

  /** Reads OSV's name of an ecosystem. */
  static Filing of(String name) {
    Ecosystem plain = Ecosystem.parse(name);
    String release = plain.release();
    if (release == null) {
      return new Filing(plain, null);
    }
    return switch (plain.name()) {
      case "Red Hat" -> redHat(release);
      case "SUSE" -> suse(release);
      case "Ubuntu" -> ubuntu(release);
      // The repository that a package comes from is no part of its name.
      case "Maven", "Packagist", "VSCode" -> new Filing(new Ecosystem(plain.name(), null), null);
      default -> new Filing(plain, null);
    };
  }

  /** Whether entries of this family have channels. */
  static boolean hasChannels(String family) {
    return family.equals("Red Hat") || family.equals("SUSE") || family.equals("Ubuntu");
  }

  /** Products that do not say which release they are for are kept together, without one. */
  private static Filing redHat(String tail) {
    boolean bare = !tail.isEmpty() && tail.charAt(0) >= '0' && tail.charAt(0) <= '9';
    return bare
        ? new Filing(new Ecosystem("Red Hat", tail), null)
        : new Filing(new Ecosystem("Red Hat", RedHatProduct.parse(tail).major()), tail);
  }

  /**
   * {@code 22.04:LTS}, {@code Pro:18.04:LTS}, {@code Pro:FIPS-updates:20.04:LTS}, {@code
   * Pro:22.04:LTS:Realtime:Kernel}.
   */
  private static Filing ubuntu(String name) {
    String release = null;
    List<String> channel = new ArrayList<>(2);
    for (String word : name.split(":", -1)) {
      if (release == null && !word.isEmpty() && Character.isDigit(word.charAt(0))) {
        release = word;
      } else if (!word.equals("LTS")) {
        channel.add(word);
      }
    }
    return release == null
        ? new Filing(new Ecosystem("Ubuntu", name), null)
        : new Filing(
            new Ecosystem("Ubuntu", release), channel.isEmpty() ? null : String.join(":", channel));
  }

  /**
   * SUSE files a package under the module or product that ships it ({@code Linux Enterprise Module
   * for Basesystem 15 SP7}), under each product that has it, and under the support that goes on
   * when the general one has ended ({@code Linux Enterprise Server 15 SP4-LTSS}; that for SAP lasts
   * longer too). All share the release at the end. Micro counts its own releases.
   */
  private static Filing suse(String product) {
    boolean linux = product.startsWith(SUSE_LINUX) || product.startsWith("Package Hub ");
    int dash = product.lastIndexOf('-');
    String named = dash < 0 ? product : product.substring(0, dash);
    int last = named.lastIndexOf(' ');
    int start = named.startsWith("SP", last + 1) ? named.lastIndexOf(' ', last - 1) : last;
    if (!linux
        || product.startsWith("Linux Enterprise Micro")
        || start + 1 >= named.length()
        || !Character.isDigit(named.charAt(start + 1))) {
      return new Filing(new Ecosystem("SUSE", product), null);
    }
    return new Filing(
        new Ecosystem("SUSE", SUSE_LINUX + named.substring(start + 1)), support(product, dash));
  }

  private static @Nullable String support(String product, int dash) {
    if (dash >= 0) {
      return product.substring(dash + 1);
    }
    return product.contains(" LTSS ") ? "LTSS" : product.contains(" for SAP ") ? "SAP" : null;
  }
}
