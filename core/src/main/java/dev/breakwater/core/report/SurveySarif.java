package dev.breakwater.core.report;

import dev.breakwater.core.Survey;
import dev.breakwater.core.json.JsonPrinter;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A survey as one SARIF 2.1.0 log with a run for each subject, as {@link SarifReport} writes it. A
 * subject that could not be scanned is a run that did not succeed. A last run without results says
 * which waivers and statements match nothing in any subject, where there are such.
 *
 * @param each writes the runs
 */
public record SurveySarif(SarifReport each) implements SurveyWriter {
  @Override
  public void write(Survey survey, OutputStream out) throws IOException {
    JsonPrinter.print(
        out,
        json -> {
          SarifReport.printHead(json);
          json.array("runs");
          while (survey.hasNext()) {
            switch (survey.next()) {
              case Survey.Entry.Scanned scanned -> each.printRun(scanned.report(), true, json);
              case Survey.Entry.Failed failed -> each.printFailure(failed, json);
            }
          }
          if (!survey.unused().isEmpty()) {
            each.printNotices(survey.name(), survey.unused(), json);
          }
          json.endArray();
          json.endObject();
        });
  }
}
