package dev.breakwater.advisory.mirror;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real gpg with a home of its own, whose agent is stopped at the end. */
public final class Gpg implements AutoCloseable {
  private final Path home;

  public Gpg() throws Exception {
    // Sockets have short names only, so this must not lie deep in a build directory.
    home =
        Files.createTempDirectory(
            Path.of("/tmp"),
            "gpg",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  public byte[] run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("gpg", "--batch", "--yes", "--no-tty", "--quiet"));
    command.addAll(List.of("--pinentry-mode", "loopback", "--passphrase", ""));
    command.addAll(List.of(arguments));
    return Programs.run(
        "gpg", home, Map.of("GNUPGHOME", home.toString()), command.toArray(String[]::new));
  }

  /** Makes a key and gives its fingerprint. */
  public String newKey(String name, String algorithm, String expiry, String... options)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of(options));
    String address = name + "@example.org";
    arguments.addAll(List.of("--quick-generate-key", address, algorithm, "sign", expiry));
    run(arguments.toArray(String[]::new));
    return fingerprint(address);
  }

  private String fingerprint(String address) throws Exception {
    String listing =
        new String(run("--with-colons", "--list-keys", address), StandardCharsets.UTF_8);
    for (String line : listing.split("\n")) {
      if (line.startsWith("fpr:")) {
        return line.split(":")[9];
      }
    }
    throw new AssertionError("gpg lists no key for " + address);
  }

  public byte[] export(String... keys) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--export"));
    arguments.addAll(List.of(keys));
    return run(arguments.toArray(String[]::new));
  }

  public byte[] exportArmored(String key) throws Exception {
    return run("--armor", "--export", key);
  }

  public byte[] clearSign(String key, Path file, String... options) throws Exception {
    return sign("--clearsign", key, file, options);
  }

  public byte[] detachedSign(String key, Path file, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of("--armor"));
    all.addAll(List.of(options));
    return sign("--detach-sign", key, file, all.toArray(String[]::new));
  }

  private byte[] sign(String how, String key, Path file, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(options));
    for (String one : key.split(",")) {
      arguments.addAll(List.of("--local-user", one));
    }
    arguments.addAll(List.of("--output", "-", how, file.toString()));
    return run(arguments.toArray(String[]::new));
  }

  public void importKeys(byte[] keys) throws Exception {
    Path file = Files.createTempFile(home, "keys", "");
    Files.write(file, keys);
    run("--import", file.toString());
  }

  /** Revokes a key with the certificate that gpg made beside it. */
  public void revoke(String fingerprint) throws Exception {
    Path certificate = home.resolve("openpgp-revocs.d").resolve(fingerprint + ".rev");
    // gpg guards the certificate with a colon against use by accident.
    String armed = Files.readString(certificate).replace(":-----BEGIN PGP", "-----BEGIN PGP");
    importKeys(armed.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws Exception {
    Programs.run(
        "gpg", Path.of("/tmp"), Map.of("GNUPGHOME", home.toString()), "gpgconf", "--kill", "all");
    try (var files = Files.walk(home)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
