package dev.breakwater.advisory.feed;

import dev.breakwater.advisory.Advisory;
import dev.breakwater.advisory.Ecosystem;
import dev.breakwater.advisory.feed.FeedOutcome.State;
import dev.breakwater.advisory.store.AdvisoryStore;
import dev.breakwater.advisory.store.ArtifactWriter;
import dev.breakwater.advisory.store.EpssWriter;
import dev.breakwater.advisory.store.KevWriter;
import dev.breakwater.advisory.store.Provenance;
import dev.breakwater.advisory.store.Provenance.Origin;
import dev.breakwater.advisory.store.StoreDirectory;
import dev.breakwater.advisory.store.StoreWriter;
import dev.breakwater.advisory.store.TemporaryFile;
import dev.breakwater.advisory.version.VersionOrder;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Brings a store up to date. Feeds are independent: what one cannot give does not keep another from
 * being stored, and each outcome is told. Safe to run in several processes at once; the last to end
 * wins, feed by feed.
 *
 * <p>Alpine's advisories come from its secdb, which knows fixes only; OSV's copy of it is not used,
 * and no CPE is guessed, so what Alpine has not fixed is not found.
 */
public final class FeedUpdater {
  /** The name of the KEV catalogue among feeds. */
  public static final String KEV = "kev";

  /** The name of the EPSS scores among feeds. */
  public static final String EPSS = "epss";

  /** The name of the index of published Java archives among feeds. */
  public static final String JARS = "jars";

  /** The name of the list of known-bad files among feeds. */
  public static final String MALWARE = "malware";

  /**
   * What {@link #update} fetches where it is given no names, the store is empty and the base cannot
   * be listed.
   */
  public static final List<String> DEFAULTS =
      List.of(
          "Alpine",
          "Debian:11",
          "Debian:12",
          "Debian:13",
          "Go",
          "Maven",
          "NuGet",
          "Packagist",
          "PyPI",
          "RubyGems",
          "crates.io",
          "npm",
          EPSS,
          KEV);

  private static final long MAX_EXPORT = 1L << 30;
  private static final int AT_ONCE = 3;
  private static final int MAX_ALPINE_MINOR = 99;
  private static final int FIRST_ALPINE_MINOR = 3;
  private static final int MAX_NAME = 100;

  private final StoreDirectory store;
  private final AdvisoryStore reader;
  private final FeedBase base;
  private final Progress progress;
  private final Limits patient;
  private final Limits hasty;
  private final Function<String, Optional<VersionOrder>> orders;

  /**
   * An updater of one store.
   *
   * @param store the store's directory; it need not exist
   * @param base a directory, {@code file:} or {@code http(s):} URL with the layout in README; null
   *     for the owners' public addresses
   * @param progress told what is going on, from several threads
   * @throws BreakwaterException where the base is no directory or URL
   */
  public FeedUpdater(Path store, @Nullable String base, Progress progress)
      throws BreakwaterException {
    this(store, FeedBase.of(base), progress, Limits.PATIENT, Limits.HASTY, VersionOrder::named);
  }

  FeedUpdater(
      Path store,
      FeedBase base,
      Progress progress,
      Limits patient,
      Limits hasty,
      Function<String, Optional<VersionOrder>> orders) {
    this.store = new StoreDirectory(store);
    this.reader = AdvisoryStore.at(store);
    this.base = base;
    this.progress = progress;
    this.patient = patient;
    this.hasty = hasty;
    this.orders = orders;
  }

  /**
   * Updates feeds.
   *
   * @param names ecosystems with or without a release, {@link #KEV}, {@link #EPSS}, {@link #JARS}
   *     or {@link #MALWARE}, in any case of letters; an ecosystem without its release means all of
   *     its releases. Where there are none: all that the base lists; or else all that the store
   *     has; or else {@link #DEFAULTS}
   * @return what came of each feed, by name
   * @throws BreakwaterException where the store cannot be read, or the directory of feeds
   */
  public List<FeedOutcome> update(Collection<String> names) throws BreakwaterException {
    NavigableSet<String> wanted = new TreeSet<>();
    for (String name : names.isEmpty() ? whatToUpdate() : names) {
      wanted.add(EcosystemNames.canonical(name.strip()));
    }
    List<FeedOutcome> outcomes = run(wanted, patient);
    removeOtherwiseNamed();
    return outcomes;
  }

