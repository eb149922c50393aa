package dev.breakwater.image.registry;

import dev.breakwater.core.json.Json;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a program {@code docker-credential-NAME} for a credential. It is run without a shell, found
 * in absolute directories of {@code PATH} alone, and ended when it takes too long or says too much.
 *
 * @see <a href="https://github.com/docker/docker-credential-helpers">the protocol</a>
 */
final class CredentialHelper {
  /** How long a helper may take: it may have to ask a cloud service, or a person. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int MAX_NAME = 64;
  private static final int MAX_OUTPUT = 128 * 1024;

  private final Map<String, String> environment;
  private final Duration patience;

  CredentialHelper(Map<String, String> environment, Duration patience) {
    this.environment = environment;
    this.patience = patience;
  }

  /**
   * The credential for a server; {@link Credential.Anonymous} where the helper knows none.
   *
   * @param where the file that names the helper, for messages
   * @throws RegistryFault where the helper is missing or fails
   */
  Credential ask(String name, String server, String where) throws IOException {
    if (!isName(name)) {
      throw new RegistryFault(
          "the credential helper '" + UntrustedText.clean(name, 100) + "' has an impossible name",
          "mend " + where);
    }
    String program = "docker-credential-" + name;
    Path executable = find(program);
    if (executable == null) {
      throw new RegistryFault(
          "there is no program " + program + " in PATH, which " + where + " names for credentials",
          "install it, or take it out of " + where);
    }
    return run(executable, program, server);
  }

  private static boolean isName(String name) {
    boolean good = !name.isEmpty() && name.length() <= MAX_NAME;
    for (int i = 0; i < name.length() && good; i++) {
      char c = name.charAt(i);
      good =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || (i > 0 && (c == '-' || c == '_' || c == '.'));
    }
    return good;
  }

  private @Nullable Path find(String program) {
    for (String directory : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
      if (directory.startsWith("/") && directory.indexOf(0) < 0) {
        Path candidate = Path.of(directory, program);
        if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
          return candidate;
        }
      }
    }
    return null;
  }

  private Credential run(Path executable, String program, String server) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(List.of(executable.toString(), "get"))
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new RegistryFault(program + " cannot be run", "check " + executable, e);
    }
    try {
      FutureTask<byte[]> output = new FutureTask<>(() -> converse(process, server));
      Thread.startVirtualThread(output);
      byte[] answer = output.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (answer.length > MAX_OUTPUT) {
        throw new RegistryFault(
            program + " answered with more than " + MAX_OUTPUT + " bytes", "check the program");
      }
      if (!process.waitFor(patience)) {
        throw new TimeoutException();
      }
      return read(answer, process.exitValue(), program);
    } catch (TimeoutException e) {
      throw new RegistryFault(
          program + " did not answer in " + Limits.text(patience),
          "run '" + program + " get' by hand to see what it waits for",
          e);
    } catch (ExecutionException e) {
      throw new RegistryFault(program + " broke off", "run it by hand to see why", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for " + program);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static byte[] converse(Process process, String server) throws IOException {
    try (OutputStream in = process.getOutputStream()) {
      in.write((server + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // A helper that needs no question may have closed its input; its answer counts.
    }
    try (InputStream out = process.getInputStream()) {
      return out.readNBytes(MAX_OUTPUT + 1);
    }
  }

  private static Credential read(byte[] answer, int exit, String program) throws RegistryFault {
    if (exit != 0) {
      String said = new String(answer, StandardCharsets.UTF_8).strip();
      if (said.contains("credentials not found")) {
        return new Credential.Anonymous();
      }
      // Helpers explain themselves on standard output; what looks like an answer may be a secret.
      String why =
          said.isEmpty() || said.contains("{") ? "" : ": " + UntrustedText.clean(said, 200);
      throw new RegistryFault(
          program + " failed with exit code " + exit + why, "run it by hand to see why");
    }
    Json json;
    try {
      json = Json.parse(answer);
    } catch (IOException e) {
      throw new RegistryFault(program + " answered with no JSON", "check the program");
    }
    String user = json.text("Username", "");
    String secret = json.text("Secret", "");
    if (user.isEmpty() || secret.isEmpty()) {
      return new Credential.Anonymous();
    }
    return user.equals("<token>")
        ? new Credential.IdentityToken(secret)
        : new Credential.Password(user, secret);
  }
}
