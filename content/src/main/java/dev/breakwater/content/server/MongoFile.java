package dev.breakwater.content.server;

import dev.breakwater.content.clue.Clues;
import dev.breakwater.image.FileEntry;
import java.io.IOException;
import java.util.List;

/**
 * MongoDB. It listens to its own machine alone, and asks nobody for a password, unless told
 * otherwise.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/configuration-options/">Configuration
 *     file options</a>
 */
final class MongoFile implements ServerFile {
  static final String RULE = "mongodb-without-authorization";

  @Override
  public boolean is(FileEntry file) {
    return file.isNamed("mongod.conf");
  }

  @Override
  public void read(String text, Clues.Collector clues) throws IOException {
    List<YamlSetting> settings = YamlSetting.read(text);
    boolean authorized =
        YamlSetting.says(settings, "security.authorization", "enabled")
            || YamlSetting.last(settings, "security.keyFile") != null
            || YamlSetting.last(settings, "security.clusterAuthMode") != null;
    if (authorized) {
      return;
    }
    for (YamlSetting setting : settings) {
      boolean everywhere =
          (setting.path().equals("net.bindIp") && isEverywhere(setting.value()))
              || (setting.path().equals("net.bindIpAll") && setting.value().equals("true"));
      if (everywhere) {
        clues.add(
            RULE,
            setting.line(),
            null,
            setting.path() + " lets everybody in, and security.authorization is not enabled");
        return;
      }
    }
  }

  private static boolean isEverywhere(String addresses) {
    for (String address : addresses.split(",")) {
      String plain = address.strip();
      if (plain.equals("0.0.0.0") || plain.equals("::") || plain.equals("*")) {
        return true;
      }
    }
    return false;
  }
}
