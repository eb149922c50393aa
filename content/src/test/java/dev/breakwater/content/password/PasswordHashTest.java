package dev.breakwater.content.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.image.Programs;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hashes are made by the programs that people make them with. */
class PasswordHashTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mkpasswd -m yescrypt -- raspberry",
        "mkpasswd -m yescrypt -R 1 -- raspberry",
        "mkpasswd -m yescrypt -R 6 -- raspberry",
        "mkpasswd -m bcrypt -R 5 -- raspberry",
        "mkpasswd -m bcrypt-a -R 5 -- raspberry",
        "mkpasswd -m sha512crypt -- raspberry",
        "mkpasswd -m sha512crypt -R 9000 -- raspberry",
        "mkpasswd -m sha256crypt -- raspberry",
        "mkpasswd -m md5crypt -- raspberry",
        "mkpasswd -m descrypt -- raspberry",
        "openssl passwd -1 raspberry",
        "openssl passwd -apr1 raspberry",
        "openssl passwd -5 raspberry",
        "openssl passwd -6 raspberry"
      })
  void knowsThePasswordOfAHash(String command) throws Exception {
    String text = Programs.run(Path.of("."), command.split(" ")).strip();
    PasswordHash hash = PasswordHash.parse(text);
    assertThat(hash).as(text).isNotNull();
    assertThat(hash.isOf("raspberry")).as(text).isTrue();
    assertThat(hash.isOf("blackberry")).as(text).isFalse();
  }

  @Test
  void knowsLongAndForeignPasswords() throws Exception {
    String password = "pässwörd-" + "x".repeat(70);
    for (String kind : new String[] {"yescrypt", "sha512crypt", "md5crypt"}) {
      String text = Programs.run(Path.of("."), "mkpasswd", "-m", kind, "--", password).strip();
      assertThat(PasswordHash.parse(text).isOf(password)).as(text).isTrue();
    }
  }
}
