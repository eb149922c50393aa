package dev.breakwater.content.server;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.content.clue.Clues;
import java.io.IOException;

/** Configuration of strangers throws nothing but what is declared. */
class ServerFuzzTest {
  private static final ServerFile[] KINDS = {
    new DockerDaemonFile(),
    new ElasticsearchFile(),
    new EtcdFile(),
    new GrafanaFile(),
    new JavaRealmFile(),
    new JenkinsFile(),
    new JupyterFile(),
    new KubeletFile(),
    new MongoFile(),
    new MysqlFile(),
    new PostgresFile(),
    new RabbitFile(),
    new RedisFile(),
    new SshFile(),
    new SudoersFile(),
    new TomcatFile(),
    new VsftpdFile(),
    new HtpasswdFile()
  };

  @FuzzTest(maxDuration = "10s")
  void reads(FuzzedDataProvider data) {
    ServerFile kind = KINDS[data.consumeInt(0, KINDS.length - 1)];
    try {
      kind.read(data.consumeRemainingAsString(), new Clues.Collector());
    } catch (IOException expected) {
      // What it is for.
    }
  }
}
