package dev.breakwater.posture.load;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A Helm chart, as a directory or packed.
 *
 * @see <a href="https://helm.sh/docs/topics/charts/">Charts</a>
 */
final class Chart {
  private static final String SOURCE = "# Source: ";

  private Chart() {}

  /** Whether it has nothing to render of its own. */
  static boolean isLibrary(Path chart) {
    Path file = chart.resolve("Chart.yaml");
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try {
      for (Value document : SourceFile.read(file).documents()) {
        if ("library".equals(document.text("type"))) {
          return true;
        }
      }
    } catch (BreakwaterException e) {
      // The program that renders it says the same.
    }
    return false;
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
    String name = name(chart);
    int start = 0;
    for (int at = printed.indexOf("---\n" + SOURCE);
        at >= 0;
        at = printed.indexOf("\n---\n" + SOURCE, at + 1)) {
      int document = printed.charAt(at) == '\n' ? at + 1 : at;
      int comment = document + "---\n".length() + SOURCE.length();
      int end = printed.indexOf('\n', comment);
      String named = template(chart, printed.substring(comment, end < 0 ? comment : end).strip());
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
  private static String template(Path chart, String source) {
    int slash = source.indexOf('/');
    String inChart = source.substring(slash + 1);
    return slash < 0 ? name(chart) : chart.toString().isEmpty() ? inChart : chart + "/" + inChart;
  }

  /** What to call it; that of the working directory has no name. */
  static String name(Path chart) {
    return chart.toString().isEmpty() ? "." : chart.toString();
  }
}
