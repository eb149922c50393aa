package dev.breakwater.posture.mutation;

import dev.breakwater.posture.admission.FieldReader;
import dev.breakwater.posture.admission.PolicyHead;
import dev.breakwater.posture.cel.Cel;
import dev.breakwater.posture.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@code MutatingAdmissionPolicy}, compiled. Safe to share between threads.
 *
 * @param mutations in their order
 * @param isReinvoked whether it is asked once more after the object was changed
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/">Mutating
 *     admission policy</a>
 */
record MutatingPolicy(PolicyHead head, List<Mutation> mutations, boolean isReinvoked) {
  MutatingPolicy {
    mutations = List.copyOf(mutations);
  }

  /** Reads a policy; null where it cannot be used, and the faults tell why. */
  static @Nullable MutatingPolicy read(FieldReader reader, SourceFile source) {
    PolicyHead head = PolicyHead.read(reader, source, "mutations", "reinvocationPolicy");
    FieldReader spec = reader.fields("spec");
    if (head == null || spec == null) {
      return null;
    }
    spec.required("reinvocationPolicy");
    boolean isReinvoked =
        spec.oneOf("reinvocationPolicy", "Never", "Never", "IfNeeded").equals("IfNeeded");
    List<FieldReader> written = spec.each("mutations");
    if (written.isEmpty()) {
      spec.fault("mutations", "must contain at least one item");
    }
    Cel language = head.language(true).withObjects();
    List<Mutation> mutations = new ArrayList<>(written.size());
    for (FieldReader each : written) {
      Mutation mutation = Mutation.read(each, source, language);
      if (mutation != null) {
        mutations.add(mutation);
      }
    }
    return reader.faults().areFatal() ? null : new MutatingPolicy(head, mutations, isReinvoked);
  }
}
