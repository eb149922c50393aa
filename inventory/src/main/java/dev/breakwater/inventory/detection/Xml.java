package dev.breakwater.inventory.detection;

import java.io.IOException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;

/** How XML is read that nobody vouches for. */
public final class Xml {
  private Xml() {}

  /** Heeds no document type, so nothing outside is read and no entity grows. */
  public static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }

  /** The parser's complaint, in one line for people. */
  public static IOException unreadable(XMLStreamException complaint) {
    String message = complaint.getMessage();
    return new IOException(
        "not readable XML: " + (message == null ? "" : message.replace('\n', ' ')), complaint);
  }
}
