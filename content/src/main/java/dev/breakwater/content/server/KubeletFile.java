package dev.breakwater.content.server;

import dev.breakwater.content.clue.Clues;
import dev.breakwater.image.FileEntry;
import java.io.IOException;
import java.util.List;

/**
 * The kubelet, in YAML or JSON.
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/">Kubelet
 *     configuration</a>
 */
final class KubeletFile implements ServerFile {
  static final String RULE = "kubelet-anonymous";

  @Override
  public boolean is(FileEntry file) {
    String path = file.path();
    return path.contains("kubelet")
        && (path.endsWith("kubelet/config.yaml")
            || path.endsWith("kubelet-config.yaml")
            || path.endsWith("kubelet-config.json")
            || path.endsWith("kubelet/config.json"));
  }

  @Override
  public void read(String text, Clues.Collector clues) throws IOException {
    List<YamlSetting> settings = YamlSetting.read(text);
    for (YamlSetting setting : settings) {
      if (setting.path().equals("authentication.anonymous.enabled")
          && setting.value().equals("true")) {
        clues.add(RULE, setting.line(), "authentication", "authentication.anonymous is enabled");
      } else if (setting.path().equals("authorization.mode")
          && setting.value().equals("AlwaysAllow")) {
        clues.add(RULE, setting.line(), "authorization", "authorization.mode is AlwaysAllow");
      }
    }
  }
}
