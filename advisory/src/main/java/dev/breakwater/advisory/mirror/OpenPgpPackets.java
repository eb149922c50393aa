package dev.breakwater.advisory.mirror;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds where packets begin and end, so that one key or signature of an unknown kind does not make
 * the rest of a keyring unreadable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9580#section-4.2">RFC 9580 section 4.2</a>
 */
final class OpenPgpPackets {
  static final int SIGNATURE = 2;
  static final int PUBLIC_KEY = 6;
  private static final int MOST_PACKETS = 100_000;

  private OpenPgpPackets() {}

  /**
   * One packet.
   *
   * @param tag what it is
   * @param start of its header
   * @param end after its last byte
   */
  record Packet(int tag, int start, int end) {}

  /**
   * The packets, in order.
   *
   * @throws ArchiveException where the bytes are not a row of whole packets
   */
  static List<Packet> split(byte[] bytes, String where) throws ArchiveException {
    List<Packet> packets = new ArrayList<>();
    int position = 0;
    while (position < bytes.length) {
      Packet packet = at(bytes, position, where);
      packets.add(packet);
      if (packets.size() > MOST_PACKETS) {
        throw new ArchiveException(where + " has more than " + MOST_PACKETS + " OpenPGP packets");
      }
      position = packet.end();
    }
    return packets;
  }

  private static Packet at(byte[] bytes, int start, String where) throws ArchiveException {
    int header = bytes[start] & 0xff;
    if ((header & 0x80) == 0) {
      throw new ArchiveException(where + " is not OpenPGP data, byte " + start);
    }
    return (header & 0x40) != 0
        ? newFormat(bytes, start, header & 0x3f, where)
        : oldFormat(bytes, start, header, where);
  }

  private static Packet newFormat(byte[] bytes, int start, int tag, String where)
      throws ArchiveException {
    int first = octet(bytes, start + 1, where);
    if (first < 192) {
      return packet(bytes, tag, start, start + 2, first, where);
    }
    if (first < 224) {
      long length = ((first - 192L) << 8) + octet(bytes, start + 2, where) + 192;
      return packet(bytes, tag, start, start + 3, length, where);
    }
    if (first < 255) {
      throw new ArchiveException(where + " has a key or signature of unknown length");
    }
    return packet(bytes, tag, start, start + 6, number(bytes, start + 2, 4, where), where);
  }

  private static Packet oldFormat(byte[] bytes, int start, int header, String where)
      throws ArchiveException {
    int tag = (header >> 2) & 0xf;
    int lengthType = header & 3;
    if (lengthType == 3) {
      throw new ArchiveException(where + " has a key or signature of unknown length");
    }
    int octets = 1 << lengthType;
    long length = number(bytes, start + 1, octets, where);
    return packet(bytes, tag, start, start + 1 + octets, length, where);
  }

  private static long number(byte[] bytes, int at, int octets, String where)
      throws ArchiveException {
    long value = 0;
    for (int i = 0; i < octets; i++) {
      value = (value << 8) | octet(bytes, at + i, where);
    }
    return value;
  }

  private static int octet(byte[] bytes, int at, String where) throws ArchiveException {
    if (at >= bytes.length) {
      throw new ArchiveException(where + " ends inside an OpenPGP packet");
    }
    return bytes[at] & 0xff;
  }

  private static Packet packet(
      byte[] bytes, int tag, int start, int body, long length, String where)
      throws ArchiveException {
    if (length > bytes.length - body) {
      throw new ArchiveException(where + " ends inside an OpenPGP packet");
    }
    return new Packet(tag, start, body + (int) length);
  }
}
