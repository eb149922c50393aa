package dev.breakwater.advisory.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpTransportTest {
  @TempDir Path work;

  @Test
  void showsNoPasswordAndEncodesPaths() throws Exception {
    try (HttpFetcher fetcher = new HttpFetcher(ArchiveOptions.defaults(work))) {
      HttpTransport transport =
          HttpTransport.of("http://user:secret@example.org:81/a/?token=secret", fetcher);
      assertThat(transport.place("b")).isEqualTo("http://example.org:81/a/b");
      assertThat(HttpTransport.encoded("/a b/c+d~e%20f%g")).isEqualTo("/a%20b/c+d~e%20f%25g");
    }
  }
}
