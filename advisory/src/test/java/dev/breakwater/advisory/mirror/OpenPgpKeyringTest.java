package dev.breakwater.advisory.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What gpg signs counts, and what gpgv refuses does not. */
class OpenPgpKeyringTest {
  /** Dashes, blanks at the ends of lines and an empty last line: what canonical text is about. */
  private static final String TEXT = "Suite: a  \n- dashed\n-----BEGIN\t \n\nFrom here\n\n";

  private static final String LONG_AGO = "20200101T000000";
  private static Gpg gpg;
  private static String good;

  @TempDir static Path work;

  @BeforeAll
  static void makeKey() throws Exception {
    gpg = new Gpg();
    good = gpg.newKey("good", "ed25519", "never");
  }

  @AfterAll
  static void stopGpg() throws Exception {
    gpg.close();
  }

  private static Path text(String text) throws Exception {
    return Files.writeString(Files.createTempFile(work, "text", ""), text);
  }

  private static OpenPgpKeyring keyring(String... keys) throws Exception {
    return OpenPgpKeyring.read(gpg.export(keys), "keyring");
  }

  private static OpenPgpKeyring.Signed verify(OpenPgpKeyring keyring, byte[] document)
      throws ArchiveException {
    return keyring.verify(ClearSigned.parse(document, "InRelease"), "InRelease", Instant.now());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "rsa3072", "nistp256", "brainpoolP256r1", "dsa2048"})
  void acceptsWhatGpgSigns(String algorithm) throws Exception {
    String key = gpg.newKey("key-" + algorithm, algorithm, "2y");
    for (String text : List.of(TEXT, "one line without an end", "", "\n", "crlf\r\nline\r\n")) {
      byte[] document = gpg.clearSign(key, text(text));
      assertThat(verify(keyring(key), document).keyFingerprint()).isEqualTo(key);
      byte[] detached = gpg.detachedSign(key, text(text));
      assertThat(
              keyring(key)
                  .verifyDetached(detached, text.getBytes(UTF_8), "Release.gpg", Instant.now())
                  .keyFingerprint())
          .isEqualTo(key);
    }
  }

  @Test
  void readsArmoredKeysAndSeveralKeysOfWhichOneSigned() throws Exception {
    String other = gpg.newKey("other", "rsa2048", "never");
    byte[] document = gpg.clearSign(other + "," + good, text(TEXT));
    assertThat(verify(OpenPgpKeyring.read(gpg.exportArmored(good), "a.asc"), document).at())
        .isNotNull();
    assertThat(verify(keyring(good, other), document)).isNotNull();
    assertThat(verify(keyring(other), document).keyFingerprint()).isEqualTo(other);
  }

  @Test
  void leavesOutKeysOfUnknownKindsBesideOthers() throws Exception {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(new byte[] {(byte) 0xc6, 8, 9, 0, 0, 0, 0, 99, 1, 2});
    both.write(gpg.export(good));
    OpenPgpKeyring keyring = OpenPgpKeyring.read(both.toByteArray(), "keyring");
    assertThat(verify(keyring, gpg.clearSign(good, text(TEXT))).keyFingerprint()).isEqualTo(good);
  }

  @Test
  void refusesAnyChangeOfTheText() throws Exception {
    byte[] document = gpg.clearSign(good, text(TEXT));
    String signed = new String(document, UTF_8);
    for (String change : List.of("Suite: b", "Suite:  a", "suite: a", "Suite: a\n")) {
      byte[] altered = signed.replaceFirst("Suite: a", change).getBytes(UTF_8);
      assertThatThrownBy(() -> verify(keyring(good), altered))
          .hasMessageContaining("the content was altered");
    }
    // Blanks at the end of a line are not signed, and not taken over either.
    ClearSigned parts = ClearSigned.parse(document, "InRelease");
    assertThat(new String(parts.text(), UTF_8))
        .isEqualTo("Suite: a\n- dashed\n-----BEGIN\n\nFrom here\n\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA1", "RIPEMD160"})
  void refusesWeakDigests(String digest) throws Exception {
    byte[] document =
        gpg.clearSign(good, text(TEXT), "--digest-algo", digest, "--allow-weak-digest-algos");
    assertThatThrownBy(() -> verify(keyring(good), document)).hasMessageContaining("weak");
  }

  @Test
  void refusesWeakKeys() throws Exception {
    String weak = gpg.newKey("weak", "rsa1024", "never");
    byte[] document = gpg.clearSign(weak, text(TEXT));
    assertThatThrownBy(() -> verify(keyring(weak), document))
        .hasMessageContaining("weak key of 1024 bits");
  }

  @Test
  void refusesAnExpiredKeyThoughItSignedInTime() throws Exception {
    String key = gpg.newKey("expired", "ed25519", "10d", "--faked-system-time", LONG_AGO);
    byte[] document = gpg.clearSign(key, text(TEXT), "--faked-system-time", "20200103T000000");
    assertThatThrownBy(() -> verify(keyring(key), document)).hasMessageContaining("expired at");
    ClearSigned parts = ClearSigned.parse(document, "InRelease");
    Instant then = Instant.parse("2020-01-04T00:00:00Z");
    assertThat(keyring(key).verify(parts, "InRelease", then).keyFingerprint()).isEqualTo(key);
  }

  @Test
  void refusesAnExpiredSignatureAndOneOfTheFuture() throws Exception {
    String key = gpg.newKey("steady", "ed25519", "never", "--faked-system-time", LONG_AGO);
    byte[] expired =
        gpg.clearSign(
            key,
            text(TEXT),
            "--faked-system-time",
            "20200103T000000",
            "--default-sig-expire",
            "5d");
    assertThatThrownBy(() -> verify(keyring(key), expired)).hasMessageContaining("expired at");
    ClearSigned parts = ClearSigned.parse(gpg.clearSign(good, text(TEXT)), "InRelease");
    Instant past = Instant.now().minus(Duration.ofDays(3));
    assertThatThrownBy(() -> keyring(good).verify(parts, "InRelease", past))
        .hasMessageContaining("made in the future");
  }

  @Test
  void refusesARevokedKey() throws Exception {
    String key = gpg.newKey("revoked", "ed25519", "never");
    byte[] document = gpg.clearSign(key, text(TEXT));
    assertThatCode(() -> verify(keyring(key), document)).doesNotThrowAnyException();
    gpg.revoke(key);
    assertThatThrownBy(() -> verify(keyring(key), document)).hasMessageContaining("was revoked");
  }

  @Test
  void acceptsASigningSubkeyAndLimitsItByFingerprint() throws Exception {
    String primary = gpg.newKey("primary", "ed25519", "never");
    gpg.run("--quick-add-key", primary, "rsa2048", "sign", "never");
    byte[] document = gpg.clearSign(primary, text(TEXT));
    OpenPgpKeyring keyring = keyring(primary);
    String subkey = verify(keyring, document).keyFingerprint();
    assertThat(subkey).isNotEqualTo(primary);
    assertThat(verify(keyring.only(List.of(primary)), document).keyFingerprint()).isEqualTo(subkey);
    assertThat(verify(keyring.only(List.of(subkey + "!")), document).keyFingerprint())
        .isEqualTo(subkey);
    assertThatThrownBy(() -> verify(keyring.only(List.of(primary + "!")), document))
        .hasMessageContaining("none of the keys");
  }

  @Test
  void refusesASubkeyThatDoesNotVouchForItsPrimaryKey() throws Exception {
    // A stranger's subkey cut out of its certificate and put behind another primary key.
    String victim = gpg.newKey("victim", "ed25519", "never");
    gpg.run("--quick-add-key", victim, "ed25519", "sign", "never");
    byte[] document = gpg.clearSign(victim, text(TEXT));
    byte[] certificate = gpg.export(victim);
    ByteArrayOutputStream forged = new ByteArrayOutputStream();
    forged.write(gpg.export(good));
    boolean inSubkey = false;
    for (OpenPgpPackets.Packet packet : OpenPgpPackets.split(certificate, "certificate")) {
      inSubkey |= packet.tag() == 14;
      if (inSubkey) {
        forged.write(certificate, packet.start(), packet.end() - packet.start());
      }
    }
    OpenPgpKeyring keyring = OpenPgpKeyring.read(forged.toByteArray(), "forged");
    assertThatThrownBy(() -> verify(keyring, document)).hasMessageContaining("does not vouch for");
  }

  @Test
  void agreesWithGpgvOnWhatIsGenuine() throws Exception {
    Path ring = Files.write(work.resolve("good.gpg"), gpg.export(good));
    byte[] document = gpg.clearSign(good, text(TEXT));
    // The Hash header is not signed, so only what follows it is altered.
    int start = new String(document, UTF_8).indexOf("\n\n");
    for (int at = start; at < document.length; at += 7) {
      byte[] altered = document.clone();
      altered[at] ^= 1;
      Path file = Files.write(work.resolve("altered"), altered);
      boolean ours;
      try {
        verify(keyring(good), altered);
        ours = true;
      } catch (ArchiveException e) {
        ours = false;
      }
      if (ours) {
        // What counts here must count there; the reverse need not hold, gpgv forgives more.
        Programs.run("gpgv", work, Map.of(), "gpgv", "--keyring", ring.toString(), file.toString());
      }
    }
  }

  @Test
  void saysWhatIsNoKeyring() {
    assertThatThrownBy(() -> OpenPgpKeyring.read("hello".getBytes(UTF_8), "x"))
        .isInstanceOf(ArchiveException.class);
    assertThatThrownBy(() -> OpenPgpKeyring.read(new byte[0], "x"))
        .hasMessage("x holds no OpenPGP key that can be read");
    assertThatThrownBy(() -> OpenPgpKeyring.read(new byte[] {(byte) 0xc6, 100}, "x"))
        .hasMessage("x ends inside an OpenPGP packet");
    byte[] box = "\0\0\0\40\1\1\0\2KBXf".getBytes(UTF_8);
    assertThatThrownBy(() -> OpenPgpKeyring.read(box, "x")).hasMessageContaining("key box");
  }
}
