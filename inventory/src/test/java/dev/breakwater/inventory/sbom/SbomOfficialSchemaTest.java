package dev.breakwater.inventory.sbom;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.breakwater.core.Report;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.spdx.jacksonstore.MultiFormatStore;
import org.spdx.library.SpdxModelFactory;
import org.spdx.library.model.v2.SpdxDocument;
import org.spdx.storage.simple.InMemSpdxStore;

/** Every document is judged by the owners of its format. */
class SbomOfficialSchemaTest {
  @BeforeAll
  static void stayOffline() {
    // The licence list inside the library serves; the newest one would come from the network.
    System.setProperty("org.spdx.useJARLicenseInfoOnly", "true");
    SpdxModelFactory.init();
  }

  private static List<Report> reports() {
    return List.of(
        SampleInventory.report(SampleInventory.DEBIAN, SampleInventory.packages()),
        SampleInventory.report(null, List.of()),
        SampleInventory.report(SampleInventory.DEBIAN, SampleInventory.packages())
            .with(SbomRoundTripTest.NOTICES),
        SampleInventory.report(SampleInventory.DEBIAN, SampleInventory.random(7, 200)));
  }

  /** Its validator is built for an older schema library, so its schemas are used directly. */
  @Test
  void cycloneDxByTheOfficialSchema() throws Exception {
    String home = "http://cyclonedx.org/schema/";
    Function<String, String> official =
        id -> id.startsWith(home) ? resource("/" + id.substring(home.length())) : null;
    Schema schema =
        SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_7, registry -> registry.schemas(official))
            .getSchema(resource("/bom-1.6.schema.json"), InputFormat.JSON);
    for (Report report : reports()) {
      String document =
          new String(
              SbomRoundTripTest.written(new CycloneDxReport("1"), report), StandardCharsets.UTF_8);
      List<Error> errors =
          schema.validate(
              document,
              InputFormat.JSON,
              context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
      assertThat(errors).isEmpty();
      String broken = document.replace("\"container\"", "\"ship\"");
      assertThat(schema.validate(broken, InputFormat.JSON)).isNotEmpty();
    }
  }

  private static String resource(String name) {
    try (InputStream in = SbomOfficialSchemaTest.class.getResourceAsStream(name)) {
      assertThat(in).as("official schema %s among the test dependencies", name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void cycloneDxIsReadByItsOwnLibrary() throws Exception {
    Report report = reports().getFirst();
    var bom = new JsonParser().parse(SbomRoundTripTest.written(new CycloneDxReport("1"), report));
    assertThat(bom.getComponents()).hasSize(report.packages().size() + 1);
    assertThat(bom.getVulnerabilities()).isNotEmpty();
    assertThat(bom.getMetadata().getComponent().getName()).isEqualTo("example.org/app:1");
  }

  @Test
  void spdxByTheOfficialSchema() throws Exception {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2019_09)
            .getSchema(resource("/resources/spdx-schema-v2.3.json"), InputFormat.JSON);
    for (Report report : reports()) {
      String document =
          new String(
              SbomRoundTripTest.written(new SpdxReport("1"), report), StandardCharsets.UTF_8);
      List<Error> errors = schema.validate(document, InputFormat.JSON);
      assertThat(errors).isEmpty();
      assertThat(schema.validate(document.replace("SPDXID", "id"), InputFormat.JSON)).isNotEmpty();
    }
  }

  @Test
  void spdxByTheVerifierOfItsProject() throws Exception {
    for (Report report : reports()) {
      byte[] document = SbomRoundTripTest.written(new SpdxReport("1.2.3"), report);
      try (MultiFormatStore store =
          new MultiFormatStore(new InMemSpdxStore(), MultiFormatStore.Format.JSON)) {
        SpdxDocument read =
            (SpdxDocument) store.deSerialize(new ByteArrayInputStream(document), false);
        assertThat(read.verify()).isEmpty();
        assertThat(read.getDocumentDescribes()).hasSize(1);
      }
    }
  }
}
