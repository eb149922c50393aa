package dev.breakwater.inventory.sbom;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.breakwater.core.Report;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cyclonedx.Version;
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
        SampleInventory.report(SampleInventory.DEBIAN, SampleInventory.random(7, 200)));
  }

  @Test
  void cycloneDxByItsOwnValidator() throws Exception {
    for (Report report : reports()) {
      byte[] document = SbomRoundTripTest.written(new CycloneDxReport("1"), report);
      assertThat(new JsonParser().validate(document, Version.VERSION_16)).isEmpty();
    }
    byte[] wrong =
        "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[{\"type\":\"x\"}]}"
            .getBytes(StandardCharsets.UTF_8);
    assertThat(new JsonParser().validate(wrong, Version.VERSION_16)).isNotEmpty();
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
    Schema schema;
    try (InputStream in = getClass().getResourceAsStream("/resources/spdx-schema-v2.3.json")) {
      assertThat(in).as("the official schema in org.spdx:tools-java").isNotNull();
      schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2019_09)
              .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
    }
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
