package dev.breakwater.core.report;

import dev.breakwater.core.Report;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Survey;
import dev.breakwater.core.json.JsonPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.SortedMap;

/**
 * A survey in our own form, {@value Survey#SCHEMA}: the reports in the form of {@link JsonReport},
 * and a line for every subject, those that could not be scanned among them. Its JSON Schema is the
 * resource {@value #SCHEMA_RESOURCE} beside this class.
 *
 * @param details whether to write the reports, or only the summary
 */
public record SurveyJson(boolean details) implements SurveyWriter {

  /** The JSON Schema (2020-12) of this form, found with {@link Class#getResourceAsStream}. */
  public static final String SCHEMA_RESOURCE = "breakwater.survey-1.schema.json";

  @Override
  public void write(Survey survey, OutputStream out) throws IOException {
    JsonPrinter.print(out, json -> print(survey, json));
  }

  private void print(Survey survey, JsonPrinter json) {
    json.object();
    json.member("schema", Survey.SCHEMA);
    json.member("created", survey.created());
    json.member("name", survey.name());
    json.array("reports");
    while (survey.hasNext()) {
      if (survey.next() instanceof Survey.Entry.Scanned(Report report) && details) {
        JsonReport.print(report, json);
      }
    }
    json.endArray();
    json.array("subjects");
    for (Survey.Line line : survey.lines()) {
      print(line, json);
    }
    json.endArray();
    json.texts("notes", survey.notes());
    JsonReport.print(survey.notices(), json);
    json.member("vulnerabilities", survey.vulnerabilities());
    json.member("outcome", survey.outcome().label());
    json.endObject();
  }

  private static void print(Survey.Line line, JsonPrinter json) {
    json.object();
    json.member("kind", line.kind());
    json.member("name", line.name());
    json.member("digest", line.digest());
    json.member("distribution", line.distribution());
    json.member("packages", line.packages());
    SortedMap<Severity, Integer> counts = line.counts();
    json.object("counts");
    for (Severity severity : Severity.values()) {
      json.member(severity.label(), counts.getOrDefault(severity, 0).longValue());
    }
    json.endObject();
    json.member("weaknesses", line.weaknesses());
    json.member("excused", line.excused());
    json.member("fixable", line.fixable());
    json.member("outcome", line.outcome().label());
    json.member("failure", line.failure());
    json.endObject();
  }
}
