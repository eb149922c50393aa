package dev.breakwater.inventory.dotnet;

import dev.breakwater.inventory.detection.PackageList;
import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * {@code packages.config}, without what is marked as a {@code developmentDependency}.
 *
 * @see <a href="https://learn.microsoft.com/nuget/reference/packages-config">packages.config</a>
 */
final class PackagesConfig {
  private PackagesConfig() {}

  /**
   * Reads the file.
   *
   * @throws IOException where it is not XML
   */
  static void read(InputStream in, PackageList packages) throws IOException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    // No document type is heeded, so nothing outside is read and no entity grows.
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(in);
      try {
        while (reader.hasNext()) {
          if (reader.next() == XMLStreamConstants.START_ELEMENT
              && reader.getLocalName().equals("package")) {
            add(reader, packages);
          }
        }
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      throw new IOException("not readable XML: " + oneLine(e.getMessage()), e);
    }
  }

  private static void add(XMLStreamReader reader, PackageList packages) {
    if (!"true".equalsIgnoreCase(reader.getAttributeValue(null, "developmentDependency"))) {
      packages.add(
          "nuget",
          null,
          reader.getAttributeValue(null, "id"),
          reader.getAttributeValue(null, "version"));
    }
  }

  private static String oneLine(@Nullable String message) {
    return message == null ? "" : message.replace('\n', ' ');
  }
}
