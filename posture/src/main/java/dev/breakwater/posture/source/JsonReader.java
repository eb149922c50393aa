package dev.breakwater.posture.source;

import dev.breakwater.core.Problem;
import dev.breakwater.core.json.JsonFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;

/**
 * Reads JSON documents that follow one another, with the place of everything. What comes after a
 * fault is not read, because nothing says where the next document begins.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">JSON</a>
 */
final class JsonReader {
  private final String file;
  private final JsonParser parser;
  private final Allowance allowance = new Allowance();

  private JsonReader(String file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /** Reads all documents of a file. */
  static Documents read(String file, String text) {
    List<Value> documents = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    try (JsonParser parser = JsonFormat.FACTORY.createParser(ObjectReadContext.empty(), text)) {
      JsonReader reader = new JsonReader(file, parser);
      while (parser.nextToken() != null) {
        Value value = reader.value(reader.origin(""), 1);
        if (!(value instanceof Value.Nothing)) {
          documents.add(value);
        }
      }
    } catch (FaultyDocumentException e) {
      problems.add(e.in(file));
    } catch (JacksonException e) {
      problems.add(fault(e.getLocation(), "it is not JSON: " + complaint(e)).in(file));
    }
    return new Documents(documents, problems, true);
  }

  /** The library ends with what may stand there, or with where it began to read. */
  private static String complaint(JacksonException e) {
    String complaint = e.getOriginalMessage();
    for (String rest : List.of(" (start marker", ": was expecting (JSON ", " (JSON ")) {
      int end = complaint.indexOf(rest);
      if (end >= 0) {
        return complaint.substring(0, end);
      }
    }
    return complaint;
  }

  private Value value(Origin origin, int depth) throws FaultyDocumentException {
    String why = allowance.take(origin, depth);
    if (why != null) {
      throw fault(parser.currentTokenLocation(), why);
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> members(origin, depth);
      case START_ARRAY -> {
        List<Value> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(origin(origin.pathTo(items.size())), depth + 1));
        }
        yield new Value.Items(origin, items);
      }
      case VALUE_STRING -> new Value.Text(origin, parser.getString());
      case VALUE_NUMBER_INT -> whole(origin, parser.getString());
      case VALUE_NUMBER_FLOAT -> real(origin, parser.getString());
      case VALUE_TRUE -> new Value.Flag(origin, true, "true");
      case VALUE_FALSE -> new Value.Flag(origin, false, "false");
      case VALUE_NULL -> new Value.Nothing(origin);
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw fault(parser.currentTokenLocation(), "it is not JSON: a value is missing");
    };
  }

  private Value members(Origin origin, int depth) throws FaultyDocumentException {
    Map<String, Value> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      Origin place = origin(origin.pathTo(name));
      Value earlier = members.get(name);
      if (earlier != null) {
        throw fault(
            parser.currentTokenLocation(),
            FaultyDocumentException.twice(name, earlier.origin().line()));
      }
      parser.nextToken();
      members.put(name, value(place, depth + 1));
    }
    return new Value.Fields(origin, members);
  }

  private static Value whole(Origin origin, String written) {
    try {
      return new Value.Whole(origin, Long.parseLong(written), written);
    } catch (NumberFormatException tooLarge) {
      return real(origin, written);
    }
  }

  private static Value real(Origin origin, String written) {
    return new Value.Real(origin, Double.parseDouble(written), written);
  }

  private Origin origin(String path) {
    TokenStreamLocation here = parser.currentTokenLocation();
    return new Origin(file, here.getLineNr(), here.getColumnNr(), path, null);
  }

  private static FaultyDocumentException fault(@Nullable TokenStreamLocation where, String why) {
    return where == null
        ? new FaultyDocumentException(1, 1, why)
        : new FaultyDocumentException(where.getLineNr(), where.getColumnNr(), why);
  }
}
