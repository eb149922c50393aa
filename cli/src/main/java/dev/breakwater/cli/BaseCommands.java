package dev.breakwater.cli;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Digest;
import dev.breakwater.core.Problem;
import dev.breakwater.core.json.JsonPrinter;
import dev.breakwater.image.Image;
import dev.breakwater.image.ImageFacts;
import dev.breakwater.image.ImageOptions;
import dev.breakwater.image.ImageSource;
import dev.breakwater.image.Images;
import dev.breakwater.image.registry.ImageReference;
import dev.breakwater.inventory.Cataloguer;
import dev.breakwater.inventory.Inventory;
import dev.breakwater.inventory.base.KnownBase;
import dev.breakwater.inventory.base.KnownBases;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** {@code base}: the images that others are built on. */
final class BaseCommands {
  private static final String LIST_SCHEMA = "breakwater.bases/1";

  private BaseCommands() {}

  static CommandSpec spec(Console console) {
    CommandSpec base = CommandSpec.create();
    base.usageMessage()
        .description("Learn base images, so that 'scan' tells what they brought and what is newer.")
        .footer(
            "",
            "Examples:",
            "  breakwater base add debian:12.12",
            "  breakwater base add registry.example.org/base/java:21 --platform linux/arm64",
            "  breakwater base add docker-archive:base.tar --name"
                + " registry.example.org/base/java:21",
            "  breakwater base list");
    Main.withHelp(base);
    base.addSubcommand("add", new Add(console).spec);
    base.addSubcommand("list", new Listing(console).spec);
    base.addSubcommand("remove", new Remove(console).spec);
    return base;
  }

