package dev.breakwater.posture.cel.library;

import static dev.breakwater.posture.cel.library.LibraryFunction.accepts;
import static dev.breakwater.posture.cel.library.LibraryFunction.global;
import static dev.breakwater.posture.cel.library.LibraryFunction.member;
import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.INT;
import static dev.cel.common.types.SimpleType.STRING;

import java.util.List;

/**
 * {@code ip} and {@code cidr}, and what can be asked of addresses and networks.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-ip-address-library">Kubernetes
 *     IP address library</a>
 */
final class AddressLibrary {
  static final Kind<IpAddress> IP = Kind.opaque("net.IP", IpAddress.class);
  static final Kind<Cidr> CIDR = Kind.opaque("net.CIDR", Cidr.class);

  private AddressLibrary() {}

  static List<LibraryFunction> functions() {
    return List.of(
        global("ip", "string_to_ip", Kind.TEXT, IP.type(), CallCost.TRAVERSAL, IpAddress::parse),
        global(
            "isIP",
            "is_ip",
            Kind.TEXT,
            BOOL,
            CallCost.TRAVERSAL,
            text -> accepts(IpAddress::parse, text)),
        global(
            "ip.isCanonical",
            "ip_is_canonical",
            Kind.TEXT,
            BOOL,
            arguments -> CallCost.tenths(2 * CallCost.size(arguments[0])),
            text -> IpAddress.parse(text).toString().equals(text)),
        global("string", "ip_to_string", IP, STRING, CallCost.NOMINAL, IpAddress::toString),
        member("family", "ip_family", IP, INT, address -> address.four() ? 4L : 6L),
        member("isUnspecified", "ip_is_unspecified", IP, BOOL, IpAddress::isUnspecified),
        member("isLoopback", "ip_is_loopback", IP, BOOL, IpAddress::isLoopback),
        member(
            "isLinkLocalMulticast",
            "ip_is_link_local_multicast",
            IP,
            BOOL,
            IpAddress::isLinkLocalMulticast),
        member(
            "isLinkLocalUnicast",
            "ip_is_link_local_unicast",
            IP,
            BOOL,
            IpAddress::isLinkLocalUnicast),
        member("isGlobalUnicast", "ip_is_global_unicast", IP, BOOL, IpAddress::isGlobalUnicast),
        global("cidr", "string_to_cidr", Kind.TEXT, CIDR.type(), CallCost.TRAVERSAL, Cidr::parse),
        global(
            "isCIDR",
            "is_cidr",
            Kind.TEXT,
            BOOL,
            CallCost.TRAVERSAL,
            text -> accepts(Cidr::parse, text)),
        global("string", "cidr_to_string", CIDR, STRING, CallCost.NOMINAL, Cidr::toString),
        member("ip", "cidr_ip", CIDR, IP.type(), Cidr::address),
        member("prefixLength", "cidr_prefix_length", CIDR, INT, cidr -> (long) cidr.bits()),
        member("masked", "cidr_masked", CIDR, CIDR.type(), Cidr::masked),
        member(
            "containsIP",
            "cidr_contains_ip_ip",
            CIDR,
            IP,
            BOOL,
            AddressLibrary::comparison,
            Cidr::contains),
        member(
            "containsIP",
            "cidr_contains_ip_string",
            CIDR,
            Kind.TEXT,
            BOOL,
            arguments -> comparison(arguments) + reading(arguments),
            (cidr, text) -> cidr.contains(IpAddress.parse(text))),
        member(
            "containsCIDR",
            "cidr_contains_cidr",
            CIDR,
            CIDR,
            BOOL,
            AddressLibrary::nesting,
            Cidr::contains),
        member(
            "containsCIDR",
            "cidr_contains_cidr_string",
            CIDR,
            Kind.TEXT,
            BOOL,
            arguments -> nesting(arguments) + reading(arguments),
            (cidr, text) -> cidr.contains(Cidr.parse(text))));
  }

  /** The bytes of two prefixes are compared. */
  private static long comparison(Object[] arguments) {
    return CallCost.tenths(2 * CallCost.size(arguments[0]));
  }

  /** The other network is masked first, and the lengths compared. */
  private static long nesting(Object[] arguments) {
    return comparison(arguments) + CallCost.TRAVERSAL.of(arguments) + 1;
  }

  private static long reading(Object[] arguments) {
    return CallCost.tenths(CallCost.size(arguments[1]));
  }
}
