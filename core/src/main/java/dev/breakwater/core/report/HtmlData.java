package dev.breakwater.core.report;

import dev.breakwater.core.Base;
import dev.breakwater.core.Excuse;
import dev.breakwater.core.Excused;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Plan;
import dev.breakwater.core.Report;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.Weakness;
import dev.breakwater.core.json.JsonPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the script of the page reads: the layers, and every finding, excused or not. What is not
 * known is left out, because there may be ten thousand findings.
 */
final class HtmlData {
  private final Report report;
  private final JsonPrinter json;
  private final LayerIndex layers;
  private final IdentityHashMap<Finding, Integer> steps = new IdentityHashMap<>();

  private HtmlData(Report report, JsonPrinter json) {
    this.report = report;
    this.json = json;
    this.layers = new LayerIndex(report.subject());
    int number = 1;
    for (Plan.Step step : report.plan().steps()) {
      for (Finding finding : step.removes()) {
        steps.put(finding, number);
      }
      number++;
    }
  }

  static void write(Report report, OutputStream out) throws IOException {
    JsonPrinter.printOnOneLine(out, json -> new HtmlData(report, json).print());
  }

  private void print() {
    json.object();
    json.array("layers");
    Base base = report.subject().base();
    int number = 0;
    for (Subject.Layer layer : report.subject().layers()) {
      json.object();
      text("step", layer.createdBy() == null ? null : Wording.step(layer.createdBy()));
      json.member("base", base != null && number < base.layers());
      json.endObject();
      number++;
    }
    json.endArray();
    json.array("findings");
    for (Finding finding : report.findings()) {
      print(finding, null);
    }
    for (Excused excused : report.excused()) {
      print(excused.finding(), excused.excuse());
    }
    json.endArray();
    json.endObject();
  }

  private void print(Finding finding, @Nullable Excuse excuse) {
    json.object();
    text("id", finding.id());
    text("kind", finding.kind().label());
    text("severity", finding.severity().label());
    text("title", finding.title());
    text("remedy", finding.remedy().action());
    text("path", place(finding.location()));
    text("pointer", finding.location().pointer());
    number("layer", layers.of(finding.location().layer()) + 1);
    number("step", steps.getOrDefault(finding, 0));
    if (finding.location().hidden()) {
      json.member("hidden", true);
    }
    texts("aliases", finding.aliases());
    switch (finding) {
      case Vulnerability vulnerability -> print(vulnerability);
      case Weakness weakness -> {
        text("evidence", weakness.evidence());
        texts("references", weakness.references());
      }
    }
    if (excuse != null) {
      text("excuse", sentence(excuse));
    }
    json.endObject();
  }

  private void print(Vulnerability finding) {
    text("package", finding.packageName());
    text("type", finding.purl().type());
    text("installed", finding.installed());
    text("fixed", finding.fixed());
    if (finding.fixed() == null) {
      text("status", Wording.status(finding.status()));
    }
    text("place", finding.place().label());
    texts("weaknesses", finding.weaknesses());
    texts("effects", finding.effects().stream().map(HtmlData::words).toList());
    if (finding.kev() != null) {
      text("kev", finding.kev().dateAdded().toString());
    }
    if (finding.epss() != null) {
      json.member("epss", finding.epss().score());
    }
    if (finding.sources().isEmpty()) {
      return;
    }
    json.array("sources");
    for (Vulnerability.Source source : finding.sources()) {
      json.object();
      text("feed", source.feed());
      text("id", source.id());
      text("severity", source.severity().label());
      Double score = source.score();
      if (score != null) {
        json.member("score", score.doubleValue());
      }
      text("url", source.webAddress());
      json.endObject();
    }
    json.endArray();
  }

  private static String words(Vulnerability.Effect effect) {
    return effect.label().replace('-', ' ');
  }

  private static @Nullable String place(Finding.Location location) {
    if (location.path() == null || location.line() == 0) {
      return location.path();
    }
    String line = location.path() + ":" + location.line();
    return location.column() == 0 ? line : line + ":" + location.column();
  }

  private static String sentence(Excuse excuse) {
    return switch (excuse) {
      case Excuse.Waived waived ->
          waived.reason()
              + " (waived by "
              + waived.owner()
              + " until "
              + waived.expires()
              + ", "
              + waived.file()
              + ":"
              + waived.line()
              + ")";
      case Excuse.Stated stated ->
          stated.reason()
              + " ("
              + stated.status().replace('_', ' ')
              + ", says "
              + stated.author()
              + " in "
              + stated.document()
              + ")";
      case Excuse.Known known -> known.reason();
    };
  }

  private void text(String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      json.member(name, HtmlText.clean(value));
    }
  }

  private void texts(String name, List<String> values) {
    if (!values.isEmpty()) {
      json.texts(name, values.stream().map(HtmlText::clean).toList());
    }
  }

  private void number(String name, int value) {
    if (value != 0) {
      json.member(name, value);
    }
  }
}
