package dev.breakwater.core.plan;

import dev.breakwater.core.Base;
import dev.breakwater.core.Digest;
import dev.breakwater.core.Evidence;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Plan;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Vulnerability;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Building on another base image.
 *
 * @param from what the subject is built on; null where that has no name
 * @param to the other
 * @param removes findings of the base that the other has not
 * @param brings findings of the other that the subject has not
 */
record BaseMove(
    @Nullable String from, String to, List<Vulnerability> removes, List<Vulnerability> brings) {

  /** What makes two findings the same in two base images, whatever the versions. */
  private record Key(String id, String packageName) {
    static Key of(Vulnerability finding) {
      return new Key(finding.id(), finding.packageName());
    }
  }

  /**
   * The best of the alternatives; null where none makes things better.
   *
   * @param counting the findings that are to be removed
   */
  static @Nullable BaseMove best(Evidence evidence, List<Vulnerability> counting) {
    List<Vulnerability> ofBase = new ArrayList<>();
    BaseLayers base = new BaseLayers(evidence.subject());
    for (Vulnerability finding : counting) {
      if (base.brought(finding)) {
        ofBase.add(finding);
      }
    }
    if (ofBase.isEmpty() || evidence.alternatives().isEmpty()) {
      return null;
    }
    Set<Key> known = new HashSet<>();
    for (Finding finding : evidence.findings()) {
      if (finding instanceof Vulnerability vulnerability) {
        known.add(Key.of(vulnerability));
      }
    }
    Base current = evidence.subject().base();
    String from = current == null ? null : current.reference();
    BaseMove best = null;
    for (Evidence.Alternative alternative : evidence.alternatives()) {
      BaseMove move = of(from, alternative, ofBase, known);
      if (move.gain() > (best == null ? 0 : best.gain())) {
        best = move;
      }
    }
    return best;
  }

  private static BaseMove of(
      @Nullable String from,
      Evidence.Alternative alternative,
      List<Vulnerability> ofBase,
      Set<Key> known) {
    Set<Key> there = new HashSet<>();
    List<Vulnerability> brings = new ArrayList<>();
    for (Vulnerability finding : alternative.findings()) {
      Key key = Key.of(finding);
      if (there.add(key) && !known.contains(key)) {
        brings.add(finding);
      }
    }
    List<Vulnerability> removes = new ArrayList<>();
    for (Vulnerability finding : ofBase) {
      if (!there.contains(Key.of(finding))) {
        removes.add(finding);
      }
    }
    return new BaseMove(from, alternative.reference(), removes, brings);
  }

  private long gain() {
    return Change.weight(removes) - Change.weight(brings);
  }

  /**
   * Whether it is worth it beside changes that could be made instead: it must spare more than one
   * of them, or remove more than it brings of what none of them does.
   *
   * @param gone what it removes
   * @param others the changes that could be made without it
   */
  boolean pays(Set<Finding> gone, List<Change> others) {
    int spared = 0;
    long alsoMended = 0;
    for (Change other : others) {
      boolean needed = false;
      for (Finding finding : other.removes()) {
        if (gone.contains(finding)) {
          alsoMended += Change.weight(List.of(finding));
        } else {
          needed = true;
        }
      }
      spared += needed ? 0 : 1;
    }
    return spared > 1 || gain() > alsoMended;
  }

  Change change() {
    String title = "move base " + (from == null ? "image" : "from " + from) + " to " + to;
    List<String> commands =
        Words.isPlain(to) ? List.of("in the Dockerfile: FROM " + to) : List.of();
    return new Change(Plan.Kind.BASE, title, commands, removes, brings);
  }

  /** Tells which findings the base image brought. */
  private static final class BaseLayers {
    private final Set<Digest> layers = new HashSet<>();

    BaseLayers(Subject subject) {
      Base base = subject.base();
      int count = base == null ? 0 : Math.min(base.layers(), subject.layers().size());
      for (Subject.Layer layer : subject.layers().subList(0, Math.max(count, 0))) {
        layers.add(layer.diffId());
      }
    }

    boolean brought(Vulnerability finding) {
      return layers.isEmpty()
          ? finding.place() == Vulnerability.Place.BASE_IMAGE
          : layers.contains(finding.location().layer());
    }
  }
}
