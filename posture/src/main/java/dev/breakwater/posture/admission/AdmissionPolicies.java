package dev.breakwater.posture.admission;

import dev.breakwater.core.Problem;
import dev.breakwater.posture.source.Origin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Validating admission policies and their bindings. They are compiled when they are read. */
public final class AdmissionPolicies {
  /** More than anybody mends in one go. */
  private static final int MOST_PROBLEMS = 1_000;

  private final PolicyFiles files;
  private final Map<String, ValidatingPolicy> policies = new LinkedHashMap<>();
  private final Map<String, List<Binding>> bindings = new LinkedHashMap<>();
  private final Set<String> refused = new HashSet<>();
  private final List<Problem> problems = new ArrayList<>();
  private boolean bound;

  private AdmissionPolicies(PolicyFiles files) {
    this.files = files;
  }

  /**
   * Reads the policies in files. What cannot be read, what an API server would refuse and what does
   * not compile is in {@link #problems()}; a policy that does not compile stays, and fails when it
   * is asked.
   */
  public static AdmissionPolicies read(PolicyFiles files) {
    AdmissionPolicies read = new AdmissionPolicies(files);
    read.problems.addAll(files.problems());
    for (PolicyFiles.Written policy : files.objects("ValidatingAdmissionPolicy")) {
      if (read.problems.size() > MOST_PROBLEMS) {
        read.problems.add(
            new Problem(
                policy.source().name(),
                "not read to the end: there are more than " + MOST_PROBLEMS + " faults already"));
        break;
      }
      read.policy(policy);
    }
    for (PolicyFiles.Written binding : files.objects("ValidatingAdmissionPolicyBinding")) {
      read.binding(binding);
    }
    return read;
  }

  private void policy(PolicyFiles.Written written) {
    String name = written.object().name();
    FieldReader reader = written.reader("policy");
    ValidatingPolicy policy = ValidatingPolicy.read(reader, written.source());
    if (policy == null) {
      refused.add(name);
    } else {
      ValidatingPolicy first = policies.putIfAbsent(name, policy);
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
    Binding binding = Binding.read(reader, true);
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

  List<ValidatingPolicy> policies() {
    return List.copyOf(policies.values());
  }

  /** The bindings of a policy; one for everything where nobody gave any binding at all. */
  List<Binding> bindings(ValidatingPolicy policy) {
    return bound
        ? List.copyOf(bindings.getOrDefault(policy.head().name(), List.of()))
        : List.of(Binding.everywhere(policy.head()));
  }
}
