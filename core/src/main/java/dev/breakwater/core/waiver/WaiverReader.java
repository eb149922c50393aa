package dev.breakwater.core.waiver;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Digest;
import dev.breakwater.core.FileLine;
import dev.breakwater.core.Likely;
import dev.breakwater.core.Notice;
import dev.breakwater.core.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads a file of waivers, event by event. What is no such file is a fault; a waiver that is one
 * but cannot be honoured becomes a notice, so that one bad entry does not take the others away.
 *
 * @see <a href="https://yaml.org/spec/1.2.2/">YAML 1.2</a>
 */
final class WaiverReader {
  static final int MAX_BYTES = 10 * 1024 * 1024;
  static final int MAX_WAIVERS = 100_000;
  private static final int MAX_TEXT = 10_000;
  private static final int MAX_LIST = 10_000;
  private static final List<String> KEYS =
      List.of(
          "vulnerability",
          "rule",
          "package",
          "path",
          "object",
          "layer",
          "subject",
          "severity",
          "reason",
          "owner",
          "expires");
  private static final int SELECTORS = KEYS.indexOf("reason");

  private final String file;
  private final Iterator<Event> events;
  private final List<Waiver> waivers = new ArrayList<>();
  private final List<Notice> refused = new ArrayList<>();

  private WaiverReader(String file, String text) {
    this.file = file;
    // The library's reader takes a text that comes in pieces apart again with every piece.
    LoadSettings settings =
        LoadSettings.builder()
            .setCodePointLimit(Math.max(text.length(), 1))
            .setBufferSize(Math.clamp(text.length(), 1024, 1 << 20))
            .build();
    this.events = new Parse(settings).parseString(text).iterator();
  }

