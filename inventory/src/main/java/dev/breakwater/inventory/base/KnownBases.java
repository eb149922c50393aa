package dev.breakwater.inventory.base;

import dev.breakwater.core.Base;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Digest;
import dev.breakwater.core.NaturalOrder;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Subject;
import dev.breakwater.image.ImageSettings;
import dev.breakwater.image.registry.ImageReference;
import dev.breakwater.inventory.Inventory;
import dev.breakwater.inventory.base.KnownBase.Release;
import dev.breakwater.inventory.sbom.SbomReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The base images that were learned, in a directory of the user's. What cannot be read there is
 * told by {@link #problems} and left out; a scan goes on without it.
 *
 * <p>A scan opens one small file, the index, however many bases there are, and reads a line of it
 * only where the chain ID, the digest or the repository in it is one that the image has.
 */
public final class KnownBases {
  /** The most bases that are kept. */
  public static final int MOST = BaseDirectory.MOST;

  private static final int MOST_ALTERNATIVES = 3;

  private final BaseDirectory directory;
  private @Nullable List<String> index;

  private KnownBases(BaseDirectory directory) {
    this.directory = directory;
  }

  /** The bases in a directory, which need not exist; nothing is read until something is asked. */
  public static KnownBases at(Path directory) {
    return new KnownBases(new BaseDirectory(directory));
  }

  /**
   * A learned image that can take the place of another.
   *
   * @param inventory the packages it had when it was learned
   */
  public record Candidate(String reference, Inventory inventory) {}

  /** What could not be read so far, sorted. */
  public List<Problem> problems() {
    return directory.problems();
  }

  /** All of them, in the order of their references. */
  public List<KnownBase> list() {
    List<KnownBase> all = new ArrayList<>();
    for (String line : lines()) {
      parse(line).ifPresent(all::add);
    }
    all.sort(null);
    return all;
  }

  /**
   * Learns an image. The same image learned again takes its own place; another one of the same name
   * is kept beside the old one, because images may still be built on either.
   *
   * @throws BreakwaterException where it has no layers, or the directory cannot be written to
   */
  public KnownBase add(
      ImageReference reference, Subject subject, ImageSettings settings, Inventory inventory)
      throws BreakwaterException {
    List<Digest> chain = ChainIds.of(subject);
    if (chain.isEmpty()) {
      throw new BreakwaterException(
          subject.name() + " has no layers, so no image can have been built on it");
    }
    KnownBase learned =
        new KnownBase(
            named(reference),
            subject.digest(),
            KnownBase.word(subject.platform()),
            created(settings),
            Release.of(inventory.distribution()),
            chain.getLast(),
            chain.size(),
            inventory.packages().size());
    synchronized (this) {
      index = null;
      directory.add(learned, subject, inventory);
    }
    return learned;
  }

  /** A digest beside a tag says what the tag was; the digest is kept apart. */
  private static String named(ImageReference reference) {
    return reference.tag() == null
        ? reference.toString()
        : new ImageReference(reference.host(), reference.repository(), reference.tag(), null)
            .toString();
  }

  private static @Nullable Instant created(ImageSettings settings) {
    return settings.configuration() == null
        ? null
        : KnownBase.instant(settings.configuration().text("created"));
  }

  /**
   * Forgets the bases of a name, whatever their platform and age.
   *
   * @param reference as {@link KnownBase#reference} has it, or the digest of one
   * @return those that were forgotten
   * @throws BreakwaterException where the directory cannot be written to
   */
  public List<KnownBase> remove(String reference) throws BreakwaterException {
    synchronized (this) {
      index = null;
      return directory.remove(
          base -> base.reference().equals(reference) || reference.equals(text(base.digest())));
    }
  }

  private static @Nullable String text(@Nullable Digest digest) {
    return digest == null ? null : digest.toString();
  }

  /**
   * The base whose layers are the subject's lowest: of several the one with the most layers, and of
   * several names of the same the most precise. An image is not its own base.
   */
  @Nullable KnownBase under(Subject subject) {
    if (subject.layers().isEmpty()) {
      return null;
    }
    List<Digest> chain = ChainIds.of(subject);
    Set<String> wanted = new HashSet<>();
    for (Digest each : chain) {
      wanted.add(each.toString());
    }
    KnownBase best = null;
    for (String line : lines()) {
      if (wanted.contains(line.substring(0, line.indexOf('\t')))) {
        KnownBase base = parse(line).orElse(null);
        if (base != null
            && base.layers() <= chain.size()
            && chain.get(base.layers() - 1).equals(base.chain())
            && !isItself(base, subject)
            && (best == null || isBetter(base, best))) {
          best = base;
        }
      }
    }
    return best;
  }

  private static boolean isItself(KnownBase base, Subject subject) {
    return base.layers() == subject.layers().size()
        && base.digest() != null
        && base.digest().equals(subject.digest());
  }

  private static boolean isBetter(KnownBase base, KnownBase than) {
    return base.layers() == than.layers()
        ? comparePrecision(base, than) < 0
        : base.layers() > than.layers();
  }

  /** The most precise name first; then the shorter, so that a mirror does not hide the original. */
  private static int comparePrecision(KnownBase one, KnownBase other) {
    int order = Integer.compare(tag(other).precision(), tag(one).precision());
    if (order == 0) {
      order = Integer.compare(one.reference().length(), other.reference().length());
    }
    return order == 0 ? one.compareTo(other) : order;
  }

  private static BaseTag tag(KnownBase base) {
    ImageReference reference = parsed(base.reference());
    String tag = reference == null ? null : reference.tag();
    return BaseTag.of(tag == null ? "latest" : tag, base.release());
  }

  private static @Nullable ImageReference parsed(String reference) {
    try {
      return ImageReference.parse(reference);
    } catch (IllegalArgumentException notAReference) {
      return null;
    }
  }

  /** The base of this manifest digest; null where none is known. */
  @Nullable KnownBase byDigest(@Nullable Digest digest) {
    if (digest == null) {
      return null;
    }
    KnownBase best = null;
    for (KnownBase base : mentioning(digest.toString())) {
      if (digest.equals(base.digest()) && (best == null || comparePrecision(base, best) < 0)) {
        best = base;
      }
    }
    return best;
  }

  /**
   * Learned images that can take the place of the subject's base: of the same repository, platform,
   * release of the distribution, variant and line of versions, and newer. At most three, the newest
   * first; none where the base has no name that a registry knows.
   */
  public List<Candidate> newer(Subject subject) {
    Base base = subject.base();
    ImageReference current = base == null ? null : parsed(base.reference());
    if (base == null || current == null || current.tag() == null) {
      return List.of();
    }
    KnownBase own = own(subject, base);
    Release release = own == null ? Release.of(subject.distribution()) : own.release();
    Line line =
        new Line(
            current,
            subject.platform(),
            release,
            BaseTag.of(current.tag(), release),
            own == null ? null : own.created());
    Map<Digest, KnownBase> byChain = new LinkedHashMap<>();
    for (KnownBase other : mentioning(repository(current))) {
      if ((own == null || !own.chain().equals(other.chain())) && line.goesOnIn(other)) {
        byChain.merge(other.chain(), other, (a, b) -> comparePrecision(a, b) <= 0 ? a : b);
      }
    }
    List<KnownBase> newest = new ArrayList<>(byChain.values());
    newest.sort(KnownBases::compareNewestFirst);
    return read(newest);
  }

  /** What was learned of the subject's base; null where it was not. */
  private @Nullable KnownBase own(Subject subject, Base base) {
    KnownBase under = under(subject);
    return under != null && under.reference().equals(base.reference())
        ? under
        : byDigest(base.digest());
  }

  private static int compareNewestFirst(KnownBase one, KnownBase other) {
    int order = other.age().compareTo(one.age());
    return order == 0 ? NaturalOrder.compare(other.reference(), one.reference()) : order;
  }

  /**
   * What an image has in common with those that can take its place.
   *
   * @param created when it was built; null where that is not known
   */
  private record Line(
      ImageReference reference,
      @Nullable String platform,
      @Nullable Release release,
      BaseTag tag,
      @Nullable Instant created) {

    /** Software whose minor releases are as apart as major ones of others. */
    private static final Set<String> LINES_OF_TWO_NUMBERS =
        Set.of("elixir", "golang", "perl", "php", "python", "ruby");

    boolean goesOnIn(KnownBase other) {
      ImageReference theirs = parsed(other.reference());
      if (theirs == null
          || theirs.tag() == null
          || !theirs.host().equals(reference.host())
          || !theirs.repository().equals(reference.repository())
          || platform == null
          || !platform.equals(other.platform())) {
        return false;
      }
      Release otherRelease = other.release();
      boolean sameRelease =
          release == null
              ? otherRelease == null
              : otherRelease != null && release.isAlongside(otherRelease);
      BaseTag otherTag = BaseTag.of(theirs.tag(), otherRelease);
      return sameRelease && tag.isAlongside(otherTag, leadingNumbers()) && isOlder(other, otherTag);
    }

    private int leadingNumbers() {
      String repository = reference.repository();
      String last = repository.substring(repository.lastIndexOf('/') + 1);
      return LINES_OF_TWO_NUMBERS.contains(last) ? 2 : 1;
    }

    private boolean isOlder(KnownBase other, BaseTag otherTag) {
      int byTag = tag.compareAge(otherTag);
      if (byTag != 0) {
        return byTag < 0;
      }
      return created != null && other.created() != null && created.isBefore(other.created());
    }
  }

  private List<Candidate> read(List<KnownBase> bases) {
    List<Candidate> candidates = new ArrayList<>();
    for (KnownBase base : bases) {
      if (candidates.size() == MOST_ALTERNATIVES) {
        break;
      }
      Path sbom = directory.sbom(base);
      try {
        candidates.add(new Candidate(base.reference(), SbomReader.read(sbom).inventory()));
      } catch (BreakwaterException e) {
        directory.complain(
            new Problem(
                "the learned base " + base.reference(),
                e.getMessage() + " Learn it again with 'base add'."));
      }
    }
    return candidates;
  }

  /** The last part of a repository's name, which every way of writing it has. */
  private static String repository(ImageReference reference) {
    String repository = reference.repository();
    return repository.substring(repository.lastIndexOf('/') + 1);
  }

  private List<KnownBase> mentioning(String text) {
    List<KnownBase> found = new ArrayList<>();
    for (String line : lines()) {
      if (line.contains(text)) {
        parse(line).ifPresent(found::add);
      }
    }
    return found;
  }

  private Optional<KnownBase> parse(String line) {
    Optional<KnownBase> base = KnownBase.parse(line);
    if (base.isEmpty()) {
      directory.complainOfLine();
    }
    return base;
  }

  private synchronized List<String> lines() {
    if (index == null) {
      index = directory.index();
    }
    return index;
  }
}
