package dev.breakwater.advisory.updateinfo;

import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.inventory.detection.Xml;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the elements of a hostile XML document of any length in bounded memory. Document
 * types are refused, so no entity grows and nothing outside is read. Each tag, comment or the like
 * has a bound, and so has the number of different names, because the parser keeps every name that
 * it meets. For one thread.
 */
final class XmlReader implements AutoCloseable {
  private static final int DEEPEST = 32;
  private static final int MOST_NAMES = 2_000;
  private static final int LARGEST_EVENT = 4 << 20;

  private final String where;
  private final Paced in;
  private final XMLStreamReader reader;
  private final Set<String> names = new HashSet<>();
  private int depth;

  /**
   * Starts before the first element.
   *
   * @param in bounded in all; not closed here
   * @param where names the document in messages
   */
  XmlReader(InputStream in, String where) throws ArchiveException {
    this.where = where;
    this.in = new Paced(in);
    XMLInputFactory factory = Xml.factory();
    // Without a document type there are no entities but XML's own five, of which the parser would
    // allow a long document too few.
    factory.setProperty("jdk.xml.maxGeneralEntitySizeLimit", "0");
    factory.setProperty("jdk.xml.totalEntitySizeLimit", "0");
    try {
      reader = factory.createXMLStreamReader(this.in);
    } catch (XMLStreamException | RuntimeException e) {
      throw unreadable(e);
    }
  }

  /** How many elements are open. */
  int depth() {
    return depth;
  }

  /**
   * Goes to the next child of an element, over whatever is left of the child before.
   *
   * @param parent its depth; 0 for the document
   * @return the child's name without prefix; null where there are no more, and the parent is left
   */
  @Nullable String child(int parent) throws ArchiveException {
    while (true) {
      switch (next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          if (depth == parent + 1) {
            return reader.getLocalName();
          }
        }
        case XMLStreamConstants.END_ELEMENT -> {
          if (depth < parent) {
            return null;
          }
        }
        case XMLStreamConstants.END_DOCUMENT -> {
          return null;
        }
        default -> {}
      }
    }
  }

  /** Goes to the next element, wherever it is; null at the end. */
  @Nullable String descendant() throws ArchiveException {
    while (true) {
      switch (next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          return reader.getLocalName();
        }
        case XMLStreamConstants.END_DOCUMENT -> {
          return null;
        }
        default -> {}
      }
    }
  }

  /**
   * The text right inside the element that was just entered, stripped, which is left thereby.
   *
   * @param longest characters to keep of it
   */
  String text(int longest) throws ArchiveException {
    int own = depth;
    StringBuilder text = new StringBuilder();
    while (depth >= own) {
      int event = next();
      boolean isText = event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA;
      if (isText && depth == own && text.length() < longest) {
        int room = Math.min(reader.getTextLength(), longest - text.length());
        text.append(reader.getTextCharacters(), reader.getTextStart(), room);
      }
    }
    return text.toString().strip();
  }

  /** An attribute of the element that was just entered, stripped; null where it has none. */
  @Nullable String attribute(String name) {
    String value = reader.getAttributeValue(null, name);
    return value == null ? null : value.strip();
  }

  private int next() throws ArchiveException {
    try {
      in.left = LARGEST_EVENT;
      int event = reader.next();
      switch (event) {
        case XMLStreamConstants.START_ELEMENT -> enter();
        case XMLStreamConstants.END_ELEMENT -> depth--;
        case XMLStreamConstants.DTD -> throw new ArchiveException(where + " has a document type");
        case XMLStreamConstants.PROCESSING_INSTRUCTION -> meet(reader.getPITarget());
        default -> {}
      }
      return event;
    } catch (XMLStreamException | RuntimeException e) {
      // The parser reports some broken documents by exceptions that it does not declare.
      throw unreadable(e);
    }
  }

  private void enter() throws ArchiveException {
    if (++depth > DEEPEST) {
      throw new ArchiveException(where + " nests elements more than " + DEEPEST + " deep");
    }
    meet(reader.getLocalName());
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      meet(reader.getAttributeLocalName(i));
    }
    for (int i = 0; i < reader.getNamespaceCount(); i++) {
      meet(reader.getNamespacePrefix(i));
      meet(reader.getNamespaceURI(i));
    }
  }

  private void meet(@Nullable String name) throws ArchiveException {
    if (name != null && names.add(name) && names.size() > MOST_NAMES) {
      throw new ArchiveException(where + " has more than " + MOST_NAMES + " different names");
    }
  }

  private ArchiveException unreadable(Exception e) {
    Throwable cause =
        e instanceof XMLStreamException broken && broken.getNestedException() != null
            ? broken.getNestedException()
            : e;
    if (cause instanceof ArchiveException known) {
      return known;
    }
    String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new ArchiveException(where + " is no readable XML: " + why.replace('\n', ' '), e);
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (XMLStreamException e) {
      // It gives back nothing but memory.
      return;
    }
  }

  /** Refuses to go on where the parser has read so much without having come to anything. */
  private final class Paced extends FilterInputStream {
    private int left = LARGEST_EVENT;

    Paced(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int octet = super.read();
      count(octet < 0 ? 0 : 1);
      return octet;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = super.read(target, offset, length);
      count(read);
      return read;
    }

    private void count(int read) throws ArchiveException {
      left -= read;
      if (left < 0) {
        throw new ArchiveException(
            where + " has a tag or comment of more than " + LARGEST_EVENT + " bytes");
      }
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
