package dev.breakwater.posture.admission;

import org.jspecify.annotations.Nullable;

/**
 * Which objects a binding gives to its policy.
 *
 * @param name null where {@code selector} chooses
 * @param namespace where they are; null for that of the request's object
 * @param selector null where {@code name} chooses
 * @param mustExist whether a request is refused where there are none
 */
public record ParamRef(
    @Nullable String name,
    @Nullable String namespace,
    @Nullable LabelSelector selector,
    boolean mustExist) {
  static @Nullable ParamRef read(@Nullable FieldReader reader) {
    if (reader == null) {
      return null;
    }
    reader.knows("name", "namespace", "selector", "parameterNotFoundAction");
    String name = reader.text("name");
    String namespace = reader.text("namespace");
    FieldReader selector = reader.fields("selector");
    boolean isNamed = name != null && !name.isEmpty();
    if (name != null && !name.isEmpty()) {
      reader.check("name", Syntax.pathSegment(name));
    }
    if (isNamed == (selector != null)) {
      reader.fault("name", "either name or selector must be there, and not both");
    }
    return new ParamRef(
        isNamed ? name : null,
        namespace == null || namespace.isEmpty() ? null : namespace,
        selector == null ? null : LabelSelector.read(selector),
        reader.oneOf("parameterNotFoundAction", "Deny", "Allow", "Deny").equals("Deny"));
  }
}
