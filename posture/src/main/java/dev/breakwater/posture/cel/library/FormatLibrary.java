package dev.breakwater.posture.cel.library;

import static dev.breakwater.posture.cel.library.LibraryFunction.constant;
import static dev.breakwater.posture.cel.library.LibraryFunction.global;
import static dev.breakwater.posture.cel.library.LibraryFunction.member;
import static dev.cel.common.types.SimpleType.STRING;

import dev.cel.common.types.ListType;
import dev.cel.common.types.OptionalType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code format.named} and {@code validate}.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-format-library">Kubernetes
 *     format library</a>
 */
final class FormatLibrary {
  static final Kind<NamedFormat> FORMAT = Kind.opaque("kubernetes.NamedFormat", NamedFormat.class);

  private FormatLibrary() {}

  static List<LibraryFunction> functions() {
    List<LibraryFunction> functions = new ArrayList<>();
    functions.add(
        global(
            "format.named",
            "format-named",
            Kind.TEXT,
            OptionalType.create(FORMAT.type()),
            CallCost.NOMINAL,
            name -> Optional.ofNullable(NamedFormat.named(name))));
    functions.add(
        member(
            "validate",
            "format-validate",
            FORMAT,
            Kind.TEXT,
            OptionalType.create(ListType.create(STRING)),
            arguments -> ((NamedFormat) arguments[0]).cost((String) arguments[1]),
            FormatLibrary::validate));
    for (NamedFormat format : NamedFormat.values()) {
      functions.add(constant("format." + format.label(), FORMAT.type(), format));
    }
    return functions;
  }

  private static Object validate(NamedFormat format, String text) {
    List<String> faults = format.validate(text);
    return faults.isEmpty() ? Optional.empty() : Optional.of(faults);
  }
}
