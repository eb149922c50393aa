package dev.breakwater.cli;

import dev.breakwater.advisory.Advisory;
import dev.breakwater.advisory.feed.FeedOutcome;
import dev.breakwater.advisory.feed.FeedUpdater;
import dev.breakwater.advisory.store.AdvisoryStore;
import dev.breakwater.advisory.store.Provenance;
import dev.breakwater.advisory.store.StoreFile;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Problem;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** {@code db}: the advisory store. */
final class DbCommands {
  private DbCommands() {}

  static CommandSpec spec(Console console) {
    CommandSpec db = CommandSpec.create();
    db.usageMessage()
        .description("Fetch, inspect and ask the advisory store.")
        .footer(
            "",
            "Examples:",
            "  breakwater db update Debian:12 PyPI",
            "  breakwater db status",
            "  breakwater db show CVE-2023-0464",
            "  breakwater db lookup pkg:pypi/django@3.2.1");
    Main.withHelp(db);
    db.addSubcommand("update", new Update(console).spec);
    db.addSubcommand("status", new Status(console).spec);
    db.addSubcommand("show", new Show(console).spec);
    db.addSubcommand("lookup", new Lookup(console).spec);
    db.addSubcommand("index-jars", new IndexJars(console).spec);
    db.addSubcommand("base", BaseCommands.spec(console));
    return db;
  }

  static OptionSpec storeOption() {
    return OptionSpec.builder("--store")
        .paramLabel("DIR")
        .type(String.class)
        .description(
            "The advisory store. Default: breakwater/advisories below $XDG_CACHE_HOME or ~/.cache.")
        .build();
  }

  static OptionSpec feedsOption() {
    return OptionSpec.builder("--feeds")
        .paramLabel("BASE")
        .type(String.class)
        .description(
            "Fetch advisories from this directory or URL, laid out like the public feeds (see"
                + " README).")
        .build();
  }

  private static Path directory(Console console, OptionSpec store) {
    String named = store.getValue();
    return named == null ? Directories.of(console.environment()).advisories() : Path.of(named);
  }

  /** {@code db update}. */
  private static final class Update implements Callable<Integer> {
    private static final int NAMED_PROBLEMS = 3;

    private final Console console;
    private final OptionSpec feeds = feedsOption();
    private final OptionSpec store = storeOption();
    private final PositionalParamSpec ecosystems =
        Options.operands(
            "ECOSYSTEM",
            "0..*",
            "For example Debian, Debian:12, PyPI, kev, epss or jars. Default: all that the store"
                + " has, or that BASE lists.");
    final CommandSpec spec = Main.command(this);

    Update(Console console) {
      this.console = console;
      spec.addPositional(ecosystems).addOption(feeds).addOption(store);
      spec.usageMessage().description("Fetch advisories.");
    }

    @Override
    public Integer call() throws BreakwaterException {
      List<String> names = ecosystems.getValue();
      List<FeedOutcome> outcomes;
      try (ProgressLine line = new ProgressLine(console, true)) {
        outcomes =
            new FeedUpdater(directory(console, store), feeds.getValue(), line)
                .update(names == null ? List.of() : names);
      }
      Columns table = new Columns("FEED", "STATE", "RECORDS", "REMARKS");
      boolean failed = false;
      for (FeedOutcome outcome : outcomes) {
        failed |=
            switch (outcome.state()) {
              case UPDATED, UNCHANGED -> false;
              case NOT_OFFERED, UNREACHABLE, FAILED -> true;
            };
        table.row(
            outcome.name(),
            outcome.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
            outcome.records() > 0 ? String.valueOf(outcome.records()) : "",
            remark(outcome));
      }
      table.print(console.out());
      outcomes.forEach(this::tell);
      return failed ? Main.NOT_ASSESSED : 0;
    }

    private void tell(FeedOutcome outcome) {
      List<Problem> problems = outcome.problems();
      for (Problem problem : problems.subList(0, Math.min(NAMED_PROBLEMS, problems.size()))) {
        console.tell(outcome.name() + ": " + problem.where() + ": " + problem.what());
      }
      int more = outcome.broken() + outcome.doubtful() - NAMED_PROBLEMS;
      if (more > 0) {
        console
            .err()
            .println("breakwater: " + outcome.name() + ": and " + more + " more of its records");
      }
    }

    private static String remark(FeedOutcome outcome) {
      List<String> remarks = new ArrayList<>();
      if (outcome.reason() != null) {
        remarks.add(outcome.reason());
      }
      if (outcome.broken() > 0) {
        remarks.add(outcome.broken() + " broken records left out");
      }
      if (outcome.doubtful() > 0) {
        remarks.add(outcome.doubtful() + " records partly unreadable");
      }
      return String.join("; ", remarks);
    }
  }

  /** {@code db status}. */
  private static final class Status implements Callable<Integer> {
    private final Console console;
    private final OptionSpec store = storeOption();
    final CommandSpec spec = Main.command(this);

    Status(Console console) {
      this.console = console;
      spec.addOption(store);
      spec.usageMessage().description("Show what the store has, and check that it is whole.");
    }

