package dev.breakwater.posture.admission;

import dev.breakwater.core.Problem;
import dev.breakwater.posture.kubernetes.KubernetesObjects;
import dev.breakwater.posture.load.Format;
import dev.breakwater.posture.load.Loader;
import dev.breakwater.posture.load.LoaderOptions;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.SourceFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files that policies are in, with what else stands there: bindings, objects that policies are
 * parametrised by, namespaces, definitions of kinds. In which of the files an object stands does
 * not matter.
 */
public final class PolicyFiles {
  /** The group of the API that policies and bindings are in. */
  static final String GROUP = "admissionregistration.k8s.io";

  private static final Set<String> KINDS =
      Set.of(
          "ValidatingAdmissionPolicy",
          "ValidatingAdmissionPolicyBinding",
          "MutatingAdmissionPolicy",
          "MutatingAdmissionPolicyBinding");

  private static final Set<String> VERSIONS = Set.of("v1", "v1beta1", "v1alpha1");

  /** More than any cluster could hold without being slow for it. */
  private static final int MOST = 5_000;

  private final Map<String, List<Written>> policies = new LinkedHashMap<>();
  private final Map<String, SourceFile> sources = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Cluster cluster = new Cluster();
  private int taken;

  private PolicyFiles() {}

  /** A policy or a binding, and the file that it stands in. */
  public record Written(Resource object, SourceFile source) {
    /** Reads its fields; {@code what} it is, for people. */
    public FieldReader reader(String what) {
      return new FieldReader(
          object.object(),
          new FieldReader.Faults("the " + what + ' ' + Syntax.quote(object.name())));
    }
  }

  /**
   * Reads what is in files and directories.
   *
   * @param how its formats do not count
   */
  public static PolicyFiles load(List<Path> paths, LoaderOptions how) {
    PolicyFiles files = new PolicyFiles();
    files.add(paths, how);
    return files;
  }

  /** Reads files that were opened. */
  public static PolicyFiles of(List<SourceFile> opened) {
    PolicyFiles files = new PolicyFiles();
    for (SourceFile file : opened) {
      files.problems.addAll(file.problems());
      KubernetesObjects.read(file, files.new Taker(file));
    }
    return files;
  }

  private void add(List<Path> paths, LoaderOptions how) {
    Format objects =
        Format.of(
            KubernetesObjects::looksLike,
            (file, document, _) -> KubernetesObjects.read(file, document, new Taker(file)));
    LoaderOptions here =
        new LoaderOptions(
            List.of(objects),
            how.render(),
            how.helmOptions(),
            how.environment(),
            how.standardInput());
    new Loader(here).load(paths, new Taker(null));
  }

  /** Takes the objects of one file. */
  private final class Taker implements Sink {
    private final @Nullable SourceFile source;

    Taker(@Nullable SourceFile source) {
      this.source = source;
    }

    @Override
    public void add(Resource object) {
      if (source != null) {
        take(object, source);
      }
    }

    @Override
    public void add(Problem problem) {
      problems.add(problem);
    }
  }

  private void take(Resource object, SourceFile source) {
    Kind kind = Kind.of(object.object());
    if (!kind.group().equals(GROUP)) {
      cluster.add(object);
      return;
    }
    if (!KINDS.contains(kind.name()) || !VERSIONS.contains(kind.version())) {
      problems.add(
          new Problem(
              object.object().origin().place(), "there is no " + kind + " that could be asked"));
      return;
    }
    if (++taken <= MOST) {
      sources.putIfAbsent(source.name(), source);
      policies
          .computeIfAbsent(kind.name(), _ -> new ArrayList<>())
          .add(new Written(object, source));
    } else if (taken == MOST + 1) {
      problems.add(
          new Problem(
              source.name(),
              "there are more than " + MOST + " policies and bindings; the rest is not read"));
    }
  }

  /** The policies or bindings of a kind, such as {@code ValidatingAdmissionPolicy}. */
  public List<Written> objects(String kind) {
    return Collections.unmodifiableList(policies.getOrDefault(kind, List.of()));
  }

  /** What stands in a line of a file with policies; empty where nobody knows. */
  public String line(String file, int number) {
    SourceFile source = sources.get(file);
    return source == null ? "" : source.line(number);
  }

  /** What could not be read. */
  public List<Problem> problems() {
    return Collections.unmodifiableList(problems);
  }

  /** The cluster that the policies see; more may be added to it before they are first asked. */
  public Cluster cluster() {
    return cluster;
  }
}
