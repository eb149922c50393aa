package dev.breakwater.content.server;

import java.io.IOException;
import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads XML from strangers: no document type, no entities of their own, a bounded depth. */
final class XmlFile {
  private static final int MAX_DEPTH = 100;

  /** Told of the elements in their order. */
  interface Visitor {
    /** The reader stands on a start tag, whose text it may read. */
    void element(XMLStreamReader reader) throws XMLStreamException;
  }

  private XmlFile() {}

  /**
   * Shows every element.
   *
   * @throws IOException where it is not XML
   */
  static void read(String text, Visitor visitor) throws IOException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
      int depth = 0;
      while (reader.hasNext()) {
        int event = reader.next();
        if (event == XMLStreamReader.START_ELEMENT) {
          if (++depth > MAX_DEPTH) {
            throw new IOException("XML nested more than " + MAX_DEPTH + " deep");
          }
          visitor.element(reader);
          if (reader.getEventType() == XMLStreamReader.END_ELEMENT) {
            depth--;
          }
        } else if (event == XMLStreamReader.END_ELEMENT) {
          depth--;
        }
      }
    } catch (XMLStreamException e) {
      // The parser's own message may quote what stands there, which may be a password.
      int line = e.getLocation() == null ? -1 : e.getLocation().getLineNumber();
      throw new IOException(
          "not readable XML" + (line < 1 ? "" : ": line " + line + " is not understood"), e);
    }
  }
}
