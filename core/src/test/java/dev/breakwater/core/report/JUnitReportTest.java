package dev.breakwater.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.Report;
import dev.breakwater.core.Survey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

class JUnitReportTest {
  /** What Jenkins' xunit plugin and its junit plugin take, as far as this format goes. */
  private static final String SCHEMA =
      """
      <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
        <xs:complexType name="outcome" mixed="true">
          <xs:attribute name="type" type="xs:string"/>
          <xs:attribute name="message" type="xs:string"/>
        </xs:complexType>
        <xs:element name="testsuites">
          <xs:complexType>
            <xs:sequence>
              <xs:element name="testsuite" minOccurs="0" maxOccurs="unbounded">
                <xs:complexType>
                  <xs:sequence>
                    <xs:element name="properties" minOccurs="0">
                      <xs:complexType>
                        <xs:sequence>
                          <xs:element name="property" minOccurs="0" maxOccurs="unbounded">
                            <xs:complexType>
                              <xs:attribute name="name" type="xs:string" use="required"/>
                              <xs:attribute name="value" type="xs:string" use="required"/>
                            </xs:complexType>
                          </xs:element>
                        </xs:sequence>
                      </xs:complexType>
                    </xs:element>
                    <xs:element name="testcase" minOccurs="0" maxOccurs="unbounded">
                      <xs:complexType>
                        <xs:choice minOccurs="0">
                          <xs:element name="failure" type="outcome"/>
                          <xs:element name="error" type="outcome"/>
                          <xs:element name="skipped" type="outcome"/>
                        </xs:choice>
                        <xs:attribute name="classname" type="xs:string" use="required"/>
                        <xs:attribute name="name" type="xs:string" use="required"/>
                        <xs:attribute name="time" type="xs:decimal"/>
                      </xs:complexType>
                    </xs:element>
                  </xs:sequence>
                  <xs:attribute name="name" type="xs:string" use="required"/>
                  <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
                  <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/>
                  <xs:attribute name="errors" type="xs:nonNegativeInteger" use="required"/>
                  <xs:attribute name="skipped" type="xs:nonNegativeInteger" use="required"/>
                  <xs:attribute name="timestamp" type="xs:dateTime"/>
                </xs:complexType>
              </xs:element>
            </xs:sequence>
            <xs:attribute name="name" type="xs:string"/>
          </xs:complexType>
        </xs:element>
      </xs:schema>
      """;

  private static String written(Report report) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new JUnitReport("1.2.3").write(report, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static void validate(String xml) throws Exception {
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(new StreamSource(new StringReader(SCHEMA)))
        .newValidator()
        .validate(new StreamSource(new StringReader(xml)));
  }

  private static Element parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
        .getDocumentElement();
  }

  private static List<Element> elements(Element below, String name) {
    NodeList nodes = below.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  @Test
  void everyReportIsWhatTheSchemaSays() throws Exception {
    for (Report report : SampleReports.all()) {
      validate(written(report));
    }
    String broken = written(SampleReports.typical()).replace("<failure ", "<fault ");
    assertThatThrownBy(() -> validate(broken)).isInstanceOf(SAXException.class);
  }

  @Test
  void theNumbersAreThoseOfTheTestCases() throws Exception {
    for (Report report : SampleReports.all()) {
      Element suite = elements(parse(written(report)), "testsuite").getFirst();
      assertThat(elements(suite, "testcase")).hasSize(number(suite, "tests"));
      assertThat(elements(suite, "failure")).hasSize(number(suite, "failures"));
      assertThat(elements(suite, "error")).hasSize(number(suite, "errors"));
      assertThat(elements(suite, "skipped")).hasSize(number(suite, "skipped"));
      Set<String> names = new HashSet<>();
      for (Element one : elements(suite, "testcase")) {
        assertThat(names.add(one.getAttribute("classname") + " " + one.getAttribute("name")))
            .as(one.getAttribute("name"))
            .isTrue();
      }
    }
  }

  private static int number(Element element, String attribute) {
    return Integer.parseInt(element.getAttribute(attribute));
  }

  @Test
  void whatIsExcusedIsSkippedWithItsReason() throws Exception {
    Report report = JudgedReports.judged();
    Element suites = parse(written(report));
    assertThat(elements(suites, "failure")).hasSize(report.findings().size() + 1);
    assertThat(elements(suites, "skipped"))
        .extracting(skipped -> skipped.getAttribute("message"))
        .containsExactly(
            "waived by ops until 2027-01-31: not reachable (.breakwater/waivers.yaml:4)",
            "not_affected according to Shop Inc: it is not called (vex.json)",
            "already in last.json",
            ".breakwater/waivers.yaml:12: " + JudgedReports.EXPIRED.what(),
            "vex.json:3: unused: the statement matches no finding");
  }

  @Test
  void whatWasNotAssessedIsAnErrorOnlyWhereTheVerdictIs() throws Exception {
    Report forgiven = SampleReports.unsure();
    assertThat(elements(parse(written(forgiven)), "error")).isEmpty();
    Report unsure =
        SampleReports.of(
            SampleReports.image(null),
            List.of(SampleReports.missing("Debian:12", 1)),
            List.of(),
            List.of(),
            List.of(),
            null);
    assertThat(elements(parse(written(unsure)), "error"))
        .extracting(error -> error.getAttribute("type"))
        .containsExactly("not-assessed", "not-assessed");
  }

  @Test
  void hostileTextsStayTexts() throws Exception {
    String xml = written(JudgedReports.hostile());
    Element failure = elements(parse(xml), "failure").getFirst();
    assertThat(failure.getAttribute("message")).contains("]]></failure><!--\ufffd\u202e|");
    assertThat(xml.chars().allMatch(c -> c >= ' ' || c == '\n')).isTrue();
  }

  @Test
  void aSurveyHasASuiteForEachSubject() throws Exception {
    Survey survey =
        new Survey(
            "registry:example.org/shop",
            SampleReports.CREATED,
            List.of(
                    new Survey.Entry.Scanned(JudgedReports.judged()),
                    new Survey.Entry.Failed("registry", "example.org/shop:old", "it is gone"))
                .iterator(),
            List.of());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new JUnitReport("1.2.3").write(survey, out);
    String xml = out.toString(StandardCharsets.UTF_8);
    validate(xml);
    List<Element> suites = elements(parse(xml), "testsuite");
    assertThat(suites).hasSize(3);
    assertThat(elements(suites.get(1), "error").getFirst().getAttribute("message"))
        .isEqualTo("it is gone");
    assertThat(elements(suites.getLast(), "skipped").getFirst().getAttribute("type"))
        .isEqualTo("unused");
  }
}
