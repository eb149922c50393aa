package dev.breakwater.posture.admission;

import dev.breakwater.core.Problem;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.SourceFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The policies of one kind in some files, and the bindings that put them in force. What cannot be
 * read, what an API server would refuse and what does not compile is in {@link #problems()}; a
 * policy that does not compile stays, and fails when it is asked.
 *
 * @param <P> a policy
 */
public abstract class PolicySet<P> {
  /** More than anybody mends in one go. */
  private static final int MOST_PROBLEMS = 1_000;

  private final PolicyFiles files;
  private final Map<String, P> policies = new LinkedHashMap<>();
  private final Map<String, List<Binding>> bindings = new LinkedHashMap<>();
  private final Set<String> refused = new HashSet<>();
  private final List<Problem> problems = new ArrayList<>();
  private boolean bound;

  /** A set without policies, until {@link #readAll}. */
  protected PolicySet(PolicyFiles files) {
    this.files = files;
  }

  /** A policy as it is written; null where it cannot be used. Faults go to the reader. */
  protected abstract @Nullable P policy(FieldReader reader, SourceFile source);

  /** What policies of all kinds have in common. */
  protected abstract PolicyHead head(P policy);

  /**
   * Reads the policies and bindings.
   *
   * @param kind of the policies; that of their bindings has {@code Binding} after it
   * @param haveActions whether bindings say what follows of a refusal
   */
  protected final void readAll(String kind, boolean haveActions) {
    problems.addAll(files.problems());
    for (PolicyFiles.Written policy : files.objects(kind)) {
      if (problems.size() > MOST_PROBLEMS) {
        problems.add(
            new Problem(
                policy.source().name(),
                "not read to the end: there are more than " + MOST_PROBLEMS + " faults already"));
        break;
      }
      readPolicy(policy);
    }
    for (PolicyFiles.Written binding : files.objects(kind + "Binding")) {
      readBinding(binding, haveActions);
    }
  }

  private void readPolicy(PolicyFiles.Written written) {
    String name = written.object().name();
    FieldReader reader = written.reader("policy");
    P policy = policy(reader, written.source());
    if (policy == null) {
      refused.add(name);
    } else {
      P first = policies.putIfAbsent(name, policy);
      if (first != null) {
        Origin at = head(first).origin();
        reader.fault("metadata", "another policy has this name: " + at.file() + ':' + at.line());
      }
    }
    problems.addAll(reader.faults().problems());
  }

  private void readBinding(PolicyFiles.Written written, boolean haveActions) {
    bound = true;
    FieldReader reader = written.reader("binding");
    Binding binding = Binding.read(reader, haveActions);
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

  /** The policies that can be asked, in the order of the files. */
  public List<P> policies() {
    return List.copyOf(policies.values());
  }

  /** The bindings of a policy; one for everything where nobody gave any binding at all. */
  public List<Binding> bindings(P policy) {
    return bound
        ? List.copyOf(bindings.getOrDefault(head(policy).name(), List.of()))
        : List.of(Binding.everywhere(head(policy)));
  }
}
