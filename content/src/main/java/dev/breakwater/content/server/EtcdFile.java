package dev.breakwater.content.server;

import dev.breakwater.content.clue.Clues;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.Complaints;
import java.io.IOException;

/**
 * etcd, configured by YAML or by environment variables.
 *
 * @see <a href="https://etcd.io/docs/v3.5/op-guide/configuration/">Configuration options</a>
 */
final class EtcdFile implements ServerFile {
  static final String RULE = "etcd-without-tls";

  @Override
  public boolean is(FileEntry file) {
    return file.isNamed("etcd.conf")
        || file.isNamed("etcd.conf.yml")
        || file.isNamed("etcd.conf.yaml")
        || file.path().equals("etc/default/etcd");
  }

  @Override
  public void read(String text, Clues.Collector clues) throws IOException {
    Directive variable = Directive.last(Directive.read(text), "etcd_listen_client_urls");
    if (variable != null) {
      judge(variable.line(), variable.value(), clues);
    } else if (text.contains("listen-client-urls")) {
      YamlSetting setting = YamlSetting.last(YamlSetting.read(text), "listen-client-urls");
      if (setting != null) {
        judge(setting.line(), setting.value(), clues);
      }
    }
  }

  private static void judge(int line, String urls, Clues.Collector clues) {
    for (String url : urls.split(",")) {
      String plain = url.strip();
      if (plain.startsWith("http://") && !Address.isLoopback(Address.ofUrl(plain))) {
        clues.add(RULE, line, null, "clients are served at " + Complaints.quote(plain));
        return;
      }
    }
  }
}
