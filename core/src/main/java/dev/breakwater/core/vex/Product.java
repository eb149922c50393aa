package dev.breakwater.core.vex;

import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Subject;
import java.util.List;

/**
 * What a statement is about: a whole, or some parts of it.
 *
 * @param parts empty for the whole
 */
record Product(Component whole, List<Component> parts) {
  Product {
    parts = List.copyOf(parts);
  }

  /**
   * Whether a package of a subject is meant: the product is the subject and the package one of the
   * parts that are named, or the product is the package itself. What is said of a part of another
   * package is not taken to be said of the part wherever it is.
   */
  boolean covers(PackageUrl found, Subject subject) {
    return (parts.isEmpty() || anyPart(found))
        && (whole.isPackage(found) || whole.isSubject(subject));
  }

  private boolean anyPart(PackageUrl found) {
    for (Component part : parts) {
      if (part.isPackage(found)) {
        return true;
      }
    }
    return false;
  }

  boolean hasVersion() {
    for (Component part : parts) {
      if (!part.hasVersion()) {
        return whole.hasVersion();
      }
    }
    return !parts.isEmpty() || whole.hasVersion();
  }
}
