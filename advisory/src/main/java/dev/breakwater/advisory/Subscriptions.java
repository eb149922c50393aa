package dev.breakwater.advisory;

import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.image.Detector;
import dev.breakwater.image.Found;
import dev.breakwater.image.ImageFacts;
import dev.breakwater.inventory.Inventory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which channels, beyond what every installation of its release gets, a subject updates from: this
 * decides which fixes it can have, and with Red Hat which advisories speak of its builds.
 *
 * @param ubuntuPro whether it is attached to Ubuntu Pro
 * @param repositories Red Hat's, by name, sorted: those that a host has enabled, or an image was
 *     built from
 */
public record Subscriptions(boolean ubuntuPro, List<String> repositories) {
  /** None, as for what has no files. */
  public static final Subscriptions NONE = new Subscriptions(false, List.of());

  public Subscriptions {
    repositories = List.copyOf(repositories);
  }

  /** What to look for in an image or directory. */
  public static List<Detector<?>> detectors() {
    return List.of(SubscriptionDetector.INSTANCE);
  }

  /** What the detectors found. */
  public static Subscriptions of(ImageFacts facts) {
    boolean pro = false;
    Set<String> repositories = new TreeSet<>();
    for (Found<Subscriptions> found : facts.of(SubscriptionDetector.INSTANCE)) {
      pro |= found.fact().ubuntuPro();
      repositories.addAll(found.fact().repositories());
    }
    return new Subscriptions(pro, new ArrayList<>(repositories));
  }

  /** The channels of a vendor that the subject has. */
  UpdateChannels channels(Home.In home, Inventory inventory) {
    Ecosystem ecosystem = home.candidates().getFirst();
    return switch (ecosystem.name()) {
      case "Ubuntu" -> new UpdateChannels.Ubuntu(ubuntuPro);
      case "SUSE" -> new UpdateChannels.Suse(suseSupports(inventory));
      case "Red Hat" ->
          UpdateChannels.RedHat.of(
              home.version() == null ? String.valueOf(ecosystem.release()) : home.version(),
              repositories);
      default -> new UpdateChannels.Single();
    };
  }

  /** SUSE's products are packages. */
  private static Set<String> suseSupports(Inventory inventory) {
    Set<String> supports = new HashSet<>();
    for (SoftwarePackage item : inventory.packages()) {
      switch (item.name()) {
        case "sles-ltss-release", "SLES-LTSS-release" -> supports.add("LTSS");
        case "SLES_SAP-release" -> supports.add("SAP");
        case "SLE_HPC-ESPOS-release" -> supports.add("ESPOS");
        case "SLE_HPC-LTSS-release" -> supports.add("LTSS");
        default -> {}
      }
    }
    return supports;
  }
}
