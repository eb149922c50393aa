package dev.breakwater.cli;

import dev.breakwater.advisory.version.UnreadableVersionException;
import dev.breakwater.advisory.version.VersionOrder;
import dev.breakwater.core.FixOrder;

/**
 * Fixed versions in their ecosystem's own order; by digits and text where that cannot read them.
 */
record FixedVersions() implements FixOrder {
  @Override
  public int compare(String type, String left, String right) {
    VersionOrder order = VersionOrder.named(type).orElse(null);
    if (order == null) {
      return NATURAL.compare(type, left, right);
    }
    try {
      return order.compare(left, right);
    } catch (UnreadableVersionException e) {
      return NATURAL.compare(type, left, right);
    }
  }
}
