package dev.breakwater.image.registry;

import dev.breakwater.core.Digest;
import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A reference to an image in a registry.
 *
 * @param host registry host with port, for example {@code ghcr.io} or {@code localhost:5000};
 *     {@code docker.io} for Docker Hub
 * @param repository for example {@code library/debian}, at most {@value #MAX_REPOSITORY} characters
 * @param tag null where a digest is given alone, at most 128 characters
 * @param digest null where only a tag is given; where both are given the digest decides
 * @see <a href="https://github.com/distribution/reference">the grammar and Docker's short forms</a>
 */
public record ImageReference(
    String host, String repository, @Nullable String tag, @Nullable Digest digest) {
  /** Longest repository, in characters. */
  public static final int MAX_REPOSITORY = 255;

  private static final int MAX_TEXT = 1024;
  private static final int MAX_HOST = 255;
  private static final int MAX_TAG = 128;
  private static final String DOCKER_HUB = "docker.io";
  private static final String OFFICIAL = "library/";

  /**
   * Checks each part against the grammar.
   *
   * @throws IllegalArgumentException saying which part is wrong; the message is for people
   */
  public ImageReference {
    checkHost(host);
    checkRepository(repository);
    if (tag == null && digest == null) {
      throw new IllegalArgumentException("an image reference needs a tag or a digest");
    }
    if (tag != null) {
      checkTag(tag);
    }
  }

  /**
   * Reads a reference as Docker does: {@code debian} means {@code docker.io/library/debian:latest}.
   * The first segment is a host where it is {@code localhost} or has a dot, a colon or a capital.
   *
   * @throws IllegalArgumentException saying what is wrong with {@code text}; the message is for
   *     people
   */
  public static ImageReference parse(String text) {
    if (text.length() > MAX_TEXT) {
      throw new IllegalArgumentException(
          "an image reference has at most " + MAX_TEXT + " characters, not " + text.length());
    }
    try {
      return read(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + UntrustedText.clean(text, 200) + "' is no image reference: " + e.getMessage(), e);
    }
  }

  private static ImageReference read(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("it is empty");
    }
    int scheme = text.indexOf("://");
    if (scheme >= 0) {
      throw new IllegalArgumentException(
          "leave out '" + UntrustedText.clean(text.substring(0, scheme + 3), 40) + "'");
    }
    if (isImageId(text)) {
      throw new IllegalArgumentException(
          "64 hexadecimal digits are the id of a local image; give its name");
    }
    String name = text;
    Digest digest = null;
    int at = name.indexOf('@');
    if (at >= 0) {
      digest = Digest.parse(name.substring(at + 1)).orElse(null);
      if (digest == null) {
        throw new IllegalArgumentException(
            "after '@' there must be sha256: and 64, or sha512: and 128, hexadecimal digits");
      }
      name = name.substring(0, at);
    }
    String tag = null;
    int colon = name.lastIndexOf(':');
    if (colon > name.lastIndexOf('/')) {
      tag = name.substring(colon + 1);
      name = name.substring(0, colon);
    }
    if (tag == null && digest == null) {
      tag = "latest";
    }
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    String host = isHost(first) ? first : DOCKER_HUB;
    String repository = isHost(first) ? name.substring(slash + 1) : name;
    if (host.equals("index.docker.io")) {
      host = DOCKER_HUB;
    }
    if (host.equals(DOCKER_HUB) && repository.indexOf('/') < 0) {
      repository = OFFICIAL + repository;
    }
    return new ImageReference(host, repository, tag, digest);
  }

  private static boolean isHost(String segment) {
    return segment.equals("localhost")
        || segment.indexOf('.') >= 0
        || segment.indexOf(':') >= 0
        || !segment.toLowerCase(Locale.ROOT).equals(segment);
  }

  private static boolean isImageId(String text) {
    if (text.length() != 64) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isDigit(text.charAt(i)) && (text.charAt(i) < 'a' || text.charAt(i) > 'f')) {
        return false;
      }
    }
    return true;
  }

  private static void checkHost(String host) {
    if (host.length() > MAX_HOST) {
      throw new IllegalArgumentException("the host is longer than " + MAX_HOST + " characters");
    }
    int portColon = host.startsWith("[") ? host.indexOf("]:") + 1 : host.indexOf(':');
    String name = portColon <= 0 ? host : host.substring(0, portColon);
    if (portColon > 0) {
      checkPort(host.substring(portColon + 1));
    }
    if (host.startsWith("[")) {
      checkBracketedAddress(name);
    } else {
      checkHostName(name);
    }
  }

  private static void checkPort(String port) {
    boolean digits = !port.isEmpty() && port.length() <= 5;
    for (int i = 0; i < port.length() && digits; i++) {
      digits = isDigit(port.charAt(i));
    }
    if (!digits || Integer.parseInt(port) > 65535) {
      throw new IllegalArgumentException(
          "the port '" + UntrustedText.clean(port, 40) + "' is no number from 0 to 65535");
    }
  }

  private static void checkBracketedAddress(String name) {
    boolean address = name.endsWith("]") && name.indexOf(':') > 0;
    // Java's own reader takes groups of any length; an address has four digits in each (RFC 4291).
    int digits = 0;
    for (int i = 1; i < name.length() - 1 && address; i++) {
      boolean colon = name.charAt(i) == ':';
      digits = colon ? 0 : digits + 1;
      address = colon || (digits <= 4 && Character.digit(name.charAt(i), 16) >= 0);
    }
    if (address) {
      try {
        InetAddress.ofLiteral(name.substring(1, name.length() - 1));
        return;
      } catch (IllegalArgumentException notAnAddress) {
        // falls through to the same message
      }
    }
    throw new IllegalArgumentException(
        "'" + UntrustedText.clean(name, 80) + "' is no IPv6 address in brackets");
  }

  private static void checkHostName(String name) {
    int start = 0;
    for (int i = 0; i <= name.length(); i++) {
      if (i == name.length() || name.charAt(i) == '.') {
        if (i == start || name.charAt(start) == '-' || name.charAt(i - 1) == '-') {
          throw notAHost(name);
        }
        start = i + 1;
      } else if (!isLetter(name.charAt(i)) && !isDigit(name.charAt(i)) && name.charAt(i) != '-') {
        throw notAHost(name);
      }
    }
  }

  private static IllegalArgumentException notAHost(String name) {
    return new IllegalArgumentException("'" + UntrustedText.clean(name, 80) + "' is no host name");
  }

  private static void checkRepository(String repository) {
    if (repository.isEmpty()) {
      throw new IllegalArgumentException("the repository is missing");
    }
    if (repository.length() > MAX_REPOSITORY) {
      throw new IllegalArgumentException(
          "the repository is longer than " + MAX_REPOSITORY + " characters");
    }
    boolean afterAlphanumeric = false;
    int i = 0;
    while (i < repository.length()) {
      char c = repository.charAt(i);
      if (isLowerLetter(c) || isDigit(c)) {
        afterAlphanumeric = true;
        i++;
        continue;
      }
      if (c >= 'A' && c <= 'Z') {
        throw new IllegalArgumentException(
            "the repository must be lower case: " + repository.toLowerCase(Locale.ROOT));
      }
      int separator = c == '/' ? 1 : separatorLength(repository, i);
      if (!afterAlphanumeric || separator == 0) {
        throw notARepository(repository);
      }
      afterAlphanumeric = false;
      i += separator;
    }
    if (!afterAlphanumeric) {
      throw notARepository(repository);
    }
  }

  /** Length of one of {@code .}, {@code _}, {@code __} or any number of {@code -}; 0 for others. */
  private static int separatorLength(String text, int start) {
    char c = text.charAt(start);
    int end = start;
    while (end < text.length() && text.charAt(end) == c) {
      end++;
    }
    int length = end - start;
    return switch (c) {
      case '-' -> length;
      case '_' -> length <= 2 ? length : 0;
      case '.' -> length == 1 ? 1 : 0;
      default -> 0;
    };
  }

  private static IllegalArgumentException notARepository(String repository) {
    return new IllegalArgumentException(
        "the repository '"
            + UntrustedText.clean(repository, 80)
            + "' must be lower-case letters and digits, separated by one of . _ __ - /");
  }

  private static void checkTag(String tag) {
    boolean good = !tag.isEmpty() && tag.length() <= MAX_TAG;
    for (int i = 0; i < tag.length() && good; i++) {
      char c = tag.charAt(i);
      good = isLetter(c) || isDigit(c) || c == '_' || (i > 0 && (c == '.' || c == '-'));
    }
    if (!good) {
      throw new IllegalArgumentException(
          "the tag '"
              + UntrustedText.clean(tag, 80)
              + "' must be 1 to 128 letters, digits, '_', '.' or '-', and not begin with '.' or"
              + " '-'");
    }
  }

  private static boolean isLowerLetter(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isLetter(char c) {
    return isLowerLetter(c) || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** The host that answers for {@link #host}, with its port: Docker Hub's has another name. */
  public String apiHost() {
    return host.equals(DOCKER_HUB) ? "registry-1.docker.io" : host;
  }

  /** Whether the image is on Docker Hub. */
  public boolean onDockerHub() {
    return host.equals(DOCKER_HUB);
  }

  /** The same repository at a digest. */
  public ImageReference at(Digest wanted) {
    return new ImageReference(host, repository, null, wanted);
  }

  /** What to ask the registry for: the digest where there is one, else the tag. */
  String manifestName() {
    return digest != null ? digest.toString() : String.valueOf(tag);
  }

  /** The short form that people use, which {@link #parse} reads back as this. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(familiarName());
    if (tag != null) {
      out.append(':').append(tag);
    }
    if (digest != null) {
      out.append('@').append(digest);
    }
    return out.toString();
  }

  private String familiarName() {
    String full = host + "/" + repository;
    if (!onDockerHub()) {
      return full;
    }
    if (repository.startsWith(OFFICIAL) && repository.indexOf('/', OFFICIAL.length()) < 0) {
      return repository.substring(OFFICIAL.length());
    }
    int slash = repository.indexOf('/');
    // Without its host, "docker.io/foo.bar/baz" would be read as an image of the host foo.bar.
    return slash < 0 || isHost(repository.substring(0, slash)) ? full : repository;
  }
}
