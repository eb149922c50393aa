package dev.breakwater.image.registry;

/**
 * A repository of a registry, all its tags together.
 *
 * @param host registry host with port, as in {@link ImageReference}
 * @param name for example {@code library/debian}
 */
public record Repository(String host, String name) {

  /**
   * Checks both parts against the grammar of references.
   *
   * @throws IllegalArgumentException saying what is wrong; the message is for people
   */
  public Repository {
    ImageReference checked = new ImageReference(host, name, "latest", null);
    host = checked.host();
  }

  /**
   * Reads {@code HOST/NAME}, or Docker's short form of it.
   *
   * @throws IllegalArgumentException where it is none, or names one image by tag or digest; the
   *     message is for people
   */
  public static Repository parse(String text) {
    ImageReference image = ImageReference.parse(text);
    if (image.digest() != null || text.endsWith(":" + image.tag())) {
      throw new IllegalArgumentException(
          "'" + UntrustedText.clean(text, 200) + "' names one image; leave its tag or digest out");
    }
    return new Repository(image.host(), image.repository());
  }

  /**
   * The image of one tag.
   *
   * @throws IllegalArgumentException where that is no tag
   */
  public ImageReference tagged(String tag) {
    return new ImageReference(host, name, tag, null);
  }

  /** The short form that people use. */
  @Override
  public String toString() {
    String text = tagged("latest").toString();
    return text.substring(0, text.length() - ":latest".length());
  }
}
