package dev.breakwater.advisory.updateinfo;

import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.advisory.mirror.ArchiveTransports;
import dev.breakwater.core.Digest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A list of mirrors as a server gives it: addresses line by line, or a metalink, which names the
 * checksums of the index as well.
 *
 * @param bases addresses, in the list's order, those over TLS first; with a slash at the end
 * @param indexes what {@code repomd.xml} may be; empty where the list does not say
 * @see <a href="http://www.metalinker.org/Metalink_3.0_Spec.pdf">Metalink 3.0</a>
 */
record MirrorList(List<String> bases, Set<Digest> indexes) {
  /** Bytes; the longest real ones name some hundred mirrors. */
  static final int LARGEST = 4 << 20;

  private static final int MOST_MIRRORS = 1_000;
  private static final int LONGEST = 4_096;

  MirrorList {
    bases = List.copyOf(bases);
    indexes = Set.copyOf(indexes);
  }

  /**
   * Reads a list.
   *
   * @param variables which may stand in the lines of a plain list
   * @throws ArchiveException where it names no mirror that can be used
   */
  static MirrorList parse(byte[] content, String where, Variables variables)
      throws ArchiveException {
    MirrorList list = isXml(content) ? metalink(content, where) : lines(content, variables);
    if (list.bases.isEmpty()) {
      throw new ArchiveException(where + " names no mirror over http or https");
    }
    return list;
  }

  private static boolean isXml(byte[] content) {
    for (byte octet : content) {
      if (octet > ' ') {
        return octet == '<';
      }
    }
    return false;
  }

  private static MirrorList lines(byte[] content, Variables variables) throws ArchiveException {
    List<String> bases = new ArrayList<>();
    for (String line : new String(content, StandardCharsets.UTF_8).split("\n")) {
      String text = line.strip();
      if (!text.isEmpty() && text.charAt(0) != '#') {
        add(bases, variables.in(text));
      }
    }
    return new MirrorList(secureFirst(bases), Set.of());
  }

  private static void add(List<String> bases, String url) {
    String scheme = ArchiveTransports.scheme(url);
    if ((scheme.equals("https") || scheme.equals("http")) && bases.size() < MOST_MIRRORS) {
      bases.add(RpmRepository.slashed(url));
    }
  }

  private static List<String> secureFirst(List<String> bases) {
    List<String> sorted = new ArrayList<>();
    for (String base : bases) {
      if (isSecure(base)) {
        sorted.add(base);
      }
    }
    for (String base : bases) {
      if (!isSecure(base)) {
        sorted.add(base);
      }
    }
    return sorted;
  }

  /** Whether an address is one over TLS. */
  static boolean isSecure(String url) {
    return ArchiveTransports.scheme(url).equals("https");
  }

  private static MirrorList metalink(byte[] content, String where) throws ArchiveException {
    List<String> bases = new ArrayList<>();
    Set<Digest> indexes = new HashSet<>();
    try (XmlReader xml = new XmlReader(new ByteArrayInputStream(content), where)) {
      if (!"metalink".equals(xml.child(0))) {
        throw new ArchiveException(where + " is neither a list of mirrors nor a metalink");
      }
      boolean isIndex = false;
      String name;
      // What stands where does not matter, but for the file that it belongs to.
      while ((name = xml.descendant()) != null) {
        switch (name) {
          case "file" -> isIndex = "repomd.xml".equals(xml.attribute("name"));
          case "hash" -> {
            String kind = String.valueOf(xml.attribute("type")).toLowerCase(Locale.ROOT);
            String hex = xml.text(LONGEST).toLowerCase(Locale.ROOT);
            if (isIndex && indexes.size() < MOST_MIRRORS) {
              Digest.parse(kind + ":" + hex).ifPresent(indexes::add);
            }
          }
          case "url" -> {
            String url = xml.text(LONGEST);
            if (isIndex && url.endsWith("/" + Repomd.PATH)) {
              add(bases, url.substring(0, url.length() - Repomd.PATH.length()));
            }
          }
          default -> {}
        }
      }
    }
    return new MirrorList(secureFirst(bases), indexes);
  }
}
