package dev.breakwater.core.vex;

import dev.breakwater.core.Digest;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Subject;
import java.util.List;

/**
 * A product, or a part of one, by all that a document knows it by. One of them is enough.
 *
 * @param names free texts: names of images, with or without a tag or digest
 * @param digests of an image's manifest
 * @param cpes names of distributions, CPE 2.2 or 2.3; of no use for anything else
 */
record Component(
    List<PackageUrl> purls, List<String> names, List<Digest> digests, List<String> cpes) {

  Component {
    purls = List.copyOf(purls);
    names = List.copyOf(names);
    digests = List.copyOf(digests);
    cpes = List.copyOf(cpes);
  }

  /** Whether anything of it could ever be found in a package or a subject. */
  boolean isRecognisable() {
    return !purls.isEmpty() || !digests.isEmpty();
  }

  /** Whether it is the whole that was scanned. */
  boolean isSubject(Subject subject) {
    ImageName image = null;
    for (PackageUrl purl : purls) {
      if (ImageName.isImage(purl)) {
        image = image == null ? ImageName.of(subject) : image;
        if (image.isMeantBy(purl)) {
          return true;
        }
      }
    }
    for (String name : names) {
      image = image == null ? ImageName.of(subject) : image;
      if (image.isMeantBy(name)) {
        return true;
      }
    }
    if (subject.digest() != null && digests.contains(subject.digest())) {
      return true;
    }
    for (String cpe : cpes) {
      if (DistributionCpe.names(cpe, subject.distribution())) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is a package. */
  boolean isPackage(PackageUrl found) {
    for (PackageUrl purl : purls) {
      if (SamePackage.means(purl, found)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it says which version it is, so that "fixed" is not said of all there ever were. */
  boolean hasVersion() {
    if (!digests.isEmpty()) {
      return true;
    }
    for (PackageUrl purl : purls) {
      if (purl.version() != null || purl.qualifier("tag").isPresent()) {
        return true;
      }
    }
    for (String name : names) {
      if (name.indexOf('@') > 0 || name.indexOf(':', name.lastIndexOf('/') + 1) > 0) {
        return true;
      }
    }
    return false;
  }
}
