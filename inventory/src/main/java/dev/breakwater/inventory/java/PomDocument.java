package dev.breakwater.inventory.java;

import dev.breakwater.inventory.detection.Xml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the coordinates in a {@code pom.xml}: its own, those it inherits from the parent that it
 * names, those of its dependencies, and properties that it defines. What only the parent's document
 * defines is not known.
 *
 * @see <a href="https://maven.apache.org/pom.html">POM reference</a>
 */
final class PomDocument {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_PROPERTIES = 2000;
  private static final int MAX_DEPENDENCIES = 10_000;
  private static final int MAX_TEXT_LENGTH = 1024;
  private static final int MAX_SUBSTITUTIONS = 20;

  /** Values by the name under which {@code ${…}} finds them. */
  private final Map<String, String> values = new HashMap<>();

  private final List<Dependency> dependencies = new ArrayList<>();

  /** From {@code dependencyManagement}. */
  private final List<Dependency> managed = new ArrayList<>();

  /** The one that is being read. */
  private Dependency open = new Dependency();

  /** A dependency as declared, each value as written. */
  private static final class Dependency {
    @Nullable String groupId;
    @Nullable String artifactId;
    @Nullable String version;
    @Nullable String scope;
    String type = "jar";
    String classifier = "";

    void keep(String member, String value) {
      switch (member) {
        case "groupId" -> groupId = value;
        case "artifactId" -> artifactId = value;
        case "version" -> version = value;
        case "scope" -> scope = value;
        case "type" -> type = value;
        case "classifier" -> classifier = value;
        default -> {}
      }
    }
  }

  private PomDocument() {}

  /**
   * Reads the document.
   *
   * @throws IOException where this is no readable XML
   */
  static PomDocument read(byte[] document) throws IOException {
    PomDocument pom = new PomDocument();
    try {
      XMLStreamReader reader =
          Xml.factory().createXMLStreamReader(new ByteArrayInputStream(document));
      try {
        pom.collect(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      throw Xml.unreadable(e);
    }
    return pom;
  }

  private void collect(XMLStreamReader reader) throws XMLStreamException {
    String[] open = new String[MAX_DEPTH];
    int depth = 0;
    StringBuilder text = new StringBuilder();
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          if (depth == MAX_DEPTH) {
            throw new XMLStreamException("elements are nested more than " + MAX_DEPTH + " deep");
          }
          open[depth++] = reader.getLocalName();
          text.setLength(0);
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (text.length() < MAX_TEXT_LENGTH) {
            text.append(reader.getText());
          }
        }
        case XMLStreamConstants.END_ELEMENT -> {
          keep(open, depth, text);
          text.setLength(0);
          depth--;
        }
        default -> {}
      }
    }
  }

  private void keep(String[] open, int depth, StringBuilder text) {
    if (depth < 2 || !"project".equals(open[0])) {
      return;
    }
    String name = open[depth - 1];
    String prefix;
    if (depth == 2) {
      prefix = "project.";
    } else if (depth == 3 && "parent".equals(open[1])) {
      prefix = "project.parent.";
    } else if (depth == 3 && "properties".equals(open[1])) {
      prefix = "";
    } else {
      keepDependency(open, depth, text);
      return;
    }
    if (values.size() < MAX_PROPERTIES && text.length() <= MAX_TEXT_LENGTH) {
      values.put(prefix + name, text.toString().trim());
    }
  }

  private void keepDependency(String[] names, int depth, StringBuilder text) {
    boolean managing = "dependencyManagement".equals(names[1]);
    int list = managing ? 2 : 1;
    if (depth < list + 2 || !"dependencies".equals(names[list])) {
      return;
    }
    if (depth == list + 3) {
      if (text.length() <= MAX_TEXT_LENGTH) {
        open.keep(names[depth - 1], text.toString().trim());
      }
    } else if (depth == list + 2) {
      List<Dependency> into = managing ? managed : dependencies;
      if (into.size() < MAX_DEPENDENCIES) {
        into.add(open);
      }
      open = new Dependency();
    }
  }

  /** What says that a managed dependency is this one. */
  private String key(Dependency dependency) {
    return resolve(dependency.groupId)
        + ":"
        + resolve(dependency.artifactId)
        + ":"
        + dependency.type
        + ":"
        + dependency.classifier;
  }

  /**
   * What an application would be run with: the declared dependencies with the scope {@code compile}
   * or {@code runtime} whose version the document gives, itself or by its management. {@code [1.0]}
   * is the version 1.0; other ranges leave it open.
   */
  List<MavenCoordinates> dependencies() {
    Map<String, Dependency> management = new HashMap<>();
    for (Dependency each : managed) {
      management.putIfAbsent(key(each), each);
    }
    List<MavenCoordinates> resolved = new ArrayList<>();
    for (Dependency each : dependencies) {
      Dependency general = management.getOrDefault(key(each), each);
      String scope = resolve(each.scope == null ? general.scope : each.scope);
      String version = resolve(each.version == null ? general.version : each.version);
      MavenCoordinates coordinates =
          MavenCoordinates.of(resolve(each.groupId), resolve(each.artifactId), exact(version));
      if (coordinates != null && isRunWith(scope)) {
        resolved.add(coordinates);
      }
    }
    return resolved;
  }

  private static boolean isRunWith(@Nullable String scope) {
    return scope == null || scope.isEmpty() || scope.equals("compile") || scope.equals("runtime");
  }

  private static @Nullable String exact(@Nullable String version) {
    if (version == null || !version.startsWith("[") || !version.endsWith("]")) {
      return version;
    }
    return version.substring(1, version.length() - 1).trim();
  }

  /**
   * Its own.
   *
   * @return null where they are incomplete or cannot be resolved
   */
  @Nullable MavenCoordinates coordinates() {
    return MavenCoordinates.of(
        resolve(inherited("groupId")),
        resolve(values.get("project.artifactId")),
        resolve(inherited("version")));
  }

  private @Nullable String inherited(String name) {
    String own = values.get("project." + name);
    return own != null && !own.isEmpty() ? own : values.get("project.parent." + name);
  }

  /** Puts in the properties; what stays unknown stays as written, and so is no coordinate. */
  private @Nullable String resolve(@Nullable String text) {
    String resolved = text;
    for (int i = 0; resolved != null && i < MAX_SUBSTITUTIONS; i++) {
      int start = resolved.indexOf("${");
      int end = resolved.indexOf('}', start + 2);
      if (start < 0 || end < 0 || resolved.length() > MAX_TEXT_LENGTH) {
        return resolved;
      }
      String value = value(resolved.substring(start + 2, end));
      if (value == null) {
        return resolved;
      }
      resolved = resolved.substring(0, start) + value + resolved.substring(end + 1);
    }
    return resolved;
  }

  private @Nullable String value(String name) {
    return switch (name) {
      case "project.groupId", "pom.groupId", "groupId" -> inherited("groupId");
      case "project.version", "pom.version", "version" -> inherited("version");
      case "project.artifactId", "pom.artifactId", "artifactId" -> values.get("project.artifactId");
      case "project.parent.groupId", "parent.groupId" -> values.get("project.parent.groupId");
      case "project.parent.version", "parent.version" -> values.get("project.parent.version");
      default -> name.startsWith("project.") ? null : values.get(name);
    };
  }
}
