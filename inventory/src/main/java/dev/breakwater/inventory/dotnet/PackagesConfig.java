package dev.breakwater.inventory.dotnet;

import dev.breakwater.inventory.detection.PackageList;
import dev.breakwater.inventory.detection.Xml;
import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

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
    try {
      XMLStreamReader reader = Xml.factory().createXMLStreamReader(in);
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
      throw Xml.unreadable(e);
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
}
