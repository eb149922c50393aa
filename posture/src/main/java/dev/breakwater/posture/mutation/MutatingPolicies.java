package dev.breakwater.posture.mutation;

import dev.breakwater.posture.admission.FieldReader;
import dev.breakwater.posture.admission.PolicyFiles;
import dev.breakwater.posture.admission.PolicyHead;
import dev.breakwater.posture.admission.PolicySet;
import dev.breakwater.posture.source.SourceFile;
import org.jspecify.annotations.Nullable;

/** Mutating admission policies and their bindings. They are compiled when they are read. */
public final class MutatingPolicies extends PolicySet<MutatingPolicy> {
  private MutatingPolicies(PolicyFiles files) {
    super(files);
  }

  /** Reads the policies in files. */
  public static MutatingPolicies read(PolicyFiles files) {
    MutatingPolicies read = new MutatingPolicies(files);
    read.readAll("MutatingAdmissionPolicy", false);
    return read;
  }

  @Override
  protected @Nullable MutatingPolicy policy(FieldReader reader, SourceFile source) {
    return MutatingPolicy.read(reader, source);
  }

  @Override
  protected PolicyHead head(MutatingPolicy policy) {
    return policy.head();
  }
}
