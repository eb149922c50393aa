package dev.breakwater.content.server;

import dev.breakwater.content.clue.Clues;
import dev.breakwater.image.FileEntry;
import java.io.IOException;
import java.util.List;

/**
 * Elasticsearch and OpenSearch.
 *
 * @see <a
 *     href="https://www.elastic.co/guide/en/elasticsearch/reference/current/security-settings.html">
 *     Elasticsearch security settings</a>
 * @see <a
 *     href="https://docs.opensearch.org/latest/security/configuration/disable-enable-security/">
 *     OpenSearch, disabling security</a>
 */
final class ElasticsearchFile implements ServerFile {
  static final String RULE = "elasticsearch-without-security";

  @Override
  public boolean is(FileEntry file) {
    return file.isNamed("elasticsearch.yml") || file.isNamed("opensearch.yml");
  }

  @Override
  public void read(String text, Clues.Collector clues) throws IOException {
    List<YamlSetting> settings = YamlSetting.read(text);
    if (!isReachable(settings)) {
      return;
    }
    for (YamlSetting setting : settings) {
      boolean off =
          (setting.path().equals("xpack.security.enabled") && setting.value().equals("false"))
              || (setting.path().equals("plugins.security.disabled")
                  && setting.value().equals("true"));
      if (off) {
        clues.add(
            RULE,
            setting.line(),
            null,
            setting.path() + " is " + setting.value() + ", and other machines are let in");
      }
    }
  }

  private static boolean isReachable(List<YamlSetting> settings) {
    for (YamlSetting setting : settings) {
      boolean host =
          switch (setting.path()) {
            case "network.host", "network.bind_host", "http.host", "http.bind_host" -> true;
            default -> false;
          };
      if (host && !Address.isLoopback(setting.value())) {
        return true;
      }
    }
    return false;
  }
}
