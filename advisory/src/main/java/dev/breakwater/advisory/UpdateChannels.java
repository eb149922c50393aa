package dev.breakwater.advisory;

import dev.breakwater.advisory.Advisory.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which of a vendor's channels a subject gets its packages from. */
sealed interface UpdateChannels {
  /** What an entry of some channels means for a subject. */
  enum Access {
    /** The subject has one of them. */
    OPEN,
    /** They are for the subject's packages, against a subscription that it does not have. */
    SUBSCRIPTION,
    /** They are for other builds of its packages. */
    CLOSED,
    /** They are of a product that the subject does not say it has. */
    OTHER_PRODUCT
  }

  Access access(Scope scope, String installed);

  /** What it takes to get the channels' fixes. */
  default String subscription(Scope scope) {
    return "a subscription";
  }

  /** Every vendor but those below has one channel. */
  record Single() implements UpdateChannels {
    @Override
    public Access access(Scope scope, String installed) {
      return Access.OPEN;
    }
  }

  /**
   * Ubuntu Pro publishes fixes for what the release does not fix any more, in builds {@code +esm1}.
   * They concern every host. Its FIPS channels hold other builds, whose versions say so.
   *
   * @param attached whether the subject has it
   */
  record Ubuntu(boolean attached) implements UpdateChannels {
    @Override
    public Access access(Scope scope, String installed) {
      if (scope.channels().isEmpty()) {
        return Access.OPEN;
      }
      for (String channel : scope.channels()) {
        if (channel.indexOf("FIPS") < 0 || isFips(installed)) {
          return attached ? Access.OPEN : Access.SUBSCRIPTION;
        }
      }
      return Access.CLOSED;
    }

    /** Whether a build is one of Pro's own. */
    static boolean isOfPro(String version) {
      return version.indexOf("esm") >= 0 || isFips(version);
    }

    private static boolean isFips(String version) {
      return version.toLowerCase(Locale.ROOT).contains("fips");
    }

    @Override
    public String subscription(Scope scope) {
      return "Ubuntu Pro";
    }
  }

  /**
   * SUSE's support after the general one: {@code LTSS}, {@code ESPOS}, that of the product for SAP.
   *
   * @param supports those that the subject has
   */
  record Suse(Set<String> supports) implements UpdateChannels {
    public Suse {
      supports = Set.copyOf(supports);
    }

    @Override
    public Access access(Scope scope, String installed) {
      if (scope.channels().isEmpty()) {
        return Access.OPEN;
      }
      for (String channel : scope.channels()) {
        if (supports.contains(channel)) {
          return Access.OPEN;
        }
      }
      return Access.SUBSCRIPTION;
    }

    @Override
    public String subscription(Scope scope) {
      return "SUSE's " + String.join(" or ", scope.channels()) + " support";
    }
  }

  /**
   * Red Hat's products. Each minor release with extended support has fixes of its own, which are no
   * fixes anywhere else.
   *
   * @param open prefixes of those that the subject has
   */
  record RedHat(List<RedHatProduct> open) implements UpdateChannels {
    public RedHat {
      open = List.copyOf(open);
    }

    /**
     * The main stream of a release, and what the subject's repositories add.
     *
     * @param version the release's, {@code 9.2}
     */
    static RedHat of(String version, List<String> repositories) {
      int dot = version.indexOf('.');
      String major = dot < 0 ? version : version.substring(0, dot);
      List<RedHatProduct> open = new ArrayList<>();
      open.add(RedHatProduct.parse("enterprise_linux:" + major));
      for (String repository : repositories) {
        RedHatProduct product = RedHatRepository.product(repository, version);
        if (product != null && !open.contains(product)) {
          open.add(product);
        }
      }
      return new RedHat(open);
    }

    @Override
    public Access access(Scope scope, String installed) {
      if (scope.channels().isEmpty()) {
        return Access.OPEN;
      }
      boolean platform = false;
      for (String channel : scope.channels()) {
        RedHatProduct product = RedHatProduct.parse(channel);
        for (RedHatProduct own : open) {
          if (own.covers(product)) {
            return Access.OPEN;
          }
        }
        platform |= product.isPlatform();
      }
      return platform ? Access.CLOSED : Access.OTHER_PRODUCT;
    }
  }
}
