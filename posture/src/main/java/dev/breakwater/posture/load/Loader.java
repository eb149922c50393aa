package dev.breakwater.posture.load;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Problem;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds workloads in files and directories, each file recognised by what is in it.
 *
 * <p>A directory is walked: what in it is no workload is passed over, but what looks like one and
 * cannot be read is a problem. A file that was named is tried whatever it is called, and is a
 * problem if there is no workload in it. Nothing is audited twice: not a file that was named twice,
 * nor the templates of a chart that was rendered, nor what a rendered overlay of Kustomize
 * includes.
 *
 * <p>What is rendered comes first. Of a chart or an overlay that is not rendered, one problem says
 * so, and those of its files that are no templates are audited as they are written.
 */
public final class Loader {
  private final LoaderOptions options;

  /** A loader that looks for what the options name. */
  public Loader(LoaderOptions options) {
    this.options = options;
  }

  /**
   * Loads all that is in the paths; what cannot be read is a problem, and the rest goes on.
   *
   * @param paths files, directories, packed charts, and {@code -} for standard input
   */
  public void load(List<Path> paths, Sink sink) {
    try (Renderer renderer = new Renderer(options.environment(), Renderer.PATIENCE)) {
      new Loading(sink, renderer).load(paths);
    }
  }

  /** One run. */
  private final class Loading implements FilesAhead.Taker {
    private final Sink sink;
    private final Renderer renderer;
    private final Walk walk;
    private final List<Path> named = new ArrayList<>();
    private final List<Path> charts = new ArrayList<>();

    /** The charts that were. */
    private final Set<Path> rendered = new HashSet<>();

    /** The files that were read, absolute. */
    private final Set<Path> seen = new HashSet<>();

    Loading(Sink sink, Renderer renderer) {
      this.sink = sink;
      this.renderer = renderer;
      this.walk = new Walk(sink);
    }

    void load(List<Path> paths) {
      for (Path path : paths) {
        String name = path.toString();
        Path parent = path.getParent();
        if (Files.isDirectory(path)) {
          walk.directory(path);
        } else if (name.endsWith(".tgz") || name.endsWith(".tar.gz")) {
          charts.add(path);
        } else if (!Kustomization.isNamed(path)
            || !walk.kustomization(parent == null ? Path.of("") : parent)) {
          named.add(path);
        }
      }
      charts.addAll(walk.charts());
      Overlays overlays = overlays();
      for (Path chart : charts) {
        chart(chart);
      }
      named.forEach(this::expect);
      walk.files().forEach(found -> expect(found.path()));
      for (Path path : named) {
        named(path);
      }
      List<Walk.Found> files = new ArrayList<>();
      for (Walk.Found found : walk.files()) {
        if (!overlays.isConsumed(found.path()) && isWanted(found)) {
          files.add(found);
        }
      }
      if (files.isEmpty()) {
        return;
      }
      try (FilesAhead ahead = new FilesAhead(files)) {
        ahead.giveTo(this);
      }
    }

    private void expect(Path path) {
      for (Format format : options.formats()) {
        format.expect(path);
      }
    }

    private Overlays overlays() {
      Overlays overlays = new Overlays(walk.kustomizations());
      for (Kustomization root : overlays.roots()) {
        try {
          checkRendering();
          SourceFile file = Overlay.render(root, renderer);
          overlays.rendered(root);
          read(file);
          tellProblems(file);
        } catch (NotRenderedException e) {
          String remote = overlays.remote(root);
          String fetch = remote == null ? "" : "it takes " + remote + ", but nothing is fetched; ";
          sink.add(
              new Problem(
                  root.file().toString(),
                  "this overlay was not rendered, so what it makes is not audited, only its"
                      + " resources as they are written: "
                      + fetch
                      + e.getMessage()));
        }
      }
      return overlays;
    }

    private void checkRendering() throws NotRenderedException {
      if (!options.render()) {
        throw new NotRenderedException("rendering was turned off");
      }
    }

    private void chart(Path chart) {
      if (!seen.add(Walk.absolute(chart))) {
        return;
      }
      if (Chart.isLibrary(chart)) {
        return;
      }
      try {
        checkRendering();
        for (SourceFile file : Chart.render(chart, options.helmOptions(), renderer)) {
          read(file);
          tellProblems(file);
        }
        rendered.add(chart);
      } catch (NotRenderedException e) {
        sink.add(
            new Problem(
                Chart.name(chart),
                "this chart was not rendered, so its templates are not audited: "
                    + e.getMessage()));
      }
    }

