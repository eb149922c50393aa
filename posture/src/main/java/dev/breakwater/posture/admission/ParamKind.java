package dev.breakwater.posture.admission;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The kind of the objects that a policy is parametrised by. */
public record ParamKind(Kind kind) {
  static @Nullable ParamKind read(@Nullable FieldReader reader) {
    if (reader == null) {
      return null;
    }
    reader.knows("apiVersion", "kind");
    String apiVersion = reader.required("apiVersion");
    String name = reader.required("kind");
    if (apiVersion == null || name == null) {
      return null;
    }
    Kind kind = Kind.of(apiVersion, name);
    if (!kind.group().isEmpty()) {
      reader.check("apiVersion", Syntax.subdomain(kind.group()));
    }
    reader.check("apiVersion", Syntax.label(kind.version()));
    reader.check("kind", Syntax.label(name.toLowerCase(Locale.ROOT)));
    return new ParamKind(kind);
  }
}