  /**
   * Removes files that an earlier Breakwater wrote under names that the store has no more, {@code
   * Ubuntu:22.04:LTS}, once what replaces them is there: nothing would ever update them, and what
   * reads the whole store would find them unusable for ever.
   */
  private void removeOtherwiseNamed() throws BreakwaterException {
    for (Ecosystem ecosystem : reader.ecosystems()) {
      Ecosystem canonical = Ecosystem.parse(EcosystemNames.canonical(ecosystem.toString()));
      if (!canonical.equals(ecosystem) && reader.provenance(canonical).isPresent()) {
        store.remove(ecosystem);
      }
    }
  }

  /**
   * Fetches what a scan needs and the store lacks or cannot use: the ecosystems, and KEV and EPSS.
   * Where the network is unreachable this is known within three seconds.
   *
   * @return what came of each feed that was missing, by name; none where the store has all
   * @throws BreakwaterException where the store cannot be read
   */
  public List<FeedOutcome> fetchMissing(Set<Ecosystem> needed) throws BreakwaterException {
    NavigableSet<String> missing = new TreeSet<>();
    List<FeedOutcome> unknown = new ArrayList<>();
    for (Ecosystem ecosystem : needed) {
      if (ecosystem.name().equals(JARS)) {
        if (reader.artifactProvenance().isEmpty()) {
          missing.add(JARS);
        }
      } else if (ecosystem.release() == null && EcosystemNames.hasReleases(ecosystem.name())) {
        // Every release of a distribution is no answer for one that does not say which it is.
        unknown.add(
            FeedOutcome.without(
                ecosystem.toString(), State.NOT_OFFERED, "The release is not known."));
      } else if (!isUsableName(ecosystem.toString()) || reader.provenance(ecosystem).isEmpty()) {
        missing.add(ecosystem.toString());
      }
    }
    if (reader.kevProvenance().isEmpty()) {
      missing.add(KEV);
    }
    if (reader.epssProvenance().isEmpty()) {
      missing.add(EPSS);
    }
    unknown.addAll(run(missing, hasty));
    return unknown;
  }

  private Collection<String> whatToUpdate() throws BreakwaterException {
    Optional<NavigableSet<String>> listed = base.listed();
    if (listed.isPresent()) {
      if (listed.get().isEmpty()) {
        throw new BreakwaterException(
            "There are no feeds in the directory given. It should hold osv/ECOSYSTEM/all.zip,"
                + " alpine-secdb/RELEASE/main.json, kev/ or epss/.");
      }
      return listed.get();
    }
    NavigableSet<String> stored = new TreeSet<>();
    for (Ecosystem ecosystem : reader.ecosystems()) {
      stored.add(ecosystem.toString());
    }
    if (stored.isEmpty()) {
      return DEFAULTS;
    }
    stored.add(KEV);
    stored.add(EPSS);
    if (reader.artifactProvenance().isPresent()) {
      stored.add(JARS);
    }
    if (Files.exists(store.malware())) {
      stored.add(MALWARE);
    }
    return stored;
  }

  /** A feed to be fetched and stored by itself. */
  private interface Job {
    List<FeedOutcome> run(Fetcher fetcher) throws BreakwaterException;
  }

  private record NamedJob(String name, Job job) {}