    private void named(Path path) {
      try {
        if (path.toString().equals("-")) {
          byte[] bytes = options.standardInput().readNBytes(SourceFile.MAX_BYTES + 1);
          named(SourceFile.of("-", bytes));
        } else if (isOpen(path)) {
          try (InputStream in = Files.newInputStream(path)) {
            named(SourceFile.of(path.toString(), in.readNBytes(SourceFile.MAX_BYTES + 1)));
          }
        } else if (seen.add(Walk.absolute(path))) {
          named(SourceFile.read(path));
        }
      } catch (BreakwaterException | IOException e) {
        sink.add(new Problem(path.toString(), String.valueOf(e.getMessage())));
      }
    }

    private void named(SourceFile file) {
      boolean recognised = read(file);
      tellProblems(file);
      if (!tellMisfits(file) && !recognised && file.problems().isEmpty()) {
        sink.add(new Problem(file.name(), "there is nothing in it that Breakwater audits"));
      }
    }

    private boolean isWanted(Walk.Found found) {
      return !(found.template() != null && rendered.contains(found.template()))
          && !isPartOfAnother(found.path())
          && seen.add(Walk.absolute(found.path()));
    }

    @Override
    public void take(Walk.Found found, SourceFile file) {
      // What is said of the chart is said of its templates.
      boolean unrendered = found.template() != null && isTemplate(file);
      // Another file may have included it in the meantime.
      boolean passed = unrendered || isPartOfAnother(found.path());
      if (!passed && (read(file) || Suspicion.looksLikeWorkload(file.text()))) {
        tellProblems(file);
        tellMisfits(file);
      }
    }

    @Override
    public void miss(Walk.Found found, BreakwaterException why) {
      if (mayBeWorkload(found)) {
        sink.add(new Problem(found.path().toString(), String.valueOf(why.getMessage())));
      }
    }

    private boolean isPartOfAnother(Path path) {
      for (Format format : options.formats()) {
        if (format.isPartOfAnother(path)) {
          return true;
        }
      }
      return false;
    }

    /** Reads what is recognised, and says whether there was any. */
    private boolean read(SourceFile file) {
      Sink numbering = new Numbering(sink);
      boolean recognised = false;
      List<Value> documents = file.documents();
      for (int i = 0; i < documents.size(); i++) {
        for (Format format : options.formats()) {
          if (format.looksLike(documents.get(i))) {
            format.read(file, i, numbering);
            recognised = true;
            break;
          }
        }
      }
      return recognised;
    }

    /** Tells of what looks like a workload to people, but to no program, and whether it did. */
    private boolean tellMisfits(SourceFile file) {
      boolean told = false;
      for (Value document : file.documents()) {
        String misfit = isKnown(document) ? null : misfit(document);
        if (misfit != null) {
          told = true;
          sink.add(new Problem(document.origin().place(), "not read: " + misfit));
        }
      }
      return told;
    }

    private @Nullable String misfit(Value document) {
      String text = document.text();
      if (text != null && Suspicion.looksLikeWorkload(text)) {
        return "it looks like a workload, but is neither YAML nor JSON";
      }
      return document.items().stream().anyMatch(this::isKnown)
          ? "it is a list of workloads; make each a document of its own"
          : null;
    }

    private boolean isKnown(Value document) {
      return options.formats().stream().anyMatch(format -> format.looksLike(document));
    }

    private void tellProblems(SourceFile file) {
      if (!file.problems().isEmpty() && isTemplate(file)) {
        sink.add(
            new Problem(file.name(), "not read: it is a template, which has to be rendered first"));
      } else {
        file.problems().forEach(sink::add);
      }
    }
  }

  /** Whether it is a pipe of the shell's, which is as good as standard input. */
  private static boolean isOpen(Path path) {
    return path.startsWith("/dev/fd")
        || path.startsWith("/proc/self/fd")
        || path.equals(Path.of("/dev/stdin"));
  }

  private static boolean isTemplate(SourceFile file) {
    return file.text().contains("{{");
  }

  /**
   * Whether a file that is no text, or too long, may be a workload. What is too long is not looked
   * through, so of what is called YAML it is always said that it was not read.
   */
  private static boolean mayBeWorkload(Walk.Found found) {
    Path path = found.path();
    if (found.size() > SourceFile.MAX_BYTES && !Walk.endsWith(path.toString(), ".json")) {
      return true;
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] beginning = in.readNBytes(SourceFile.MAX_BYTES);
      return Suspicion.looksLikeWorkload(new String(beginning, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return true;
    }
  }

  /** Numbers the objects of one file. */
  private static final class Numbering implements Sink {
    private final Sink sink;
    private int next;

    Numbering(Sink sink) {
      this.sink = sink;
    }

    @Override
    public void add(Resource resource) {
      sink.add(resource.withIndex(next++));
    }

    @Override
    public void add(Problem problem) {
      sink.add(problem);
    }
  }
}
