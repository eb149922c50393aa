package dev.breakwater.inventory.base;

import dev.breakwater.core.Base;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.Vulnerability.Place;
import java.util.ArrayList;
import java.util.List;

/**
 * Says in which part of a subject each vulnerable package sits, and so who mends it: who looks
 * after the machines and the language's version, who makes the base image, or who wrote the
 * application.
 */
public final class Places {
  private Places() {}

  /**
   * The same vulnerabilities, each with its place.
   *
   * @param subject with its base, where that is known
   */
  public static List<Vulnerability> assign(Subject subject, List<Vulnerability> vulnerabilities) {
    List<Vulnerability> placed = new ArrayList<>(vulnerabilities.size());
    for (Vulnerability vulnerability : vulnerabilities) {
      Place place = place(subject, vulnerability);
      placed.add(vulnerability.place() == place ? vulnerability : vulnerability.at(place));
    }
    return placed;
  }

  private static Place place(Subject subject, Vulnerability vulnerability) {
    if (RuntimePackages.contains(vulnerability.purl())) {
      return Place.RUNTIME;
    }
    return isInBase(subject, vulnerability) ? Place.BASE_IMAGE : Place.APPLICATION;
  }

  private static boolean isInBase(Subject subject, Vulnerability vulnerability) {
    Base base = subject.base();
    int layer = subject.indexOf(vulnerability.location().layer());
    if (base == null || base.layers() == 0 || layer < 0) {
      return isOfOperatingSystem(vulnerability);
    }
    return layer < base.layers();
  }

  private static boolean isOfOperatingSystem(Vulnerability vulnerability) {
    return switch (vulnerability.purl().type()) {
      case "deb", "rpm", "apk" -> true;
      default -> false;
    };
  }
}