  private List<FeedOutcome> run(NavigableSet<String> names, Limits limits) {
    ConcurrentLinkedQueue<FeedOutcome> outcomes = new ConcurrentLinkedQueue<>();
    Semaphore atOnce = new Semaphore(AT_ONCE);
    try (Fetcher fetcher = new Fetcher(store, limits, progress)) {
      List<Thread> threads = new ArrayList<>();
      for (NamedJob job : jobs(names, outcomes)) {
        threads.add(
            Thread.ofPlatform()
                .daemon()
                .name("feed " + job.name)
                .start(() -> outcomes.addAll(run(job, fetcher, atOnce))));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<FeedOutcome> sorted = new ArrayList<>(outcomes);
    sorted.sort(Comparator.comparing(FeedOutcome::name));
    return sorted;
  }

  private static List<FeedOutcome> run(NamedJob job, Fetcher fetcher, Semaphore atOnce) {
    try {
      atOnce.acquire();
      try {
        return job.job.run(fetcher);
      } finally {
        atOnce.release();
      }
    } catch (UnreachableException e) {
      return List.of(FeedOutcome.without(job.name, State.UNREACHABLE, e.getMessage()));
    } catch (BreakwaterException e) {
      return List.of(FeedOutcome.without(job.name, State.FAILED, e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of(FeedOutcome.without(job.name, State.FAILED, "The update was interrupted."));
    } catch (OutOfMemoryError e) {
      return List.of(
          FeedOutcome.without(
              job.name, State.FAILED, "There is not enough memory for it; raise -Xmx."));
    }
  }

  private List<NamedJob> jobs(NavigableSet<String> names, Collection<FeedOutcome> outcomes) {
    List<NamedJob> jobs = new ArrayList<>();
    Map<String, NavigableSet<Ecosystem>> exports = new TreeMap<>();
    for (String name : names) {
      Ecosystem ecosystem = Ecosystem.parse(name);
      String release = ecosystem.release();
      if (!isUsableName(name)) {
        outcomes.add(
            FeedOutcome.without(
                Titles.oneLine(name), State.NOT_OFFERED, "This is no name of an ecosystem."));
        continue;
      }
      switch (ecosystem.name()) {
        case KEV -> jobs.add(new NamedJob(KEV, this::kev));
        case EPSS -> jobs.add(new NamedJob(EPSS, this::epss));
        case JARS -> jobs.add(new NamedJob(JARS, this::jars));
        case MALWARE -> jobs.add(new NamedJob(MALWARE, this::malware));
        case "Wolfi", "Chainguard" ->
            jobs.add(
                new NamedJob(
                    name,
                    fetcher ->
                        secdb(
                            fetcher,
                            ecosystem,
                            List.of(base.security(EcosystemNames.lower(ecosystem.name()))),
                            null)));
        case "Alpine" -> {
          if (release == null) {
            jobs.add(new NamedJob(name, this::allOfAlpine));
          } else {
            jobs.add(new NamedJob(name, fetcher -> alpine(fetcher, release)));
          }
        }
        default -> exports.computeIfAbsent(ecosystem.name(), n -> new TreeSet<>()).add(ecosystem);
      }
    }
    exports.forEach((family, wanted) -> exportJobs(family, wanted, jobs));
    return jobs;
  }

  /** A family is exported as a whole, whatever of it is wanted. */
  private void exportJobs(String family, NavigableSet<Ecosystem> wanted, List<NamedJob> jobs) {
    Ecosystem whole = new Ecosystem(family, null);
    if (wanted.contains(whole)) {
      jobs.add(new NamedJob(family, fetcher -> wholeExport(fetcher, family, new TreeSet<>())));
    } else {
      jobs.add(new NamedJob(family, fetcher -> wholeExport(fetcher, family, wanted)));
    }
  }

  /**
   * Reads the export of a family.
   *
   * @param wanted its releases that are wanted; none for all
   */
  private List<FeedOutcome> wholeExport(
      Fetcher fetcher, String family, NavigableSet<Ecosystem> wanted) throws BreakwaterException {
    Predicate<Ecosystem> filter =
        wanted.isEmpty() ? found -> found.name().equals(family) : wanted::contains;
    List<FeedOutcome> outcomes;
    try {
      outcomes = new ArrayList<>(export(fetcher, base.osv(family), family, wanted, filter));
    } catch (BreakwaterException e) {
      if (wanted.isEmpty()) {
        throw e;
      }
      State state = e instanceof UnreachableException ? State.UNREACHABLE : State.FAILED;
      return wanted.stream()
          .map(name -> FeedOutcome.without(name.toString(), state, e.getMessage()))
          .toList();
    }
    if (outcomes.isEmpty()) {
      List<Ecosystem> absent =
          wanted.isEmpty() ? List.of(new Ecosystem(family, null)) : List.copyOf(wanted);
      for (Ecosystem ecosystem : absent) {
        outcomes.add(
            FeedOutcome.without(
                ecosystem.toString(),
                State.NOT_OFFERED,
                "There is no " + base.osv(family).address() + "."));
      }
    }
    return outcomes;
  }

  /** Reads one export; no outcome at all where there is none. */
  private List<FeedOutcome> export(
      Fetcher fetcher,
      Location place,
      String name,
      NavigableSet<Ecosystem> wanted,
      Predicate<Ecosystem> filter)
      throws BreakwaterException {
    boolean everyRelease = wanted.isEmpty();
    NavigableSet<Ecosystem> stored = everyRelease ? storedOf(name) : wanted;
    Origin known = knownToAll(stored, place, everyRelease);
    switch (fetcher.get(place, known, MAX_EXPORT)) {
      case Document.Absent() -> {
        return List.of();
      }
      case Document.Unchanged() -> {
        List<FeedOutcome> outcomes = new ArrayList<>();
        for (Ecosystem ecosystem : stored) {
          store.checked(ecosystem);
          outcomes.add(FeedOutcome.without(ecosystem.toString(), State.UNCHANGED, null));
        }
        return outcomes;
      }
      case Document.Content content -> {
        try (content) {
          return storeExport(content, name, wanted, filter);
        }
      }
    }
  }

  private List<FeedOutcome> storeExport(
      Document.Content content,
      String name,
      NavigableSet<Ecosystem> wanted,
      Predicate<Ecosystem> filter)
      throws BreakwaterException {
    Instant now = Instant.now();
    try (OsvExport export = new OsvExport(store, filter, orders, progress)) {
      export.read(content.file(), name);
      Problems problems = export.problems();
      refuseMostlyBroken(name, export.records(), problems);
      List<FeedOutcome> outcomes = new ArrayList<>();
      for (Map.Entry<Ecosystem, OsvExport.Part> entry : export.parts().entrySet()) {
        OsvExport.Part part = entry.getValue();
        part.writer()
            .commit(
                new Provenance(
                    now,
                    asOf(part.newest(), content, now),
                    wanted.isEmpty(),
                    List.of(content.origin())));
        outcomes.add(
            new FeedOutcome(
                entry.getKey().toString(),
                State.UPDATED,
                part.writer().records(),
                problems.broken(),
                problems.doubtful(),
                problems.kept(),
                null));
      }
      for (Ecosystem ecosystem : wanted) {
        if (!export.parts().containsKey(ecosystem)) {
          outcomes.add(
              FeedOutcome.without(
                  ecosystem.toString(),
                  State.NOT_OFFERED,
                  content.origin().address() + " has no advisories for it."));
        }
      }
      if (outcomes.isEmpty()) {
        throw new BreakwaterException(
            "The export of " + name + " holds no advisories, so the store keeps what it had.");
      }
      return outcomes;
    }
  }

  private static void refuseMostlyBroken(String name, int records, Problems problems)
      throws BreakwaterException {
    if (problems.broken() * 2L > records) {
      throw new BreakwaterException(
          problems.broken()
              + " of the "
              + records
              + " records of "
              + name
              + " are broken, so the store keeps what it had. The first: "
              + problems.kept().getFirst().where()
              + ", "
              + problems.kept().getFirst().what()
              + ".");
    }
  }

  private NavigableSet<Ecosystem> storedOf(String family) throws BreakwaterException {
    NavigableSet<Ecosystem> stored = new TreeSet<>();
    for (Ecosystem ecosystem : reader.ecosystems()) {
      if (ecosystem.name().equals(family)) {
        stored.add(ecosystem);
      }
    }
    return stored;
  }

  /** What to ask the server with, if all of these were made from the same state of the document. */
  private @Nullable Origin knownToAll(
      NavigableSet<Ecosystem> stored, Location place, boolean everyRelease)
      throws BreakwaterException {
    Origin known = null;
    for (Ecosystem ecosystem : stored) {
      Provenance provenance = reader.provenance(ecosystem).orElse(null);
      if (provenance == null || (everyRelease && !provenance.everyRelease())) {
        return null;
      }
      Origin own = originOf(provenance, place);
      if (own == null || (known != null && !known.equals(own))) {
        return null;
      }
      known = own;
    }
    return known;
  }

  private static @Nullable Origin originOf(Provenance provenance, Location place) {
    for (Origin origin : provenance.origins()) {
      if (origin.address().equals(place.address())) {
        return origin;
      }
    }
    return null;
  }

  private List<FeedOutcome> allOfAlpine(Fetcher fetcher) throws BreakwaterException {
    List<FeedOutcome> outcomes = new ArrayList<>();
    Optional<NavigableSet<String>> listed = base.listed();
    if (listed.isPresent()) {
      for (String name : listed.get()) {
        String release = Ecosystem.parse(name).release();
        if (name.startsWith("Alpine:") && release != null) {
          outcomes.addAll(alpine(fetcher, release));
        }
      }
    } else {
      outcomes.addAll(offered(alpine(fetcher, "edge")));
      boolean any = false;
      for (int minor = FIRST_ALPINE_MINOR; minor <= MAX_ALPINE_MINOR; minor++) {
        List<FeedOutcome> one = offered(alpine(fetcher, "v3." + minor));
        outcomes.addAll(one);
        if (one.isEmpty() && any) {
          break; // releases are numbered without a gap
        }
        any |= !one.isEmpty();
      }
    }
    if (outcomes.isEmpty()) {
      outcomes.add(
          FeedOutcome.without("Alpine", State.NOT_OFFERED, "There is no release of Alpine there."));
    }
    return outcomes;
  }

  private static List<FeedOutcome> offered(List<FeedOutcome> outcomes) {
    return outcomes.stream().filter(outcome -> outcome.state() != State.NOT_OFFERED).toList();
  }

  private List<FeedOutcome> alpine(Fetcher fetcher, String release) throws BreakwaterException {
    return secdb(
        fetcher,
        new Ecosystem("Alpine", release),
        List.of(base.secdb(release, "main"), base.secdb(release, "community")),
        "https://security.alpinelinux.org/vuln/");
  }

  /** Reads the documents of one release; the first must be there, old releases have no second. */
  private List<FeedOutcome> secdb(
      Fetcher fetcher, Ecosystem ecosystem, List<Location> places, @Nullable String idAddress)
      throws BreakwaterException {
    String name = ecosystem.toString();
    Optional<Provenance> before = reader.provenance(ecosystem);
    if (before.isPresent() && allUnchanged(fetcher, before.get(), places)) {
      store.checked(ecosystem);
      return List.of(FeedOutcome.without(name, State.UNCHANGED, null));
    }
    Problems problems = new Problems();
    SecdbReader secdb = new SecdbReader(orders.apply(name).orElse(null), problems);
    List<Origin> origins = new ArrayList<>();
    Instant now = Instant.now();
    Instant newest = null;
    for (Location place : places) {
      Document document = fetcher.get(place, null, SecdbReader.MAX_BYTES);
      if (!(document instanceof Document.Content content)) {
        if (origins.isEmpty()) {
          return List.of(
              FeedOutcome.without(name, State.NOT_OFFERED, "There is no " + place.address() + "."));
        }
        continue;
      }
      try (content;
          InputStream in = Files.newInputStream(content.file())) {
        secdb.read(in);
      } catch (IOException e) {
        throw unreadable(place, e);
      }
      origins.add(content.origin());
      Instant modified = content.lastModified();
      newest = newest == null || (modified != null && modified.isAfter(newest)) ? modified : newest;
    }
    refuseMostlyBroken(name, secdb.lines(), problems);
    List<Advisory> advisories = secdb.advisories(idAddress);
    try (StoreWriter writer = new StoreWriter(store, ecosystem)) {
      for (Advisory advisory : advisories) {
        writer.add(advisory);
      }
      writer.commit(
          new Provenance(now, newest == null || newest.isAfter(now) ? now : newest, true, origins));
    }
    return List.of(
        new FeedOutcome(
            name,
            State.UPDATED,
            advisories.size(),
            problems.broken(),
            problems.doubtful(),
            problems.kept(),
            null));
  }

  private static boolean allUnchanged(Fetcher fetcher, Provenance before, List<Location> places)
      throws BreakwaterException {
    for (Location place : places) {
      Origin known = originOf(before, place);
      Document document = fetcher.get(place, known, SecdbReader.MAX_BYTES);
      if (document instanceof Document.Content content) {
        content.close();
        return false;
      }
      if (document instanceof Document.Absent && known != null) {
        return false;
      }
    }
    return true;
  }

  private List<FeedOutcome> kev(Fetcher fetcher) throws BreakwaterException {
    Location place = base.kev();
    return table(
        fetcher,
        KEV,
        place,
        reader.kevProvenance(),
        KevReader.MAX_BYTES,
        (content, problems) -> {
          try (InputStream in = Files.newInputStream(content.file())) {
            KevReader.Catalogue catalogue = KevReader.read(in, problems);
            refuseMostlyBroken(KEV, catalogue.records(), problems);
            Instant now = Instant.now();
            KevWriter.write(
                store,
                catalogue.entries(),
                new Provenance(
                    now,
                    asOf(catalogue.released(), content, now),
                    true,
                    List.of(content.origin())));
            return catalogue.entries().size();
          }
        });
  }

  private List<FeedOutcome> epss(Fetcher fetcher) throws BreakwaterException {
    Location place = base.epss();
    return table(
        fetcher,
        EPSS,
        place,
        reader.epssProvenance(),
        MAX_EXPORT,
        (content, problems) -> {
          try (InputStream in = Files.newInputStream(content.file())) {
            EpssReader.Scores scores = EpssReader.read(in, problems);
            refuseMostlyBroken(EPSS, scores.records(), problems);
            Instant now = Instant.now();
            EpssWriter.write(
                store,
                scores.scores(),
                new Provenance(
                    now, asOf(scores.date(), content, now), true, List.of(content.origin())));
            return scores.scores().size();
          }
        });
  }

  private List<FeedOutcome> jars(Fetcher fetcher) throws BreakwaterException {
    Location place = base.artifacts().orElse(null);
    if (place == null) {
      return List.of(
          FeedOutcome.without(
              JARS,
              State.NOT_OFFERED,
              "Nobody publishes an index of Java archives; make one of your own repository with"
                  + " \"breakwater db index-jars\", and offer it with --feeds."));
    }
    return table(
        fetcher,
        JARS,
        place,
        reader.artifactProvenance(),
        MAX_EXPORT,
        (content, problems) -> {
          try (InputStream in = Files.newInputStream(content.file());
              ArtifactWriter writer = new ArtifactWriter(store)) {
            refuseMostlyBroken(JARS, ArtifactIndexReader.read(in, writer, problems), problems);
            Instant now = Instant.now();
            writer.commit(
                new Provenance(now, asOf(null, content, now), true, List.of(content.origin())));
            return writer.rows();
          }
        });
  }

  /** A list that other rooms read, so it stays a text, without the provenance that tables have. */
  private List<FeedOutcome> malware(Fetcher fetcher) throws BreakwaterException {
    Location place = base.malware().orElse(null);
    if (place == null) {
      return List.of(
          FeedOutcome.without(
              MALWARE,
              State.NOT_OFFERED,
              "No list of known-bad files is fetched from anybody by itself; offer one as"
                  + " malware/hashes.hsb with --feeds, or name it to scan with --malware-list."));
    }
    return table(
        fetcher,
        MALWARE,
        place,
        Optional.empty(),
        MAX_EXPORT,
        (content, problems) -> {
          try (InputStream in = Files.newInputStream(content.file());
              TemporaryFile draft = store.temporary()) {
            MalwareListReader.Rows rows;
            try (Writer list = Files.newBufferedWriter(draft.path(), StandardCharsets.UTF_8)) {
              rows = MalwareListReader.read(in, list, problems);
            }
            refuseMostlyBroken(MALWARE, rows.all(), problems);
            Files.move(draft.path(), store.malware(), StandardCopyOption.ATOMIC_MOVE);
            return rows.good();
          }
        });
  }

  private interface TableReader {
    /** Reads and stores, and returns how many entries there are. */
    int read(Document.Content content, Problems problems) throws IOException, BreakwaterException;
  }

  private List<FeedOutcome> table(
      Fetcher fetcher,
      String name,
      Location place,
      Optional<Provenance> before,
      long maxBytes,
      TableReader tableReader)
      throws BreakwaterException {
    Origin known = before.isEmpty() ? null : originOf(before.get(), place);
    switch (fetcher.get(place, known, maxBytes)) {
      case Document.Absent() -> {
        return List.of(
            FeedOutcome.without(name, State.NOT_OFFERED, "There is no " + place.address() + "."));
      }
      case Document.Unchanged() -> {
        store.checked(name);
        return List.of(FeedOutcome.without(name, State.UNCHANGED, null));
      }
      case Document.Content content -> {
        Problems problems = new Problems();
        try (content) {
          int records = tableReader.read(content, problems);
          return List.of(
              new FeedOutcome(
                  name,
                  State.UPDATED,
                  records,
                  problems.broken(),
                  problems.doubtful(),
                  problems.kept(),
                  null));
        } catch (IOException e) {
          throw unreadable(place, e);
        }
      }
    }
  }

  private static BreakwaterException unreadable(Location place, IOException e) {
    return new BreakwaterException(
        "The feed "
            + place.address()
            + " cannot be read ("
            + e.getMessage()
            + "), so the store keeps what it had.",
        e);
  }

  /** What the data say, or else their place; never in the future, which would hide their age. */
  private static Instant asOf(@Nullable Instant said, Document.Content content, Instant now) {
    Instant best = said != null ? said : content.lastModified();
    return best == null || best.isAfter(now) ? now : best;
  }

  /** Names come from images too, and become parts of paths and addresses. */
  private static boolean isUsableName(String name) {
    if (name.isEmpty() || name.length() > MAX_NAME) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letter && (i == 0 || " ._:+-()".indexOf(c) < 0)) {
        return false;
      }
    }
    return !name.contains("..") && !name.contains(":.");
  }
}
