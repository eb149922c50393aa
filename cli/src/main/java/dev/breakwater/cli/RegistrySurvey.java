package dev.breakwater.cli;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.NaturalOrder;
import dev.breakwater.core.Progress;
import dev.breakwater.core.Survey;
import dev.breakwater.image.ImageSource;
import dev.breakwater.image.registry.ImageReference;
import dev.breakwater.image.registry.RegistryClient;
import dev.breakwater.image.registry.Repository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Every tag of a repository, or of all repositories of a registry, one after the other over one
 * client, so that connections and tokens are shared.
 */
final class RegistrySurvey {
  private static final String PREFIX = "registry:";

  private final Scan scan;
  private final RegistryClient client;
  private final Progress progress;
  private final Runnable scanned;
  private final List<Survey.Entry> failures = new ArrayList<>();
  private final List<ImageReference> images = new ArrayList<>();
  private int attachments;

  /**
   * A survey by one scan.
   *
   * @param scanned is told after each image, before anything is printed of it
   */
  RegistrySurvey(Scan scan, RegistryClient client, Progress progress, Runnable scanned) {
    this.scan = scan;
    this.client = client;
    this.progress = progress;
    this.scanned = scanned;
  }

  /**
   * Lists all tags of a repository; scans nothing yet.
   *
   * @param subject {@code HOST/REPOSITORY}, with or without {@code registry:}
   */
  Survey ofRepository(String subject, Instant now) throws BreakwaterException {
    Repository repository;
    try {
      repository = Repository.parse(withoutPrefix(subject));
    } catch (IllegalArgumentException e) {
      throw new BreakwaterException("--all-tags wants a repository: " + e.getMessage(), e);
    }
    progress.at("asking " + repository.host() + " for the tags of " + repository.name(), 0, 0);
    add(repository, client.tags(repository));
    return survey(repository.toString(), now);
  }

  /**
   * Lists all tags of all repositories; scans nothing yet.
   *
   * @param subject {@code HOST[:PORT]}, with or without {@code registry:}
   */
  Survey ofRegistry(String subject, Instant now) throws BreakwaterException {
    String host = withoutPrefix(subject);
    List<String> names;
    try {
      progress.at("asking " + host + " for its repositories", 0, 0);
      names = client.repositories(host);
    } catch (IllegalArgumentException e) {
      throw new BreakwaterException(
          "--catalog wants the host of a registry, as in localhost:5000: " + e.getMessage(), e);
    }
    for (String name : names.stream().sorted().toList()) {
      Repository repository = new Repository(host, name);
      progress.at("asking " + host + " for the tags of " + name, images.size(), 0);
      try {
        add(repository, client.tags(repository));
      } catch (BreakwaterException e) {
        failures.add(new Survey.Entry.Failed("registry", repository.toString(), e));
      }
    }
    return survey(host, now);
  }

  private static String withoutPrefix(String subject) {
    return subject.startsWith(PREFIX) ? subject.substring(PREFIX.length()) : subject;
  }

  private void add(Repository repository, List<String> tags) {
    // Registries give tags in any order; the same repository must give the same report.
    for (String tag : tags.stream().sorted(NaturalOrder::compare).toList()) {
      if (isAttachment(tag)) {
        attachments++;
      } else {
        images.add(repository.tagged(tag));
      }
    }
  }

  /**
   * Signatures, attestations and SBOMs stand beside images under the image's digest as their tag.
   *
   * @see <a
   *     href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#referrers-tag-schema">OCI's
   *     referrers tag schema</a>
   */
  private static boolean isAttachment(String tag) {
    int digits = "sha256-".length();
    if (!tag.startsWith("sha256-") || tag.length() < digits + 64) {
      return false;
    }
    for (int i = digits; i < digits + 64; i++) {
      if (Character.digit(tag.charAt(i), 16) < 0) {
        return false;
      }
    }
    return tag.length() == digits + 64 || tag.charAt(digits + 64) == '.';
  }

  private Survey survey(String name, Instant now) throws BreakwaterException {
    if (images.isEmpty() && failures.isEmpty()) {
      // Many registries show an empty list to those who have not logged in, which is not clean.
      throw new BreakwaterException(
          "there is no image in "
              + name
              + (attachments > 0 ? ", only signatures, attestations or SBOMs of images" : "")
              + "; check the name, or log in with 'docker login' as somebody who may list what is"
              + " private");
    }
    List<String> notes = new ArrayList<>();
    if (attachments > 0) {
      notes.add(
          attachments
              + (attachments == 1 ? " tag is" : " tags are")
              + " signatures, attestations or SBOMs of images, and left out.");
    }
    return new Survey(PREFIX + name, now, new Entries(), notes);
  }

  /** Scans an image when it is asked for. */
  private final class Entries implements Iterator<Survey.Entry> {
    private final Iterator<Survey.Entry> failed = failures.iterator();
    private int next;

    @Override
    public boolean hasNext() {
      return failed.hasNext() || next < images.size();
    }

    @Override
    public Survey.Entry next() {
      if (failed.hasNext()) {
        return failed.next();
      }
      ImageReference image = images.get(next++);
      Progress step =
          (what, done, total) ->
              progress.at(next + " of " + images.size() + ", " + image + ": " + what, done, total);
      try {
        return new Survey.Entry.Scanned(
            scan.run(new SubjectReference.OfImage(new ImageSource.Registry(image, client)), step));
      } catch (BreakwaterException e) {
        return new Survey.Entry.Failed("registry", image.toString(), e);
      } finally {
        scanned.run();
      }
    }
  }
}
