package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.breakwater.core.json.Json;
import dev.breakwater.core.report.JsonReport;
import dev.breakwater.core.report.SurveyJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the JSON that the program prints, once its schema has let it pass. */
final class JsonReports {
  private static final Schema REPORT = schema(JsonReport.SCHEMA_RESOURCE);
  private static final Schema SURVEY = schema(SurveyJson.SCHEMA_RESOURCE);

  private JsonReports() {}

  private static Schema schema(String name) {
    return SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry ->
                registry.schemas(
                    Map.of("urn:breakwater:report:1", resource(JsonReport.SCHEMA_RESOURCE))))
        .getSchema(resource(name), InputFormat.JSON);
  }

  private static String resource(String name) {
    try (InputStream in = JsonReport.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A report of one subject. */
  static Json report(String text) {
    return read(REPORT, text);
  }

  /** A survey of many. */
  static Json survey(String text) {
    return read(SURVEY, text);
  }

  private static Json read(Schema schema, String text) {
    assertThat(schema.validate(text, InputFormat.JSON)).as(text).isEmpty();
    try {
      return Json.parse(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  /**
   * The findings about packages, but for the layer and the place, which a directory does not have.
   */
  static List<Json> findings(Json report) {
    List<Json> findings = new ArrayList<>();
    for (Json finding : report.get("findings").items()) {
      if (finding.text("package") == null) {
        continue;
      }
      Map<String, Json> members = new TreeMap<>(finding.members());
      Map<String, Json> location = new TreeMap<>(finding.get("location").members());
      location.remove("layer");
      location.remove("step");
      members.remove("place");
      members.put("location", new Json.Struct(location));
      findings.add(new Json.Struct(members));
    }
    return findings;
  }

  /** The purls of all packages. */
  static Stream<String> purls(Json report) {
    return report.get("packages").items().stream().map(found -> found.text("purl", ""));
  }
}
