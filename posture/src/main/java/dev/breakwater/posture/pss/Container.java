package dev.breakwater.posture.pss;

import org.jspecify.annotations.Nullable;

/**
 * A container of a pod, of whatever sort.
 *
 * @param name as the pod has it, or where it stands for want of a name; null for what is in the
 *     place of a whole list of containers
 * @param label the same for people: {@code init container setup}
 */
record Container(@Nullable String name, String label, Place place) {
  /** A container that has a name. */
  static Container named(String name, String kind, Place place) {
    return new Container(name, kind + Judgement.shortened(name), place);
  }

  /** Where the names lead from the container. */
  Place at(String... names) {
    return place.to(names);
  }
}
