package dev.breakwater.advisory.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedBaseTest {
  @Test
  void publicAddresses() throws Exception {
    FeedBase base = FeedBase.of(null);
    assertThat(base.osv("Debian:12").address())
        .isEqualTo("https://osv-vulnerabilities.storage.googleapis.com/Debian%3A12/all.zip");
    assertThat(base.osv("Rocky Linux").address())
        .isEqualTo("https://osv-vulnerabilities.storage.googleapis.com/Rocky%20Linux/all.zip");
    assertThat(base.secdb("v3.20", "main").address())
        .isEqualTo("https://secdb.alpinelinux.org/v3.20/main.json");
  }

  @Test
  void mirrorsHaveTheLayoutOfADirectory() throws Exception {
    FeedBase base = FeedBase.of("https://mirror.example.org/feeds");
    assertThat(base.osv("npm").address())
        .isEqualTo("https://mirror.example.org/feeds/osv/npm/all.zip");
    assertThat(base.secdb("edge", "community").address())
        .isEqualTo("https://mirror.example.org/feeds/alpine-secdb/edge/community.json");
    assertThat(base.epss().address())
        .isEqualTo("https://mirror.example.org/feeds/epss/epss_scores-current.csv.gz");
  }

  @Test
  void directories(@TempDir Path directory) throws Exception {
    FeedBase base = FeedBase.of(directory.toString());
    assertThat(base.kev())
        .isEqualTo(
            new Location.Local(
                directory.resolve("kev").resolve("known_exploited_vulnerabilities.json")));
    assertThat(base.listed().orElseThrow()).isEmpty();
  }
}
