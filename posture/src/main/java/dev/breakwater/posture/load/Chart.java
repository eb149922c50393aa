package dev.breakwater.posture.load;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A Helm chart, as a directory or packed.
 *
 * @see <a href="https://helm.sh/docs/topics/charts/">Charts</a>
 */
final class Chart {
  private static final String SOURCE = "# Source: ";
  private static final String CHARTS = "charts/";

  /** Charts in charts. */
  private static final int MAX_DEPTH = 10;

  private Chart() {}

  /** Whether it has nothing to render of its own. */
  static boolean isLibrary(Path chart) {
    for (Value document : documents(chart)) {
      if ("library".equals(document.text("type"))) {
        return true;
      }
    }
    return false;
  }

  /** What a chart says of itself. */
  private static List<Value> documents(Path chart) {
    Path file = chart.resolve("Chart.yaml");
    try {
      return Files.isRegularFile(file) ? SourceFile.read(file).documents() : List.of();
    } catch (BreakwaterException e) {
      // The program that renders it says the same.
      return List.of();
    }
  }

  /**
   * Renders a chart.
   *
   * @param options of the program; files in them absolute
   * @return a file for each template that made something, named as the template in the chart
   */
  static List<SourceFile> render(Path chart, List<String> options, Renderer renderer)
      throws NotRenderedException {
    Path helm = renderer.find("helm");
    if (helm == null) {
      throw new NotRenderedException("that takes the program helm, which is not in PATH");
    }
    List<String> arguments = new ArrayList<>();
    arguments.add("template");
    arguments.add("release-name");
    arguments.add(chart.toAbsolutePath().toString());
    arguments.addAll(options);
    return byTemplate(chart, renderer.run(helm, arguments));
  }

  /**
   * Cuts what was printed, all with its lines in the templates, where a comment names another
   * template.
   */
  private static List<SourceFile> byTemplate(Path chart, String printed) {
    List<SourceFile> files = new ArrayList<>();
    TemplateLines lines = new TemplateLines(chart);
    Map<Path, Map<String, String>> aliases = new HashMap<>();
    String name = name(chart);
    int start = 0;
    for (int at = printed.indexOf("---\n" + SOURCE);
        at >= 0;
        at = printed.indexOf("\n---\n" + SOURCE, at + 1)) {
      int document = printed.charAt(at) == '\n' ? at + 1 : at;
      int comment = document + "---\n".length() + SOURCE.length();
      int end = printed.indexOf('\n', comment);
      String source = printed.substring(comment, end < 0 ? comment : end).strip();
      String named = template(chart, source, aliases);
      if (!named.equals(name)) {
        add(name, printed.substring(start, document), lines, files);
        start = document;
        name = named;
      }
    }
    add(name, printed.substring(start), lines, files);
    return files;
  }

  private static void add(String name, String text, TemplateLines lines, List<SourceFile> files) {
    if (!text.isBlank()) {
      UnaryOperator<Origin> places = lines.places(name, text);
      files.add(SourceFile.rendered(name, text, document -> document.moved(places)));
    }
  }

  /** Helm begins the path with the name of the chart, which need not be that of its directory. */
  private static String template(
      Path chart, String source, Map<Path, Map<String, String>> aliases) {
    int slash = source.indexOf('/');
    if (slash < 0) {
      return name(chart);
    }
    String inChart = source.substring(slash + 1);
    try {
      return located(chart, inChart, aliases).toString();
    } catch (InvalidPathException noFile) {
      return chart + "/" + inChart;
    }
  }

  /**
   * Helm calls a chart in a chart by its alias, if it has one; its directory has its name.
   *
   * @param aliases those of the charts that were read, as there may be many more templates
   */
  private static Path located(Path chart, String template, Map<Path, Map<String, String>> aliases) {
    Path here = chart;
    String rest = template;
    for (int depth = 0; depth < MAX_DEPTH && rest.startsWith(CHARTS); depth++) {
      int end = rest.indexOf('/', CHARTS.length());
      if (end < 0) {
        break;
      }
      String called = rest.substring(CHARTS.length(), end);
      Path directory = here.resolve(CHARTS + called);
      if (!Files.isDirectory(directory)) {
        String name = aliases.computeIfAbsent(here, Chart::aliases).getOrDefault(called, called);
        directory = here.resolve(CHARTS + name);
      }
      here = directory;
      rest = rest.substring(end + 1);
    }
    int begin = 0;
    // No path from the root of the file system, whatever a template prints.
    while (begin < rest.length() && rest.charAt(begin) == '/') {
      begin++;
    }
    return here.resolve(rest.substring(begin));
  }

  /** The names of the charts that another one has under aliases. */
  private static Map<String, String> aliases(Path chart) {
    Map<String, String> names = new HashMap<>();
    for (Value document : documents(chart)) {
      Value dependencies = document.get("dependencies");
      for (Value each : dependencies == null ? List.<Value>of() : dependencies.items()) {
        String name = each.text("name");
        String alias = each.text("alias");
        if (name != null && alias != null) {
          names.putIfAbsent(alias, name);
        }
      }
    }
    return names;
  }

  /** What to call it; that of the working directory has no name. */
  static String name(Path chart) {
    return chart.toString().isEmpty() ? "." : chart.toString();
  }
}
