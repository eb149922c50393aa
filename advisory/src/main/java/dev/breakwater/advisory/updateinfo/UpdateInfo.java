package dev.breakwater.advisory.updateinfo;

import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.advisory.mirror.VulnerabilityNames;
import dev.breakwater.advisory.version.UnreadableVersionException;
import dev.breakwater.core.Severity;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code updateinfo.xml}, one advisory at a time.
 *
 * <p>Bugfixes and enhancements are passed over, as are advisories that were taken back. An
 * advisory's vulnerabilities are those that its references name, by their id or in their title;
 * where they name none, those of its own title, and else those of its description.
 *
 * @see <a href="https://github.com/openSUSE/libzypp/wiki">what zypper makes of it</a>
 */
final class UpdateInfo {
  private static final int LONGEST_ID = 128;
  private static final int LONGEST_TITLE = 300;
  private static final int LONGEST_TEXT = 64 << 10;
  private static final int LONGEST_NAME = 1_024;
  private static final int MOST_VULNERABILITIES = 10_000;
  private static final int MOST_BUILDS = 100_000;

  private final XmlReader xml;
  private final String where;
  private final Set<String> wanted;
  private int unreadable;

  private UpdateInfo(XmlReader xml, String where, Set<String> wanted) {
    this.xml = xml;
    this.where = where;
    this.wanted = wanted;
  }

  /** Takes the advisories as they come. */
  interface Sink {
    void take(UpdateAdvisory advisory) throws ArchiveException;
  }

  /**
   * Reads a document.
   *
   * @param in bounded in all
   * @param wanted names of packages; advisories for none of them are passed over
   * @return how many advisories or packages in them were left out because they cannot be read
   * @throws ArchiveException where the document is damaged or passes a bound
   */
  static int read(InputStream in, String where, Set<String> wanted, Sink sink)
      throws ArchiveException {
    try (XmlReader xml = new XmlReader(in, where)) {
      UpdateInfo reader = new UpdateInfo(xml, where, wanted);
      String root = xml.child(0);
      if (!"updates".equals(root) && !"updateinfo".equals(root)) {
        throw new ArchiveException(where + " is no updateinfo");
      }
      String name;
      while ((name = xml.child(1)) != null) {
        if (name.equals("update") && reader.isSecurity()) {
          UpdateAdvisory advisory = reader.advisory();
          if (advisory != null) {
            sink.take(advisory);
          }
        }
      }
      return reader.unreadable;
    }
  }

  private boolean isSecurity() {
    String status = xml.attribute("status");
    return "security".equalsIgnoreCase(xml.attribute("type"))
        && !"retracted".equalsIgnoreCase(status);
  }

  private @Nullable UpdateAdvisory advisory() throws ArchiveException {
    int own = xml.depth();
    String id = "";
    String title = "";
    String description = "";
    String severity = "";
    Instant issued = null;
    References references = new References();
    Packages packages = new Packages();
    String name;
    while ((name = xml.child(own)) != null) {
      switch (name) {
        case "id" -> id = xml.text(LONGEST_ID + 1);
        case "title" -> title = xml.text(LONGEST_TEXT);
        case "description" -> description = xml.text(LONGEST_TEXT);
        case "severity" -> severity = xml.text(LONGEST_NAME);
        case "issued" -> issued = moment(xml.attribute("date"));
        case "references" -> references.read();
        case "pkglist" -> packages.read();
        case "reboot_suggested" -> packages.reboot |= isTrue(xml.text(LONGEST_NAME));
        default -> {}
      }
    }
    if (!isId(id)) {
      unreadable++;
      return null;
    }
    if (packages.builds.isEmpty()) {
      return null;
    }
    return new UpdateAdvisory(
        id,
        oneLine(title),
        severity(severity),
        references.self,
        issued,
        packages.reboot,
        vulnerabilities(references, title, description),
        List.copyOf(packages.builds));
  }

  private static Set<String> vulnerabilities(
      References references, String title, String description) {
    if (!references.vulnerabilities.isEmpty()) {
      return references.vulnerabilities;
    }
    Set<String> named = VulnerabilityNames.cves(title);
    return named.isEmpty() ? VulnerabilityNames.cves(description) : named;
  }