  private static KnownBases known(Console console) {
    return KnownBases.at(Directories.bases(console.environment()));
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static int tell(List<Problem> problems, Console console) {
    for (Problem problem : problems) {
      console.tell(problem);
    }
    return problems.isEmpty() ? 0 : Main.NOT_ASSESSED;
  }

  /** {@code base add}. */
  private static final class Add implements Callable<Integer> {
    private final Console console;
    private final PositionalParamSpec image =
        Options.operands(
            "REF",
            "1",
            "An image as 'scan' takes it: in a registry, an engine, an archive or a layout.");
    private final OptionSpec name =
        OptionSpec.builder("--name")
            .paramLabel("NAME")
            .type(String.class)
            .description(
                "What the image is called, for example debian:12.12. Default: REF, where that is"
                    + " the name of an image.")
            .build();
    final CommandSpec spec = Main.command(this);
    private final OpeningOptions opening;

    Add(Console console) {
      this.console = console;
      spec.addPositional(image).addOption(name);
      this.opening = new OpeningOptions(spec);
      spec.usageMessage().description("Learn an image: its layers and its packages.");
    }

    @Override
    public Integer call() throws BreakwaterException {
      ImageOptions options = opening.of(console.environment());
      ImageSource source = source();
      ImageReference reference = nameOf(source);
      try (ProgressLine line = new ProgressLine(console, true)) {
        return learn(source, reference, options, line);
      }
    }

    private int learn(
        ImageSource source, ImageReference reference, ImageOptions options, ProgressLine line)
        throws BreakwaterException {
      KnownBases bases = known(console);
      try (Image opened = Images.open(source, options, line)) {
        ImageFacts facts = opened.examine(Cataloguer.detectors(), line);
        Inventory inventory = Cataloguer.catalogue(opened.subject(), facts);
        KnownBase learned = bases.add(reference, opened.subject(), opened.settings(), inventory);
        line.clear();
        console
            .out()
            .println(
                "learned "
                    + learned.reference()
                    + ": "
                    + count(learned.layers(), "layer")
                    + ", "
                    + count(learned.packages(), "package"));
        return tell(inventory.problems(), console);
      }
    }

    private ImageSource source() throws BreakwaterException {
      String text = image.getValue();
      return switch (SubjectReference.parse(text)) {
        case SubjectReference.OfImage(ImageSource source) -> source;
        case SubjectReference.Sbom sbom -> throw noImage(text);
        case SubjectReference.Purls purls -> throw noImage(text);
      };
    }

    private ImageReference nameOf(ImageSource source) {
      String called = name.getValue();
      if (called != null) {
        return parsed("--name: ", called);
      }
      return switch (source) {
        case ImageSource.Registry registry -> registry.reference();
        case ImageSource.InEngine engine -> parsed("", engine.reference());
        case ImageSource.InContainerd containerd -> parsed("", containerd.reference());
        case ImageSource.DockerArchive archive -> throw nameless();
        case ImageSource.OciArchive archive -> throw nameless();
        case ImageSource.OciLayout layout -> throw nameless();
        case ImageSource.Directory directory -> throw noImage(image.getValue());
        case ImageSource.Container container -> throw noImage(image.getValue());
        case ImageSource.Running running -> throw noImage(image.getValue());
        case ImageSource.Host host -> throw noImage(image.getValue());
      };
    }

    private ImageReference parsed(String option, String text) {
      try {
        return ImageReference.parse(text);
      } catch (IllegalArgumentException e) {
        throw usage(
            option + e.getMessage() + (option.isEmpty() ? "; say its name with --name" : ""));
      }
    }

    private ParameterException nameless() {
      return usage(
          "an archive or a layout does not say what people call the image; say it, for example with"
              + " --name debian:12.12");
    }

    private ParameterException noImage(String text) {
      return usage(text + " is no image, so nothing can be built on it");
    }

    private ParameterException usage(String message) {
      return new ParameterException(spec.commandLine(), message);
    }
  }

  /** {@code base list}. */
  private static final class Listing implements Callable<Integer> {
    private enum Format {
      TABLE,
      JSON
    }

    private final Console console;
    private final OptionSpec format =
        OptionSpec.builder("-f", "--format")
            .paramLabel("FORMAT")
            .type(Format.class)
            .defaultValue("TABLE")
            .description("table or json. Default: table.")
            .build();
    final CommandSpec spec = Main.command(this);

    Listing(Console console) {
      this.console = console;
      spec.addOption(format);
      spec.usageMessage().description("Show the base images that were learned.");
    }

    @Override
    public Integer call() throws BreakwaterException {
      KnownBases bases = known(console);
      List<KnownBase> all = bases.list();
      switch (format.<Format>getValue()) {
        case JSON -> printJson(all);
        case TABLE -> printTable(all);
      }
      return tell(bases.problems(), console);
    }

    private void printTable(List<KnownBase> all) {
      if (all.isEmpty()) {
        console.out().println("No base image is known; learn one with: breakwater base add REF");
        return;
      }
      Columns table = new Columns("BASE", "PLATFORM", "CREATED", "LAYERS", "PACKAGES", "DIGEST");
      for (KnownBase base : all) {
        table.row(
            base.reference(),
            base.platform() == null ? "" : base.platform(),
            base.created() == null ? "" : base.created().toString().substring(0, 10),
            String.valueOf(base.layers()),
            String.valueOf(base.packages()),
            base.digest() == null ? "" : base.digest().abbreviated());
      }
      table.print(console.out());
    }

    private void printJson(List<KnownBase> all) throws BreakwaterException {
      try {
        JsonPrinter.print(
            console.report(),
            json -> {
              json.object();
              json.member("schema", LIST_SCHEMA);
              json.array("bases");
              for (KnownBase base : all) {
                print(base, json);
              }
              json.endArray();
              json.endObject();
            });
      } catch (IOException e) {
        throw new BreakwaterException(
            "Tried to write to standard output, but " + BreakwaterException.reason(e), e);
      }
    }

    private static void print(KnownBase base, JsonPrinter json) {
      json.object();
      json.member("reference", base.reference());
      json.member("digest", base.digest());
      json.member("platform", base.platform());
      json.member("created", base.created());
      KnownBase.Release release = base.release();
      if (release == null) {
        json.absent("distribution");
      } else {
        json.object("distribution");
        json.member("id", release.id());
        json.member("versionId", release.version());
        json.member("codename", release.codename());
        json.endObject();
      }
      json.member("chainId", base.chain());
      json.member("layers", base.layers());
      json.member("packages", base.packages());
      json.endObject();
    }
  }

  /** {@code base remove}. */
  private static final class Remove implements Callable<Integer> {
    private final Console console;
    private final PositionalParamSpec reference =
        Options.operands(
            "REF",
            "1",
            "The name of a base, as 'base list' shows it, or the digest of its manifest.");
    final CommandSpec spec = Main.command(this);

    Remove(Console console) {
      this.console = console;
      spec.addPositional(reference);
      spec.usageMessage()
          .description("Forget a base image, with all its platforms and older builds.");
    }

    @Override
    public Integer call() throws BreakwaterException {
      KnownBases bases = known(console);
      String name = normalised(reference.getValue());
      List<KnownBase> removed = bases.remove(name);
      for (KnownBase base : removed) {
        console
            .out()
            .println(
                "forgot "
                    + base.reference()
                    + (base.platform() == null ? "" : " for " + base.platform())
                    + (base.created() == null
                        ? ""
                        : " of " + base.created().toString().substring(0, 10)));
      }
      int problems = tell(bases.problems(), console);
      if (removed.isEmpty()) {
        console
            .err()
            .println(
                "breakwater: no base image is known as "
                    + name
                    + "; 'breakwater base list' shows those that are");
        return Main.NOT_ASSESSED;
      }
      return problems;
    }

    private static String normalised(String text) {
      try {
        return Digest.parse(text).isPresent() ? text : ImageReference.parse(text).toString();
      } catch (IllegalArgumentException notAReference) {
        return text;
      }
    }
  }
}
