package dev.breakwater.advisory.store;

/** A store file was written by a Breakwater with another store format. */
final class OtherFormatException extends DamagedException {
  private static final long serialVersionUID = 1L;

  OtherFormatException(int version) {
    super("it has store format " + version + ", and this Breakwater reads " + StoreFormat.VERSION);
  }
}
