package dev.breakwater.inventory.npm;

import dev.breakwater.core.json.Json;
import dev.breakwater.core.json.JsonFormat;
import dev.breakwater.inventory.detection.PackageFacts;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * One reading of one lock file, in any of its three versions, as a stream.
 *
 * <p>Versions 2 and 3 have {@code packages}, by the path of each directory to be installed. Version
 * 1 has {@code dependencies} as a tree, which version 2 repeats for old programs; where a file has
 * both, only {@code packages} counts. Left out are links, the application itself and the members of
 * its workspace, whose directories are not in a {@code node_modules}, and what is marked {@code
 * dev}. A dependency from a Git repository or an archive elsewhere has a name and version in
 * version 2 and 3, and only its address in version 1, where it is left out.
 *
 * @see "npm documentation, package-lock.json"
 */
final class NpmLock {
  private static final String ALIAS = "npm:";

  private final String path;

  NpmLock(String path) {
    this.path = path;
  }

  /**
   * Reads the file.
   *
   * @throws IOException where it is not JSON to its end; half a lock file is no list of packages
   */
  PackageFacts read(InputStream in) throws IOException {
    try (JsonParser parser = JsonFormat.FACTORY.createParser(ObjectReadContext.empty(), in)) {
      return read(parser);
    } catch (JacksonException e) {
      throw Json.asIo(e);
    }
  }

  private PackageFacts read(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException("not a lock file: it holds no JSON object");
    }
    NpmPackages byPath = null;
    NpmPackages byTree = new NpmPackages(path);
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String member = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.START_OBJECT && member.equals("packages")) {
        byPath = new NpmPackages(path);
        readPackages(parser, byPath);
      } else if (value == JsonToken.START_OBJECT
          && member.equals("dependencies")
          && byPath == null) {
        readDependencies(parser, byTree);
      } else {
        parser.skipChildren();
      }
    }
    return (byPath == null ? byTree : byPath).facts();
  }

  private void readPackages(JsonParser parser, NpmPackages packages) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String directory = parser.currentName();
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        parser.skipChildren();
        continue;
      }
      Entry entry = readEntry(parser, null);
      String installedAs = NpmName.ofDirectory(directory);
      String name = entry.name == null ? installedAs : entry.name;
      if (installedAs != null && !entry.link && !entry.dev && name != null) {
        packages.add(name, entry.version);
      }
    }
  }

  private void readDependencies(JsonParser parser, NpmPackages packages) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        parser.skipChildren();
        continue;
      }
      Entry entry = readEntry(parser, packages);
      if (!entry.dev) {
        addDependency(name, entry.version, packages);
      }
    }
  }

  private static void addDependency(String name, @Nullable String version, NpmPackages packages) {
    if (version == null) {
      return;
    }
    if (version.startsWith(ALIAS)) {
      int at = version.lastIndexOf('@');
      if (at > ALIAS.length()) {
        packages.add(version.substring(ALIAS.length(), at), version.substring(at + 1));
      }
    } else if (version.indexOf(':') < 0 && version.indexOf('/') < 0) {
      packages.add(name, version);
    }
  }

  /** What an entry says of itself. */
  private record Entry(
      @Nullable String name, @Nullable String version, boolean link, boolean dev) {}

  /**
   * Reads the object that the parser stands on.
   *
   * @param nested takes the dependencies inside the entry; null where those are only wishes
   */
  private Entry readEntry(JsonParser parser, @Nullable NpmPackages nested) {
    String name = null;
    String version = null;
    boolean link = false;
    boolean dev = false;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String member = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (member) {
        case "name" -> name = textOrSkip(parser, value);
        case "version" -> version = textOrSkip(parser, value);
        case "link" -> link = trueOrSkip(parser, value);
        case "dev" -> dev = trueOrSkip(parser, value);
        case "dependencies" -> {
          // Version 1: these are installed below this one, each with its own mark.
          if (nested != null && value == JsonToken.START_OBJECT) {
            readDependencies(parser, nested);
          } else {
            parser.skipChildren();
          }
        }
        default -> parser.skipChildren();
      }
    }
    return new Entry(name, version, link, dev);
  }

  private static @Nullable String textOrSkip(JsonParser parser, JsonToken value) {
    if (value == JsonToken.VALUE_STRING) {
      return parser.getString();
    }
    parser.skipChildren();
    return null;
  }

  private static boolean trueOrSkip(JsonParser parser, JsonToken value) {
    parser.skipChildren();
    return value == JsonToken.VALUE_TRUE;
  }
}
