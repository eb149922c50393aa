package dev.breakwater.advisory.updateinfo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.core.Digest;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepomdTest {
  private static final String SHA256 = "ab".repeat(32);

  private static String repomd(String data) {
    return "<?xml version=\"1.0\"?><repomd xmlns=\"http://linux.duke.edu/metadata/repo\""
        + " xmlns:rpm=\"http://linux.duke.edu/metadata/rpm\"><revision>1700000000</revision>"
        + "<data type=\"primary\"><checksum type=\"sha\">12</checksum>"
        + "<location href=\"repodata/primary.xml.gz\"/><timestamp>1700000009</timestamp></data>"
        + data
        + "</repomd>";
  }

  private static String updates(String more) {
    return "<data type=\"updateinfo\"><checksum type=\"sha256\">"
        + SHA256
        + "</checksum><location href=\"repodata/u.xml.gz\"/><size>77</size>"
        + more
        + "</data>";
  }

  private static Repomd parse(String document) throws ArchiveException {
    return Repomd.parse(document.getBytes(UTF_8), "repomd.xml");
  }

  @Test
  void findsTheUpdates() throws Exception {
    Repomd repomd = parse(repomd(updates("<open-size>9</open-size>")));
    assertThat(repomd.changed()).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
    assertThat(repomd.updates())
        .isEqualTo(new Repomd.UpdateFile("repodata/u.xml.gz", new Digest("sha256", SHA256), 77));
    assertThat(parse(repomd("")).updates()).isNull();
  }

  @Test
  void takesTheNewestTimeWhereTheRevisionIsACount() throws Exception {
    assertThat(parse(repomd("").replace(">1700000000<", ">17<")).changed())
        .isEqualTo(Instant.ofEpochSecond(1_700_000_009));
    assertThat(parse("<repomd/>").changed()).isNull();
  }

  @Test
  void readsLongerChecksumsAndMissingSizes() throws Exception {
    String hex = "cd".repeat(64);
    Repomd repomd =
        parse(
            repomd(updates(""))
                .replace("sha256\">" + SHA256, "sha512\">" + hex)
                .replace("<size>77</size>", ""));
    assertThat(repomd.updates())
        .isEqualTo(new Repomd.UpdateFile("repodata/u.xml.gz", new Digest("sha512", hex), -1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/passwd",
        "/etc/passwd",
        "http://example.org/u.xml",
        "repodata/../../u",
        "",
        "a//b"
      })
  void refusesUpdatesFromElsewhere(String path) {
    assertThatThrownBy(() -> parse(repomd(updates("")).replace("repodata/u.xml.gz", path)))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("outside the repository");
  }

  @Test
  void refusesAnotherBaseWeakChecksumsAndOddSizes() {
    assertThatThrownBy(() ->
            parse(
                repomd(updates(""))
                    .replace(
                        "href=\"repodata/u", "xml:base=\"http://example.org/\" href=\"repodata/u")))
        .hasMessageContaining("outside the repository");
    for (String kind : new String[] {"sha", "sha1", "md5", "sha384"}) {
      assertThatThrownBy(() -> parse(repomd(updates("")).replace("\"sha256\"", "'" + kind + "'")))
          .hasMessageContaining("no checksum for its updateinfo that counts");
    }
    for (String size : new String[] {"-1", "many", "99999999999999999999"}) {
      assertThatThrownBy(() -> parse(repomd(updates("")).replace(">77<", ">" + size + "<")))
          .isInstanceOf(ArchiveException.class);
    }
    assertThatThrownBy(() -> parse("<html/>")).hasMessageContaining("not the index");
    assertThatThrownBy(() -> parse("<!DOCTYPE repomd><repomd/>"))
        .hasMessageContaining("document type");
  }

  @Test
  void readsListsOfMirrors() throws Exception {
    Variables variables = new Variables(Map.of("basearch", "x86_64"));
    MirrorList lines =
        MirrorList.parse(
            """
            # mirrors
            http://one.example.org/$basearch
            https://two.example.org/a/
            ftp://three.example.org/
            file:///etc/
            """
                .getBytes(UTF_8),
            "list",
            variables);
    assertThat(lines.bases())
        .containsExactly("https://two.example.org/a/", "http://one.example.org/x86_64/");
    assertThat(lines.indexes()).isEmpty();

    String metalink =
        """
        <?xml version="1.0" encoding="utf-8"?>
        <metalink version="3.0" xmlns="http://www.metalinker.org/" xmlns:mm0="http://example.org/mm0">
         <files><file name="repomd.xml">
          <mm0:timestamp>1</mm0:timestamp>
          <verification><hash type="md5">12</hash><hash type="sha256">%s</hash></verification>
          <mm0:alternates><mm0:alternate><verification><hash type="sha512">%s</hash></verification>
          </mm0:alternate></mm0:alternates>
          <resources maxconnections="1">
           <url protocol="rsync" preference="100">rsync://m.example.org/f/repodata/repomd.xml</url>
           <url protocol="http" preference="100">http://m.example.org/f/repodata/repomd.xml</url>
           <url protocol="https" preference="99">https://m.example.org/f/repodata/repomd.xml</url>
           <url protocol="https" preference="98">https://m.example.org/f/other.xml</url>
          </resources></file>
          <file name="other"><resources><url>https://x.example.org/repodata/repomd.xml</url></resources></file>
         </files></metalink>
        """
            .formatted(SHA256, "cd".repeat(64));
    MirrorList read = MirrorList.parse(metalink.getBytes(UTF_8), "metalink", variables);
    assertThat(read.bases()).containsExactly("https://m.example.org/f/", "http://m.example.org/f/");
    assertThat(read.indexes())
        .containsExactlyInAnyOrder(
            new Digest("sha256", SHA256), new Digest("sha512", "cd".repeat(64)));
    for (String none : new String[] {"", "<html/>", "# nothing\n", "<metalink/>"}) {
      assertThatThrownBy(() -> MirrorList.parse(none.getBytes(UTF_8), "list", variables))
          .isInstanceOf(ArchiveException.class);
    }
  }
}
