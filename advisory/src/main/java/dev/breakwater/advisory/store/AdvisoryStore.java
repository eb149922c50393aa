package dev.breakwater.advisory.store;

import dev.breakwater.advisory.Advisory;
import dev.breakwater.advisory.AdvisoryLookup;
import dev.breakwater.advisory.ArtifactIndex;
import dev.breakwater.advisory.Ecosystem;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Vulnerability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads a store. A file is opened when it is first asked for, and what was opened stays as it was
 * then even when an update replaces it: one scan sees one state of each feed. Open another {@code
 * AdvisoryStore} to see what an update has brought; what was missing before is looked for again.
 *
 * <p>Safe to share between threads, and with any number of processes that read or update.
 */
public final class AdvisoryStore implements AdvisoryLookup, ArtifactIndex {
  private final StoreDirectory directory;

  /** What was opened, and what was found absent, so that each file is asked for once. */
  private final ConcurrentHashMap<Path, Optional<OpenFile>> open = new ConcurrentHashMap<>();

  private AdvisoryStore(StoreDirectory directory) {
    this.directory = directory;
  }

  /** The store in {@code directory}, which need not exist: then the store is empty. */
  public static AdvisoryStore at(Path directory) {
    return new AdvisoryStore(new StoreDirectory(directory));
  }

  /**
   * {@inheritDoc}
   *
   * <p>The advisories that its feed gives hold only the entries of the package asked for. One whose
   * entry has neither intervals nor versions says that the package is not affected.
   */
  @Override
  public Optional<Feed> feed(Ecosystem ecosystem) throws BreakwaterException {
    Path path = directory.advisories(ecosystem);
    OpenFile file = openFile(path, StoreFormat.Kind.ADVISORIES);
    if (file == null) {
      return Optional.empty();
    }
    if (!path.equals(directory.advisories(Ecosystem.parse(file.ecosystem())))) {
      throw damaged(
          path, new DamagedException("it holds " + file.ecosystem() + ", not what its name says"));
    }
    return Optional.of(new OpenFeed(path, file));
  }

  @Override
  public Optional<Vulnerability.Kev> kev(String cve) throws BreakwaterException {
    OpenFile file = openFile(directory.kev(), StoreFormat.Kind.KEV);
    try {
      return file == null ? Optional.empty() : Optional.ofNullable(file.kev(cve));
    } catch (DamagedException e) {
      throw damaged(directory.kev(), e);
    }
  }

  @Override
  public Optional<Vulnerability.Epss> epss(String cve) throws BreakwaterException {
    OpenFile file = openFile(directory.epss(), StoreFormat.Kind.EPSS);
    try {
      return file == null ? Optional.empty() : Optional.ofNullable(file.epss(cve));
    } catch (DamagedException e) {
      throw damaged(directory.epss(), e);
    }
  }

  @Override
  public Optional<String> artifact(byte[] sha1) throws BreakwaterException {
    OpenFile file = openFile(directory.artifacts(), StoreFormat.Kind.ARTIFACTS);
    try {
      return file == null ? Optional.empty() : Optional.ofNullable(file.artifact(sha1));
    } catch (DamagedException e) {
      throw damaged(directory.artifacts(), e);
    }
  }

  /** Where the index of Java artifacts comes from; empty where there is none that can be used. */
  public Optional<Provenance> artifactProvenance() {
    return provenance(directory.artifacts(), StoreFormat.Kind.ARTIFACTS);
  }

  /** When the KEV catalogue was released; empty where the store has none. */
  public Optional<Instant> kevAsOf() throws BreakwaterException {
    OpenFile file = openFile(directory.kev(), StoreFormat.Kind.KEV);
    return file == null ? Optional.empty() : Optional.of(file.provenance().asOf());
  }

  /** The date of the EPSS scores; empty where the store has none. */
  public Optional<Instant> epssAsOf() throws BreakwaterException {
    OpenFile file = openFile(directory.epss(), StoreFormat.Kind.EPSS);
    return file == null ? Optional.empty() : Optional.of(file.provenance().asOf());
  }

  /** The ecosystems that the store has a file for, in order. */
  public List<Ecosystem> ecosystems() throws BreakwaterException {
    return directory.ecosystems();
  }

  /**
   * An advisory and the ecosystem whose feed it is in.
   *
   * @param advisory with all that it affects in that ecosystem; withdrawn ones are among them
   */
  public record Filed(Ecosystem ecosystem, Advisory advisory) {}

  /**
   * Every advisory with this id, alias or upstream id, in any case of letters, by ecosystem.
   *
   * @throws BreakwaterException where a file of the store is damaged
   */
  public List<Filed> byId(String id) throws BreakwaterException {
    List<Filed> found = new ArrayList<>();
    for (Ecosystem ecosystem : ecosystems()) {
      Path path = directory.advisories(ecosystem);
      OpenFile file = openFile(path, StoreFormat.Kind.ADVISORIES);
      if (file == null) {
        continue;
      }
      try {
        for (Advisory advisory : file.byId(id)) {
          found.add(new Filed(ecosystem, advisory));
        }
      } catch (DamagedException e) {
        throw damaged(path, e);
      }
    }
    return found;
  }

