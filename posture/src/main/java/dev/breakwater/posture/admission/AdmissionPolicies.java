package dev.breakwater.posture.admission;

import dev.breakwater.posture.source.SourceFile;
import org.jspecify.annotations.Nullable;

/** Validating admission policies and their bindings. They are compiled when they are read. */
public final class AdmissionPolicies extends PolicySet<ValidatingPolicy> {
  private AdmissionPolicies(PolicyFiles files) {
    super(files);
  }

  /** Reads the policies in files. */
  public static AdmissionPolicies read(PolicyFiles files) {
    AdmissionPolicies read = new AdmissionPolicies(files);
    read.readAll("ValidatingAdmissionPolicy", true);
    return read;
  }

  @Override
  protected @Nullable ValidatingPolicy policy(FieldReader reader, SourceFile source) {
    return ValidatingPolicy.read(reader, source);
  }

  @Override
  protected PolicyHead head(ValidatingPolicy policy) {
    return policy.head();
  }
}
