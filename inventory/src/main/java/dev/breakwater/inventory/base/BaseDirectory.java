package dev.breakwater.inventory.base;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Digest;
import dev.breakwater.core.Plan;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Report;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Verdict;
import dev.breakwater.core.json.Json;
import dev.breakwater.core.json.JsonPrinter;
import dev.breakwater.inventory.Inventory;
import dev.breakwater.inventory.sbom.CycloneDxReport;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The files of the known bases: for each a JSON document and, beside it, a CycloneDX SBOM of its
 * packages; and one index, made of the documents, with a line for each.
 *
 * <p>Whoever writes holds a lock, writes aside and renames, the index last; so any number of
 * processes may read meanwhile, without a lock, and always find an index whose files are there.
 * Where the index is missing or of another form the documents are read instead, and the next writer
 * makes it anew.
 */
final class BaseDirectory {
  /** The most bases that are kept. */
  static final int MOST = 20_000;

  private static final String HEADER = "breakwater.bases/1";
  private static final long MOST_INDEX_BYTES = 16L << 20;
  private static final long MOST_DOCUMENT_BYTES = 4L << 20;
  private static final String DOCUMENT = ".json";
  private static final String SBOM = ".cdx";
  private static final String ASIDE = ".tmp";

  /** File locks are the process's, not the thread's. */
  private static final ReentrantLock WRITING = new ReentrantLock();

  private final Path path;
  private final Set<Problem> problems = new TreeSet<>();

  BaseDirectory(Path path) {
    this.path = path;
  }

  List<Problem> problems() {
    synchronized (problems) {
      return List.copyOf(problems);
    }
  }

  void complain(Problem problem) {
    synchronized (problems) {
      problems.add(problem);
    }
  }

  void complainOfLine() {
    complain(
        new Problem(
            indexFile().toString(),
            "a line of this list of known base images is damaged and was left out; learn the image"
                + " again with 'base add'"));
  }

  private Path indexFile() {
    return path.resolve("index.tsv");
  }

  /** Where the packages of a base are. */
  Path sbom(KnownBase base) {
    return path.resolve(base.fileName() + SBOM);
  }

  private Path document(KnownBase base) {
    return path.resolve(base.fileName() + DOCUMENT);
  }

  /**
   * The lines of the index, each beginning with some text, a chain ID if it is whole, and a tab.
   */
  List<String> index() {
    try {
      if (!isPrivate()) {
        complain(
            new Problem(
                path.toString(),
                "the known base images were not used, because others than you may write there; take"
                    + " that permission away with: chmod go-w "
                    + path));
        return List.of();
      }
      String text = indexText();
      return text == null ? linesOfDocuments() : split(text);
    } catch (NoSuchFileException nothingLearned) {
      return List.of();
    } catch (IOException e) {
      complain(
          new Problem(
              path.toString(),
              "cannot read the known base images: " + BreakwaterException.reason(e)));
      return List.of();
    }
  }