  /**
   * Where the data of an ecosystem come from; empty where there are none, or none that can be used.
   */
  public Optional<Provenance> provenance(Ecosystem ecosystem) throws BreakwaterException {
    return provenance(directory.advisories(ecosystem), StoreFormat.Kind.ADVISORIES);
  }

  /** Where the KEV catalogue comes from; empty where there is none that can be used. */
  public Optional<Provenance> kevProvenance() {
    return provenance(directory.kev(), StoreFormat.Kind.KEV);
  }

  /** Where the EPSS scores come from; empty where there are none that can be used. */
  public Optional<Provenance> epssProvenance() {
    return provenance(directory.epss(), StoreFormat.Kind.EPSS);
  }

  private static Optional<Provenance> provenance(Path path, StoreFormat.Kind kind) {
    try {
      return Optional.of(OpenFile.at(path, kind).provenance());
    } catch (IOException | DamagedException unusable) {
      return Optional.empty();
    }
  }

  /** Every file of the store, its whole content checked: ecosystems in order, then the tables. */
  public List<StoreFile> status() throws BreakwaterException {
    List<StoreFile> files = new ArrayList<>();
    for (Ecosystem ecosystem : ecosystems()) {
      addStatus(
          ecosystem.toString(),
          directory.advisories(ecosystem),
          StoreFormat.Kind.ADVISORIES,
          files);
    }
    addStatus("kev", directory.kev(), StoreFormat.Kind.KEV, files);
    addStatus("epss", directory.epss(), StoreFormat.Kind.EPSS, files);
    addStatus("jars", directory.artifacts(), StoreFormat.Kind.ARTIFACTS, files);
    return files;
  }

  private static void addStatus(
      String name, Path path, StoreFormat.Kind kind, List<StoreFile> files) {
    if (!Files.exists(path)) {
      return;
    }
    StoreFile.State state = StoreFile.State.OK;
    String problem = null;
    int records = 0;
    Provenance provenance = null;
    try {
      OpenFile file = OpenFile.at(path, kind);
      records = file.records();
      provenance = file.provenance();
      file.verify();
    } catch (OtherFormatException e) {
      state = StoreFile.State.OTHER_FORMAT;
      problem = advice(path, e);
    } catch (DamagedException e) {
      state = StoreFile.State.DAMAGED;
      problem = advice(path, e);
    } catch (IOException e) {
      state = StoreFile.State.DAMAGED;
      problem = unreadable(path, e);
    }
    Instant checked = Instant.EPOCH;
    long bytes = 0;
    try {
      checked = Files.getLastModifiedTime(path).toInstant();
      bytes = Files.size(path);
    } catch (IOException e) {
      problem = problem == null ? unreadable(path, e) : problem;
    }
    files.add(new StoreFile(name, path, state, problem, records, provenance, checked, bytes));
  }

  private @Nullable OpenFile openFile(Path path, StoreFormat.Kind kind) throws BreakwaterException {
    Optional<OpenFile> known = open.get(path);
    if (known != null) {
      return known.orElse(null);
    }
    try {
      Optional<OpenFile> opened = Optional.of(OpenFile.at(path, kind));
      Optional<OpenFile> earlier = open.putIfAbsent(path, opened);
      return (earlier == null ? opened : earlier).orElse(null);
    } catch (NoSuchFileException absent) {
      open.putIfAbsent(path, Optional.empty());
      return null;
    } catch (IOException e) {
      throw new BreakwaterException(unreadable(path, e), e);
    } catch (DamagedException e) {
      throw damaged(path, e);
    }
  }

  private static BreakwaterException damaged(Path path, DamagedException e) {
    return new BreakwaterException(advice(path, e), e);
  }

  private static String advice(Path path, DamagedException e) {
    return "The store file "
        + path
        + (e instanceof OtherFormatException ? " cannot be used: " : " is damaged: ")
        + e.getMessage()
        + ". Run \"breakwater db update\" to fetch it again.";
  }

  private static String unreadable(Path path, IOException e) {
    return "Tried to read the store file " + path + ": " + BreakwaterException.reason(e) + ".";
  }

  private record OpenFeed(Path path, OpenFile file) implements Feed {
    @Override
    public Instant asOf() {
      return file.provenance().asOf();
    }

    @Override
    public List<Advisory> naming(String packageName) throws BreakwaterException {
      try {
        return file.naming(packageName);
      } catch (DamagedException e) {
        throw damaged(path, e);
      }
    }

    @Override
    public List<Advisory> naming(String packageName, Predicate<Advisory.Affected> concerns)
        throws BreakwaterException {
      try {
        return file.naming(packageName, concerns);
      } catch (DamagedException e) {
        throw damaged(path, e);
      }
    }
  }
}