  static Waivers read(Path file) throws BreakwaterException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new BreakwaterException("There is no file of waivers " + file, e);
    } catch (IOException e) {
      throw new BreakwaterException(
          "Tried to read the waivers in " + file + ", but " + BreakwaterException.reason(e), e);
    }
    return read(file.toString(), bytes);
  }

  static Waivers read(String file, byte[] bytes) throws BreakwaterException {
    if (bytes.length > MAX_BYTES) {
      throw new BreakwaterException(
          "Tried to read the waivers in "
              + file
              + ", but it is longer than "
              + MAX_BYTES / 1024 / 1024
              + " MB; a pattern with * can stand for many waivers");
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new BreakwaterException(
          "Tried to read the waivers in " + file + ", but it is not written in UTF-8", e);
    }
    WaiverReader reader = new WaiverReader(file, text);
    reader.file();
    return new Waivers(file, reader.waivers, reader.refused);
  }

  private void file() throws BreakwaterException {
    next();
    Event first = next();
    if (first.getEventId() == Event.ID.StreamEnd) {
      return;
    }
    Event root = next();
    if (!(root instanceof ScalarEvent scalar && scalar.getValue().isEmpty())) {
      top(root);
    }
    next();
    Event end = next();
    if (end.getEventId() != Event.ID.StreamEnd) {
      throw fault(end, "a second document begins; write all waivers under one 'waivers:'");
    }
  }

  private void top(Event root) throws BreakwaterException {
    if (!(root instanceof MappingStartEvent)) {
      throw fault(root, "the file must begin with 'waivers:' and a list under it");
    }
    boolean seen = false;
    for (Event key = next(); key.getEventId() != Event.ID.MappingEnd; key = next()) {
      String name = key instanceof ScalarEvent scalar ? scalar.getValue() : "";
      if (!name.equals("waivers")) {
        throw fault(key, "there is no " + quote(name) + " here, only 'waivers'");
      }
      if (seen) {
        throw fault(key, "'waivers' is there twice");
      }
      seen = true;
      Event list = next();
      if (list instanceof ScalarEvent scalar && scalar.getValue().isEmpty()) {
        continue;
      }
      if (!(list instanceof SequenceStartEvent)) {
        throw fault(list, "'waivers' must be a list: begin each waiver with '- '");
      }
      for (Event item = next(); item.getEventId() != Event.ID.SequenceEnd; item = next()) {
        waiver(item);
      }
    }
  }

  private void waiver(Event start) throws BreakwaterException {
    if (!(start instanceof MappingStartEvent)) {
      throw fault(start, "a waiver must be made of lines such as 'vulnerability: CVE-2024-1234'");
    }
    if (waivers.size() + refused.size() == MAX_WAIVERS) {
      throw fault(start, "there are more than " + MAX_WAIVERS + " waivers");
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (Event key = next(); key.getEventId() != Event.ID.MappingEnd; key = next()) {
      String name = key instanceof ScalarEvent scalar ? scalar.getValue() : "";
      if (!KEYS.contains(name)) {
        throw fault(
            key,
            "a waiver has no "
                + quote(name)
                + Likely.meant(name, KEYS)
                + "; there are "
                + String.join(", ", KEYS));
      }
      if (values.containsKey(name)) {
        throw fault(key, "'" + name + "' is there twice in one waiver");
      }
      values.put(name, values(name, KEYS.indexOf(name) < SELECTORS - 1));
    }
    int line = line(start);
    try {
      waivers.add(of(line, values));
    } catch (RefusedException e) {
      refused.add(
          new Notice(
              Notice.Kind.REFUSED,
              new FileLine(file, line),
              e.getMessage() + ", so it is not honoured"));
    }
  }

  /** One text, or, where a list is allowed, several; empty texts are left out. */
  private List<String> values(String name, boolean listAllowed) throws BreakwaterException {
    List<String> values = new ArrayList<>(1);
    Event first = next();
    if (first instanceof SequenceStartEvent && listAllowed) {
      for (Event item = next(); item.getEventId() != Event.ID.SequenceEnd; item = next()) {
        if (values.size() == MAX_LIST) {
          throw fault(item, "more than " + MAX_LIST + " entries in one list");
        }
        add(text(name, item), values);
      }
    } else {
      add(text(name, first), values);
    }
    return values;
  }

  private static void add(String text, List<String> values) {
    if (!text.isEmpty()) {
      values.add(text);
    }
  }

  private String text(String name, Event event) throws BreakwaterException {
    if (!(event instanceof ScalarEvent scalar)) {
      throw fault(event, "'" + name + "' must be a text" + (scalarOnly(name) ? "" : " or a list"));
    }
    String text = scalar.getValue().strip();
    if (text.length() > MAX_TEXT) {
      throw fault(event, "'" + name + "' is longer than " + MAX_TEXT + " characters");
    }
    boolean nothing = scalar.isPlain() && (text.equals("null") || text.equals("~"));
    return nothing ? "" : text;
  }

  private static boolean scalarOnly(String name) {
    return KEYS.indexOf(name) >= SELECTORS - 1;
  }

  /** Why a waiver is not honoured. */
  private static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message, null, false, false);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  private static Waiver of(int line, Map<String, List<String>> values) throws RefusedException {
    boolean selects = false;
    for (String name : KEYS.subList(0, SELECTORS)) {
      List<String> given = values.get(name);
      if (given != null && given.isEmpty()) {
        throw new RefusedException("its '" + name + "' is empty");
      }
      selects |= given != null;
    }
    if (!selects) {
      throw new RefusedException(
          "it says not what it waives: give it a vulnerability, rule, package, path, object, layer,"
              + " subject or severity");
    }
    List<String> missing = new ArrayList<>();
    for (String name : KEYS.subList(SELECTORS, KEYS.size())) {
      if (values.getOrDefault(name, List.of()).isEmpty()) {
        missing.add(name);
      }
    }
    if (!missing.isEmpty()) {
      throw new RefusedException("it has no " + String.join(" and no ", missing));
    }
    return new Waiver(
        line,
        names(values.get("vulnerability"), true),
        names(values.get("rule"), false),
        packages(values.get("package")),
        paths(values.get("path")),
        objects(values.get("object")),
        layers(values.get("layer")),
        names(values.get("subject"), false),
        severity(values.get("severity")),
        single(values, "reason"),
        single(values, "owner"),
        day(single(values, "expires")));
  }

  /** On one line, as reports show it. */
  private static String single(Map<String, List<String>> values, String name) {
    return values.getOrDefault(name, List.of("")).getFirst().replaceAll("[\\s\\p{Cntrl}]+", " ");
  }

  private static List<Glob> names(@Nullable List<String> texts, boolean lowerCase) {
    List<Glob> globs = new ArrayList<>();
    for (String text : texts == null ? List.<String>of() : texts) {
      globs.add(Glob.ofName(lowerCase ? text.toLowerCase(Locale.ROOT) : text));
    }
    return globs;
  }

  private static List<PackagePattern> packages(@Nullable List<String> texts)
      throws RefusedException {
    List<PackagePattern> patterns = new ArrayList<>();
    for (String text : texts == null ? List.<String>of() : texts) {
      try {
        patterns.add(PackagePattern.parse(text));
      } catch (IllegalArgumentException e) {
        throw new RefusedException("its package " + quote(text) + " cannot be read");
      }
    }
    return patterns;
  }

  private static List<Glob> paths(@Nullable List<String> texts) {
    List<Glob> globs = new ArrayList<>();
    for (String text : texts == null ? List.<String>of() : texts) {
      globs.add(Glob.ofPath(Waiver.plain(text)));
    }
    return globs;
  }

  /** What ends in a slash and two stars means the object itself, too. */
  private static List<Glob> objects(@Nullable List<String> texts) {
    List<Glob> globs = new ArrayList<>();
    for (String text : texts == null ? List.<String>of() : texts) {
      globs.add(Glob.ofPath(text));
      if (text.endsWith("/**") && text.length() > "/**".length()) {
        globs.add(Glob.ofPath(text.substring(0, text.length() - "/**".length())));
      }
    }
    return globs;
  }

  private static List<String> layers(@Nullable List<String> texts) throws RefusedException {
    List<String> layers = texts == null ? List.of() : texts;
    for (String layer : layers) {
      if (!layer.equals(Waiver.BASE)
          && !layer.equals(Waiver.APPLICATION)
          && Digest.parse(layer).isEmpty()) {
        throw new RefusedException(
            "its layer " + quote(layer) + " is neither base nor application nor a digest");
      }
    }
    return layers;
  }

  private static @Nullable Severity severity(@Nullable List<String> texts) throws RefusedException {
    if (texts == null) {
      return null;
    }
    Severity severity = Severity.parse(texts.getFirst()).orElse(null);
    if (severity == null) {
      throw new RefusedException("its severity " + quote(texts.getFirst()) + " is none");
    }
    return severity;
  }

  /** No year of five digits, which Java reads too: that would be "never". */
  private static LocalDate day(String text) throws RefusedException {
    try {
      LocalDate day = LocalDate.parse(text);
      if (day.getYear() > 9999 || day.getYear() < 0) {
        throw new RefusedException("its expires " + quote(text) + " is out of reach");
      }
      return day;
    } catch (DateTimeParseException e) {
      throw new RefusedException("its expires " + quote(text) + " is no day such as 2027-01-31");
    }
  }

  private Event next() throws BreakwaterException {
    Event event;
    try {
      event = events.next();
    } catch (MarkedYamlEngineException e) {
      throw fault(e.getProblemMark().orElse(null), "it is not YAML: " + e.getProblem(), e);
    } catch (YamlEngineException e) {
      throw fault(null, "it is not YAML: " + String.valueOf(e.getMessage()).replace('\n', ' '), e);
    }
    if (event.getEventId() == Event.ID.Alias
        || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
      throw fault(event, "anchors and aliases are not used here; write it out");
    }
    return event;
  }

  private static int line(Event event) {
    return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  private BreakwaterException fault(Event event, String why) {
    return fault(event.getStartMark().orElse(null), why, null);
  }

  private BreakwaterException fault(@Nullable Mark mark, String why, @Nullable Throwable cause) {
    String where = mark == null ? "" : ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    return new BreakwaterException(
        "Tried to read the waivers in " + file + where + ": " + why, cause);
  }

  private static String quote(String text) {
    return "'" + (text.length() > 80 ? text.substring(0, 80) + "…" : text) + "'";
  }
}
