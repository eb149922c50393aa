package dev.breakwater.posture.admission;

import dev.breakwater.core.Problem;
import dev.breakwater.posture.kubernetes.KubernetesObjects;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.SourceFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Mutating admission policies, their bindings, and what else stands in their files, as {@link
 * AdmissionPolicies} has it of validating ones.
 */
public final class MutatingPolicies {
  /** More than any cluster could hold without being slow for it. */
  private static final int MOST = 5_000;

  private final Map<String, MutatingPolicy> policies = new LinkedHashMap<>();
  private final Map<String, List<Binding>> bindings = new LinkedHashMap<>();
  private final Set<String> refused = new HashSet<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Cluster cluster = new Cluster();
  private int taken;

  private MutatingPolicies() {}

  /**
   * Reads files. What cannot be read, what an API server would refuse and what does not compile is
   * in {@link #problems()}; a policy that does not compile stays, and fails when it is asked.
   */
  public static MutatingPolicies read(List<SourceFile> files) {
    MutatingPolicies read = new MutatingPolicies();
    for (SourceFile file : files) {
      read.problems.addAll(file.problems());
      KubernetesObjects.read(file, read.new Taker(file));
    }
    return read;
  }

  /** Takes the objects of one file. */
  private final class Taker implements Sink {
    private final SourceFile source;

    Taker(SourceFile source) {
      this.source = source;
    }

    @Override
    public void add(Resource object) {
      Kind kind = Kind.of(object.object());
      boolean isPolicy = kind.isIn(AdmissionPolicies.GROUP, "MutatingAdmissionPolicy");
      if (!isPolicy && !kind.isIn(AdmissionPolicies.GROUP, "MutatingAdmissionPolicyBinding")) {
        cluster.add(object);
      } else if (++taken <= MOST) {
        take(object, source, isPolicy);
      } else if (taken == MOST + 1) {
        problems.add(
            new Problem(
                source.name(),
                "Tried to read the policies, but there are more than "
                    + MOST
                    + " with their bindings"));
      }
    }

    @Override
    public void add(Problem problem) {
      problems.add(problem);
    }
  }

  private void take(Resource object, SourceFile source, boolean isPolicy) {
    FieldReader reader =
        new FieldReader(
            object.object(),
            new FieldReader.Faults(
                (isPolicy ? "the policy " : "the binding ") + Syntax.quote(object.name())));
    if (isPolicy) {
      policy(object.name(), reader, source);
    } else {
      Binding binding = Binding.read(reader, false);
      if (binding != null) {
        bindings.computeIfAbsent(binding.policy(), _ -> new ArrayList<>()).add(binding);
      }
    }
    problems.addAll(reader.faults().problems());
  }

  private void policy(String name, FieldReader reader, SourceFile source) {
    MutatingPolicy policy = MutatingPolicy.read(reader, source);
    if (policy == null) {
      refused.add(name);
      return;
    }
    MutatingPolicy first = policies.putIfAbsent(name, policy);
    if (first != null) {
      Origin at = first.head().origin();
      reader.fault(
          "metadata", "another policy has this name: " + at.file() + ':' + at.line());
    }
  }

  /** What could not be read or used, in the order of the files. */
  public List<Problem> problems() {
    return Collections.unmodifiableList(problems);
  }

  /** The names of the policies that can be asked, in the order of the files. */
  public List<String> names() {
    return List.copyOf(policies.keySet());
  }

  /** The cluster that the policies see; more may be added to it before they are first asked. */
  public Cluster cluster() {
    return cluster;
  }

  /** Where there are bindings, the policies that have none, and therefore no effect. */
  public List<String> unbound() {
    List<String> unbound = new ArrayList<>();
    for (String name : policies.keySet()) {
      if (!bindings.isEmpty() && !bindings.containsKey(name)) {
        unbound.add(name);
      }
    }
    return unbound;
  }

  /** The policies that bindings name and no file has, nor had in a form that can be used. */
  public List<String> missing() {
    List<String> missing = new ArrayList<>();
    for (String name : bindings.keySet()) {
      if (!policies.containsKey(name) && !refused.contains(name)) {
        missing.add(name);
      }
    }
    return missing;
  }

  List<MutatingPolicy> policies() {
    return List.copyOf(policies.values());
  }

  /** The bindings of a policy; one for everything where nobody gave any binding at all. */
  List<Binding> bindings(MutatingPolicy policy) {
    return bindings.isEmpty()
        ? List.of(Binding.everywhere(policy.head()))
        : List.copyOf(bindings.getOrDefault(policy.head().name(), List.of()));
  }
}
