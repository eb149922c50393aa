package dev.breakwater.posture.mutation;

import dev.breakwater.core.Problem;
import dev.breakwater.posture.admission.Binding;
import dev.breakwater.posture.admission.FieldReader;
import dev.breakwater.posture.admission.PolicyFiles;
import dev.breakwater.posture.source.Origin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Mutating admission policies and their bindings. They are compiled when they are read. */
public final class MutatingPolicies {
  private final PolicyFiles files;
  private final Map<String, MutatingPolicy> policies = new LinkedHashMap<>();
  private final Map<String, List<Binding>> bindings = new LinkedHashMap<>();
  private final Set<String> refused = new HashSet<>();
  private final List<Problem> problems = new ArrayList<>();
  private boolean bound;

  private MutatingPolicies(PolicyFiles files) {
    this.files = files;
  }

  /**
   * Reads the policies in files. What cannot be read, what an API server would refuse and what does
   * not compile is in {@link #problems()}; a policy that does not compile stays, and fails when it
   * is asked.
   */
  public static MutatingPolicies read(PolicyFiles files) {
    MutatingPolicies read = new MutatingPolicies(files);
    read.problems.addAll(files.problems());
    for (PolicyFiles.Written policy : files.objects("MutatingAdmissionPolicy")) {
      read.policy(policy);
    }
    for (PolicyFiles.Written binding : files.objects("MutatingAdmissionPolicyBinding")) {
      read.binding(binding);
    }
    return read;
  }

  private void policy(PolicyFiles.Written written) {
    String name = written.object().name();
    FieldReader reader = written.reader("policy");
    MutatingPolicy policy = MutatingPolicy.read(reader, written.source());
    if (policy == null) {
      refused.add(name);
    } else {
      MutatingPolicy first = policies.putIfAbsent(name, policy);
      if (first != null) {
        Origin at = first.head().origin();
        reader.fault("metadata", "another policy has this name: " + at.file() + ':' + at.line());
      }
    }
    problems.addAll(reader.faults().problems());
  }

  private void binding(PolicyFiles.Written written) {
    bound = true;
    FieldReader reader = written.reader("binding");
    Binding binding = Binding.read(reader, false);
    if (binding != null) {
      bindings.computeIfAbsent(binding.policy(), _ -> new ArrayList<>()).add(binding);
    }
    problems.addAll(reader.faults().problems());
  }

  /** What could not be read or used. */
  public List<Problem> problems() {
    return Collections.unmodifiableList(problems);
  }

  /** The names of the policies that can be asked, in the order of the files. */
  public List<String> names() {
    return List.copyOf(policies.keySet());
  }

  /** The files that they were read from. */
  public PolicyFiles files() {
    return files;
  }

  /** Where there are bindings, the policies that have none, and therefore no effect. */
  public List<String> unbound() {
    List<String> unbound = new ArrayList<>();
    for (String name : policies.keySet()) {
      if (bound && !bindings.containsKey(name)) {
        unbound.add(name);
      }
    }
    return unbound;
  }

  /** The policies that bindings name and no file has. */
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
    return bound
        ? List.copyOf(bindings.getOrDefault(policy.head().name(), List.of()))
        : List.of(Binding.everywhere(policy.head()));
  }
}