    @Override
    public Integer call() throws BreakwaterException {
      Path directory = directory(console, store);
      List<StoreFile> files = AdvisoryStore.at(directory).status();
      PrintStream out = console.out();
      if (files.isEmpty()) {
        out.println("The store in " + directory + " is empty; fill it with: breakwater db update");
        return 0;
      }
      out.println("Store: " + directory);
      Columns table = new Columns("FEED", "RECORDS", "AS OF", "CHECKED", "SIZE", "STATE");
      boolean whole = true;
      for (StoreFile file : files) {
        Provenance provenance = file.provenance();
        whole &= file.state() == StoreFile.State.OK;
        table.row(
            file.name(),
            String.valueOf(file.records()),
            provenance == null ? "" : provenance.asOf().toString().substring(0, 10),
            file.checkedAt().toString().substring(0, 16).replace('T', ' '),
            (file.bytes() + 1023) / 1024 + " KiB",
            file.problem() == null ? "ok" : file.problem());
      }
      table.print(out);
      return whole ? 0 : Main.NOT_ASSESSED;
    }
  }

  /** {@code db show}. */
  private static final class Show implements Callable<Integer> {
    private final Console console;
    private final OptionSpec store = storeOption();
    private final PositionalParamSpec id =
        Options.operands("ID", "1", "An advisory's own name, or an alias such as a CVE.");
    final CommandSpec spec = Main.command(this);

    Show(Console console) {
      this.console = console;
      spec.addPositional(id).addOption(store);
      spec.usageMessage().description("Show every advisory in the store by this name or alias.");
    }

    @Override
    public Integer call() throws BreakwaterException {
      String name = id.getValue();
      AdvisoryStore opened = AdvisoryStore.at(directory(console, store));
      List<AdvisoryStore.Filed> found = opened.byId(name);
      if (found.isEmpty()) {
        console
            .err()
            .println(
                "breakwater: the store has no advisory "
                    + name
                    + "; 'breakwater db status' shows what it has");
        return Main.NOT_ASSESSED;
      }
      AdvisoryText text = new AdvisoryText(console.out());
      for (AdvisoryStore.Filed filed : found) {
        text.print(filed.ecosystem(), filed.advisory());
      }
      text.exploitation(
          opened, name, found.stream().map(AdvisoryStore.Filed::advisory).toArray(Advisory[]::new));
      return 0;
    }
  }

  /** {@code db lookup}: a scan of one package URL. */
  private static final class Lookup implements Callable<Integer> {
    private final Console console;
    private final OptionSpec store = storeOption();
    private final OptionSpec format =
        OptionSpec.builder("-f", "--format")
            .paramLabel("FORMAT")
            .type(String.class)
            .defaultValue("table")
            .description("table or json. Default: table.")
            .build();
    private final PositionalParamSpec purl =
        Options.operands(
            "PURL", "1", "A package URL with its version, for example pkg:npm/lodash@4.17.20");
    final CommandSpec spec = Main.command(this);

    Lookup(Console console) {
      this.console = console;
      spec.addPositional(purl).addOption(format).addOption(store);
      spec.usageMessage()
          .description("Show what the store knows of one package.")
          .footer(
              "",
              "Examples:",
              "  breakwater db lookup pkg:pypi/django@3.2.1",
              "  breakwater db lookup 'pkg:deb/debian/openssl@3.0.11-1?distro=debian-12'");
    }

    @Override
    public Integer call() {
      String text = purl.getValue();
      try {
        PackageUrl.parse(text);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), e.getMessage(), e);
      }
      List<String> words =
          new ArrayList<>(
              Arrays.asList("scan", "purls:-", "--offline", "--format", format.getValue()));
      if (store.getValue() != null) {
        words.addAll(List.of("--store", store.getValue()));
      }
      return Main.run(console.reading(text + "\n"), words.toArray(String[]::new));
    }
  }

  /** {@code db index-jars}. */
  private static final class IndexJars implements Callable<Integer> {
    private final Console console;
    private final PositionalParamSpec repository =
        Options.operands(
            "DIR",
            "1",
            "A Maven repository: GROUP/ARTIFACT/VERSION/ARTIFACT-VERSION.jar below it.");
    final CommandSpec spec = Main.command(this);

    IndexJars(Console console) {
      this.console = console;
      spec.addPositional(repository);
      spec.usageMessage()
          .description(
              "Print the index by which 'scan' names jars that do not say who they are.",
              "Offer it as jars/index.tsv.gz below --feeds.")
          .footer(
              "",
              "Example:",
              "  breakwater db index-jars ~/.m2/repository | gzip > feeds/jars/index.tsv.gz",
              "  breakwater db update --feeds feeds jars");
    }

    @Override
    public Integer call() throws BreakwaterException {
      List<Problem> problems =
          RepositoryIndex.write(Path.of(repository.<String>getValue()), console.report());
      for (Problem problem : problems) {
        console.tell(problem);
      }
      return problems.isEmpty() ? 0 : Main.NOT_ASSESSED;
    }
  }
}