  /** An id ends up in reports and as a name: no blanks, nothing that a terminal would obey. */
  private static boolean isId(String id) {
    for (int i = 0; i < id.length(); i++) {
      if (id.charAt(i) <= ' ' || id.charAt(i) >= 0x7f) {
        return false;
      }
    }
    return !id.isEmpty() && id.length() <= LONGEST_ID;
  }

  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), LONGEST_TITLE));
    for (int i = 0; i < text.length() && line.length() < LONGEST_TITLE; i++) {
      char c = text.charAt(i);
      boolean blank = Character.isWhitespace(c) || Character.isISOControl(c);
      if (!blank) {
        line.append(c);
      } else if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
        line.append(' ');
      }
    }
    return line.toString().strip();
  }

  /** {@code None} says that nobody has rated it. */
  private static Severity severity(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "none" -> Severity.UNKNOWN;
      case "urgent" -> Severity.CRITICAL;
      default -> Severity.parse(word).orElse(Severity.UNKNOWN);
    };
  }

  /**
   * Red Hat's family writes a date with or without a time, in UTC; SUSE writes seconds since 1970.
   */
  private static @Nullable Instant moment(@Nullable String date) {
    if (date == null || date.length() < 10) {
      return null;
    }
    try {
      if (date.length() <= 12 && date.indexOf('-') < 0) {
        return Instant.ofEpochSecond(Long.parseLong(date));
      }
      return LocalDate.parse(date.substring(0, 10)).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException | NumberFormatException unreadable) {
      return null;
    }
  }

  private static boolean isTrue(String text) {
    return text.equalsIgnoreCase("true") || text.equals("1");
  }

  /** The {@code references} of an advisory. */
  private final class References {
    private final Set<String> vulnerabilities = new LinkedHashSet<>();
    private @Nullable String self;

    void read() throws ArchiveException {
      int own = xml.depth();
      String name;
      while ((name = xml.child(own)) != null) {
        if (!name.equals("reference")) {
          continue;
        }
        addNames(xml.attribute("id"));
        addNames(xml.attribute("title"));
        String href = xml.attribute("href");
        if ("self".equals(xml.attribute("type")) && href != null && href.length() <= LONGEST_NAME) {
          self = href;
        }
      }
    }

    private void addNames(@Nullable String text) {
      if (text != null && vulnerabilities.size() < MOST_VULNERABILITIES) {
        vulnerabilities.addAll(
            VulnerabilityNames.cves(text.substring(0, Math.min(text.length(), LONGEST_TEXT))));
      }
    }
  }

  /** The {@code pkglist} of an advisory: collections, each of a module or of none. */
  private final class Packages {
    private final Set<RpmBuild> builds = new LinkedHashSet<>();
    private boolean reboot;

    void read() throws ArchiveException {
      int own = xml.depth();
      String name;
      while ((name = xml.child(own)) != null) {
        if (name.equals("collection")) {
          readCollection();
        }
      }
    }

    private void readCollection() throws ArchiveException {
      int own = xml.depth();
      String stream = null;
      String name;
      while ((name = xml.child(own)) != null) {
        if (name.equals("module")) {
          stream = xml.attribute("name") + ":" + xml.attribute("stream");
        } else if (name.equals("package")) {
          add(stream);
          readPackage();
        }
      }
    }

    private void add(@Nullable String stream) throws ArchiveException {
      String name = xml.attribute("name");
      if (name == null || !wanted.contains(name)) {
        return;
      }
      String version = xml.attribute("version");
      String release = xml.attribute("release");
      String architecture = xml.attribute("arch");
      if (architecture != null && (architecture.equals("src") || architecture.equals("nosrc"))) {
        return;
      }
      if (version == null || release == null || architecture == null) {
        unreadable++;
        return;
      }
      RpmBuild build =
          new RpmBuild(
              name,
              architecture,
              RpmBuild.version(xml.attribute("epoch"), version, release),
              stream);
      try {
        build.check();
      } catch (UnreadableVersionException e) {
        unreadable++;
        return;
      }
      if (builds.add(build) && builds.size() > MOST_BUILDS) {
        throw new ArchiveException(
            where + " has an advisory of more than " + MOST_BUILDS + " packages");
      }
    }

    private void readPackage() throws ArchiveException {
      int own = xml.depth();
      String name;
      while ((name = xml.child(own)) != null) {
        if (name.equals("reboot_suggested")) {
          String text = xml.text(LONGEST_NAME);
          // Some write the element for nothing but its presence.
          reboot |= text.isEmpty() || isTrue(text);
        }
      }
    }
  }
}
