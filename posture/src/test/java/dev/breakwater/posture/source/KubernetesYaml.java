package dev.breakwater.posture.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The library by which Kubernetes reads YAML, asked about many documents in one run. */
final class KubernetesYaml {
  private static final String INSTALL = "apt-get install golang-go golang-k8s-sigs-yaml-dev";
  private static final String PROGRAM =
      """
      package main
      import ("bufio"; "encoding/base64"; "fmt"; "os"; "strings"; "sigs.k8s.io/yaml")
      func convert(text []byte) (answer string) {
        defer func() {
          if fault := recover(); fault != nil { answer = fmt.Sprint("!", fault) }
        }()
        json, err := yaml.YAMLToJSON(text)
        if err != nil { return "!" + err.Error() }
        return string(json)
      }
      func main() {
        in := bufio.NewScanner(os.Stdin)
        in.Buffer(nil, 1 << 24)
        out := bufio.NewWriter(os.Stdout)
        defer out.Flush()
        for in.Scan() {
          text, _ := base64.StdEncoding.DecodeString(in.Text())
          fmt.Fprintln(out, strings.ReplaceAll(convert(text), "\\n", " "))
        }
      }
      """;

  private KubernetesYaml() {}

  /**
   * Converts documents.
   *
   * @return for each its JSON, or {@code !} and why it is refused
   */
  static List<String> toJson(List<String> documents, Path work)
      throws IOException, InterruptedException {
    assertThat(Path.of("/usr/share/gocode/src/sigs.k8s.io/yaml/yaml.go")).as(INSTALL).exists();
    Path program = work.resolve("main.go");
    Path errors = work.resolve("errors");
    Files.writeString(program, PROGRAM);
    ProcessBuilder builder =
        new ProcessBuilder("go", "run", program.toString()).redirectError(errors.toFile());
    builder.environment().put("GOPATH", "/usr/share/gocode");
    builder.environment().put("GOCACHE", work.resolve("cache").toString());
    builder.environment().put("GO111MODULE", "off");
    builder.environment().put("GOFLAGS", "");
    builder.environment().put("GOTOOLCHAIN", "local");
    Process process = builder.start();
    Thread writer = Thread.ofVirtual().start(() -> write(documents, process));
    List<String> answers = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      lines.lines().forEach(answers::add);
    }
    writer.join();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      fail("go did not end");
    }
    assertThat(answers).as("%s: %s", INSTALL, Files.readString(errors)).hasSameSizeAs(documents);
    return answers;
  }

  private static void write(List<String> documents, Process process) {
    try (Writer out = process.outputWriter(StandardCharsets.UTF_8)) {
      for (String document : documents) {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        out.write(Base64.getEncoder().encodeToString(bytes) + "\n");
      }
    } catch (IOException endedEarly) {
      // That too few answers came is reported with what it said.
    }
  }
}
