package dev.breakwater.posture.cel.library;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A program in Go that answers each line of questions with a line: the owner of the rules. */
public final class GoProgram {
  /** Reads a line of fields, writes one; fields are in hexadecimal, so they may have any bytes. */
  private static final String FRAME =
      """
      func main() {
        in := bufio.NewScanner(os.Stdin)
        in.Buffer(make([]byte, 1<<20), 1<<20)
        out := bufio.NewWriter(os.Stdout)
        defer out.Flush()
        for in.Scan() {
          var fields []string
          for _, field := range strings.Split(in.Text(), ",") {
            text, err := hex.DecodeString(field)
            if err != nil {
              panic(err)
            }
            fields = append(fields, string(text))
          }
          for i, answer := range answer(fields) {
            if i > 0 {
              out.WriteString(",")
            }
            out.WriteString(hex.EncodeToString([]byte(answer)))
          }
          out.WriteString("\\n")
        }
      }
      """;

  private final Path directory;

  public GoProgram(Path directory) {
    this.directory = directory;
  }

  /**
   * Asks.
   *
   * @param imports beside those of the frame, for example {@code "net/url"}
   * @param answer a function {@code answer(fields []string) []string}, and what it needs
   * @return the answers in the order of the questions
   */
  public List<List<String>> ask(List<String> imports, String answer, List<List<String>> questions)
      throws IOException, InterruptedException {
    StringBuilder source = new StringBuilder("package main\n");
    List<String> all = new ArrayList<>(List.of("bufio", "encoding/hex", "os", "strings"));
    all.addAll(imports);
    for (String name : all) {
      source.append("import \"").append(name).append("\"\n");
    }
    Path main = directory.resolve("main.go");
    Files.writeString(main, source.append(answer).append('\n').append(FRAME));
    Path input = directory.resolve("questions");
    Files.write(input, questions.stream().map(GoProgram::encode).toList());
    List<List<String>> answers = new ArrayList<>();
    for (String line : Files.readAllLines(run(main, input))) {
      answers.add(decode(line));
    }
    return answers;
  }

  private Path run(Path main, Path input) throws IOException, InterruptedException {
    Path output = directory.resolve("answers");
    Path errors = directory.resolve("errors");
    ProcessBuilder builder =
        new ProcessBuilder("go", "run", main.toString())
            .directory(directory.toFile())
            .redirectInput(input.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    // The standard library is compiled once, not at each run.
    Path cache = Path.of("target", "go-cache").toAbsolutePath();
    builder
        .environment()
        .putAll(
            Map.of(
                "GO111MODULE", "off",
                "GOFLAGS", "-p=1",
                "GOTOOLCHAIN", "local",
                "GOPATH", "/usr/share/gocode",
                "GOCACHE", cache.toString(),
                "CGO_ENABLED", "0"));
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new AssertionError("this test needs Go: apt-get install golang-go", e);
    }
    if (process.waitFor() != 0) {
      throw new AssertionError(
          "Go failed (needs apt-get install golang-go golang-github-blang-semver-dev): "
              + Files.readString(errors, UTF_8));
    }
    return output;
  }

  private static String encode(List<String> fields) {
    List<String> encoded = new ArrayList<>();
    for (String field : fields) {
      encoded.add(HexFormat.of().formatHex(field.getBytes(UTF_8)));
    }
    return String.join(",", encoded);
  }

  /** Bytes that are no UTF-8 become U+FFFD. */
  private static List<String> decode(String line) {
    List<String> fields = new ArrayList<>();
    for (String field : line.split(",", -1)) {
      byte[] bytes = HexFormat.of().parseHex(field);
      fields.add(Quoted.fromBytes(new String(bytes, ISO_8859_1)));
    }
    return fields;
  }
}