  /** Whoever else could write here could make findings look like somebody else's fault. */
  private boolean isPrivate() throws IOException {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
      return !permissions.contains(PosixFilePermission.GROUP_WRITE)
          && !permissions.contains(PosixFilePermission.OTHERS_WRITE);
    } catch (UnsupportedOperationException unknown) {
      throw new IOException("its file system does not tell who may write there", unknown);
    }
  }

  /** The index without its first line; null where there is none of this form. */
  private @Nullable String indexText() throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(indexFile())) {
      bytes = in.readNBytes((int) MOST_INDEX_BYTES + 1);
    } catch (NoSuchFileException lost) {
      return null;
    }
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (bytes.length > MOST_INDEX_BYTES || !text.startsWith(HEADER + "\n")) {
      complain(
          new Problem(
              indexFile().toString(),
              "this list of known base images is damaged, so each was read by itself; 'base add'"
                  + " and 'base remove' make it anew"));
      return null;
    }
    return text.substring(HEADER.length() + 1);
  }

  private List<String> split(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length() && lines.size() < MOST) {
      int end = text.indexOf('\n', start);
      int stop = end < 0 ? text.length() : end;
      int tab = text.indexOf('\t', start);
      if (tab > start && tab < stop) {
        lines.add(text.substring(start, stop));
      } else {
        complainOfLine();
      }
      start = stop + 1;
    }
    return lines;
  }

  private List<String> linesOfDocuments() throws IOException {
    List<String> lines = new ArrayList<>();
    for (KnownBase base : documents()) {
      lines.add(base.line());
    }
    return lines;
  }

  private Collection<KnownBase> documents() throws IOException {
    Map<String, KnownBase> bases = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*" + DOCUMENT)) {
      for (Path file : files) {
        if (bases.size() == MOST) {
          complain(
              new Problem(path.toString(), "only the first " + MOST + " base images were read"));
          break;
        }
        KnownBase base = read(file);
        if (base != null) {
          bases.put(base.key(), base);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return bases.values();
  }

  private @Nullable KnownBase read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      KnownBase base = KnownBase.read(Json.parse(in, MOST_DOCUMENT_BYTES));
      if (!file.equals(document(base))) {
        throw new IOException("it is not the base image that its name says");
      }
      return base;
    } catch (IOException e) {
      complain(
          new Problem(
              file.toString(),
              "cannot read what was learned of a base image: "
                  + BreakwaterException.reason(e)
                  + "; remove the file, and learn the image again with 'base add'"));
      return null;
    }
  }

  /** Adds a base, or puts it in the place of the same one. */
  void add(KnownBase base, Subject subject, Inventory inventory) throws BreakwaterException {
    writing(
        "learn " + base.reference(),
        bases -> {
          bases.remove(base.key());
          if (bases.size() >= MOST) {
            throw new IOException(
                "there are " + MOST + " known base images already; remove some with 'base remove'");
          }
          Report packages = packages(subject, base, inventory);
          write(sbom(base), out -> new CycloneDxReport(HEADER).write(packages, out));
          List<Digest> diffIds = new ArrayList<>();
          for (Subject.Layer layer : subject.layers()) {
            diffIds.add(layer.diffId());
          }
          write(document(base), out -> JsonPrinter.print(out, json -> base.print(json, diffIds)));
          bases.put(base.key(), base);
          writeIndex(bases.values());
        });
  }

  /** Only the packages and the distribution are to be kept. */
  private static Report packages(Subject subject, KnownBase base, Inventory inventory) {
    return new Report(
        base.created() == null ? Instant.EPOCH : base.created(),
        subject.withDistribution(inventory.distribution()),
        List.of(),
        inventory.problems(),
        inventory.packages(),
        List.of(),
        List.of(),
        List.of(),
        Plan.NONE,
        new Verdict(Verdict.Outcome.PASSED, List.of(), new TreeMap<>(), List.of()));
  }

  /** Removes bases, and says which. */
  List<KnownBase> remove(Predicate<KnownBase> unwanted) throws BreakwaterException {
    List<KnownBase> removed = new ArrayList<>();
    if (!Files.isDirectory(path)) {
      return removed;
    }
    writing(
        "forget base images",
        bases -> {
          for (KnownBase base : bases.values()) {
            if (unwanted.test(base)) {
              removed.add(base);
            }
          }
          if (removed.isEmpty()) {
            return;
          }
          for (KnownBase base : removed) {
            bases.remove(base.key());
          }
          writeIndex(bases.values());
          for (KnownBase base : removed) {
            Files.deleteIfExists(document(base));
            Files.deleteIfExists(sbom(base));
          }
        });
    removed.sort(null);
    return removed;
  }

  /** A change to what there is. */
  private interface Change {
    void apply(Map<String, KnownBase> bases) throws IOException;
  }

  private void writing(String what, Change change) throws BreakwaterException {
    WRITING.lock();
    try {
      makeDirectory();
      try (FileChannel gate =
              FileChannel.open(
                  path.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = gate.lock()) {
        if (!lock.isValid()) {
          throw new IOException("its lock is not valid");
        }
        sweep();
        change.apply(present());
      }
    } catch (IOException e) {
      throw new BreakwaterException(
          "Tried to " + what + " in " + path + ": " + BreakwaterException.reason(e), e);
    } finally {
      WRITING.unlock();
    }
  }

  private void makeDirectory() throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (!Files.isDirectory(path)) {
      makePrivate();
    }
    if (!isPrivate()) {
      throw new IOException("others than you may write there");
    }
  }

  private void makePrivate() throws IOException {
    try {
      Files.createDirectory(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (UnsupportedOperationException everybodys) {
      throw new IOException("its file system has no private directories", everybodys);
    }
  }

  private Map<String, KnownBase> present() {
    Map<String, KnownBase> bases = new LinkedHashMap<>();
    for (String line : index()) {
      KnownBase.parse(line)
          .ifPresentOrElse(base -> bases.put(base.key(), base), this::complainOfLine);
    }
    return bases;
  }

  /** Nobody else is writing, so what was left aside is of a process that was killed. */
  private void sweep() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*" + ASIDE)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private void writeIndex(Collection<KnownBase> bases) throws IOException {
    List<KnownBase> sorted = new ArrayList<>(bases);
    sorted.sort(null);
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    for (KnownBase base : sorted) {
      text.append(base.line()).append('\n');
    }
    write(indexFile(), out -> out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1)));
  }

  /** What a file is to hold. */
  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private void write(Path file, Content content) throws IOException {
    Path aside = Files.createTempFile(path, "new-", ASIDE);
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(aside))) {
        content.writeTo(out);
      }
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(aside);
    }
  }
}
