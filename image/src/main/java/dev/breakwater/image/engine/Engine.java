package dev.breakwater.image.engine;

import dev.breakwater.core.Digest;
import dev.breakwater.core.json.Json;
import dev.breakwater.image.oci.Descriptor;
import dev.breakwater.image.oci.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Docker or Podman at its Unix socket. Podman answers the part of Docker's API that is used here.
 * What an engine says is bounded in length and time, and not believed where it can be checked: the
 * layers that it sends are known by their digests.
 */
public final class Engine {
  private static final int MAX_DOCUMENT = 32 << 20;
  private static final int MAX_CONTAINERS = 10_000;
  private static final int MAX_LAYERS = 1000;
  private static final int MAX_MESSAGE = 300;

  /** Which engine it is. */
  public enum Kind {
    DOCKER("docker", "Docker", "DOCKER_HOST", "is its daemon running?"),
    PODMAN("podman", "Podman", "CONTAINER_HOST", "start it with 'podman system service'");

    private final String prefix;
    private final String label;
    private final String variable;
    private final String advice;

    Kind(String prefix, String label, String variable, String advice) {
      this.prefix = prefix;
      this.label = label;
      this.variable = variable;
      this.advice = advice;
    }

    /** The prefix of its images on the command line. */
    public String prefix() {
      return prefix;
    }

    /** Its name for people. */
    public String label() {
      return label;
    }
  }

  private final Kind kind;
  private final List<Path> sockets;
  private final @Nullable String refusal;
  private final Patience patience;

  private Engine(Kind kind, List<Path> sockets, @Nullable String refusal, Patience patience) {
    this.kind = kind;
    this.sockets = List.copyOf(sockets);
    this.refusal = refusal;
    this.patience = patience;
  }

  /**
   * The engine where its own client would look for it, as far as that is a Unix socket: {@code
   * DOCKER_HOST} or {@code CONTAINER_HOST}, else the usual places. Nothing is opened yet.
   */
  public static Engine of(Kind kind, Map<String, String> environment) {
    String host = environment.getOrDefault(kind.variable, "");
    if (host.startsWith("unix://")) {
      return at(kind, Path.of(host.substring("unix://".length())));
    }
    if (!host.isEmpty()) {
      return new Engine(
          kind,
          List.of(),
          kind.variable
              + " is "
              + printable(host)
              + ", and only Unix sockets (unix:///PATH) are spoken to; run where "
              + kind.label
              + " does, or save the image and scan docker-archive:FILE",
          Patience.DEFAULT);
    }
    List<Path> usual = new ArrayList<>();
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    switch (kind) {
      case DOCKER -> {
        usual.add(Path.of("/var/run/docker.sock"));
        if (!runtime.isEmpty()) {
          usual.add(Path.of(runtime, "docker.sock"));
        }
      }
      case PODMAN -> {
        if (!runtime.isEmpty()) {
          usual.add(Path.of(runtime, "podman", "podman.sock"));
        }
        usual.add(Path.of("/run/podman/podman.sock"));
      }
    }
    return new Engine(kind, usual, null, Patience.DEFAULT);
  }

  /** The engine at a socket. */
  public static Engine at(Kind kind, Path socket) {
    return at(kind, socket, Patience.DEFAULT);
  }

  static Engine at(Kind kind, Path socket, Patience patience) {
    return new Engine(kind, List.of(socket), null, patience);
  }

  public Kind kind() {
    return kind;
  }

  /** Whether there is a socket to ask at. */
  public boolean isThere() {
    return socket() != null;
  }

  private @Nullable Path socket() {
    for (Path socket : sockets) {
      if (Files.exists(socket)) {
        return socket;
      }
    }
    return null;
  }

  /**
   * Looks an image up.
   *
   * @param reference as {@code docker inspect} takes it: a name, with or without tag or digest, or
   *     an id
   * @throws IOException saying why there is no answer; the message is for people
   */
  public LocalImage image(String reference) throws IOException {
    checkReference(reference);
    Json image = ask("/images/" + reference + "/json", "image " + reference);
    String id = image.text("Id", "");
    // Podman leaves the algorithm out in places.
    String digest = id.indexOf(':') < 0 ? "sha256:" + id : id;
    if (Digest.parse(digest).isEmpty()) {
      throw new IOException(kind.label + " describes the image without an id");
    }
    List<Digest> diffIds = new ArrayList<>();
    for (String text : image.get("RootFS").texts("Layers")) {
      diffIds.add(
          Digest.parse(text)
              .orElseThrow(() ->
                  new IOException(
                      kind.label + " names an impossible layer '" + printable(text) + "'")));
    }
    if (diffIds.size() > MAX_LAYERS) {
      throw new IOException(
          "it has " + diffIds.size() + " layers; at most " + MAX_LAYERS + " are read");
    }
    Json more = kind == Kind.PODMAN ? askPodman(digest) : new Json.Nothing();
    List<Json> history = more.get("History").items();
    return new LocalImage(
        digest,
        pulledAs(image.texts("RepoDigests")),
        InspectedConfig.of(
            image,
            more,
            platform(image),
            diffIds,
            history.isEmpty() ? history(digest, diffIds.size()) : history),
        Descriptor.annotations(more.get("Annotations")),
        Math.max(0, image.get("Size").number(0)));
  }

  /** What Podman tells by its own API alone: annotations, health check, and which steps are empty. */
  private Json askPodman(String id) {
    try {
      return ask("/v4.0.0/libpod/images/" + id + "/json", "image " + id);
    } catch (IOException notSaid) {
      return new Json.Nothing();
    }
  }

  private static Platform platform(Json image) {
    String variant = image.text("Variant", "");
    return new Platform(
        printable(image.text("Os", "linux")),
        printable(image.text("Architecture", "unknown")),
        variant.isEmpty() ? null : printable(variant));
  }

  private static @Nullable Digest pulledAs(List<String> repositoryDigests) {
    Set<String> digests = new HashSet<>();
    for (String name : repositoryDigests) {
      digests.add(name.substring(name.indexOf('@') + 1));
    }
    return digests.size() == 1 ? Digest.parse(digests.iterator().next()).orElse(null) : null;
  }

  /** The build steps; Podman 4 fails where one has no date. */
  private List<Json> history(String id, int layers) {
    try {
      return InspectedConfig.history(
          ask("/images/" + id + "/history", "history of " + id).items(), layers);
    } catch (IOException notSaid) {
      return List.of();
    }
  }

  /**
   * The image as {@code docker save} writes it: a tar with the layers in any order. The stream
   * waits for each read a bounded time.
   *
   * @throws IOException saying why it cannot be had; the message is for people
   */
  public InputStream save(LocalImage image) throws IOException {
    try {
      return open("/images/" + image.id() + "/get", "image " + image.id(), true).body();
    } catch (NotFoundException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException("tried to get the image from " + kind.label + ": " + why(e), e);
    }
  }

  /**
   * Looks a container up, running or not.
   *
   * @param name or id, or an id's beginning
   * @throws IOException saying why there is no answer; the message is for people
   */
  public LocalContainer container(String name) throws IOException {
    checkReference(name);
    Json container = ask("/containers/" + name + "/json", "container " + name);
    String id = container.text("Id", "");
    if (!isContainerId(id)) {
      throw new IOException(kind.label + " describes the container without an id");
    }
    String given = container.text("Name", "");
    Json driver = container.get("GraphDriver");
    boolean overlay = driver.text("Name", "").startsWith("overlay");
    Json data = driver.get("Data");
    List<String> lower = new ArrayList<>();
    String upper = overlay ? data.text("UpperDir") : null;
    if (upper != null) {
      // The highest comes first.
      lower.addAll(Arrays.asList(data.text("LowerDir", "").split(":")).reversed());
      lower.removeIf(String::isEmpty);
    }
    String imageId = container.text("Image", "");
    return new LocalContainer(
        id,
        printable(given.startsWith("/") ? given.substring(1) : given),
        printable(container.get("Config").text("Image", "")),
        imageId.indexOf(':') < 0 ? "sha256:" + imageId : imageId,
        Math.max(0, container.get("State").get("Pid").number(0)),
        lower,
        upper);
  }

  /**
   * The ids of the containers that run.
   *
   * @throws IOException saying why there is no answer; the message is for people
   */
  public List<String> running() throws IOException {
    List<String> ids = new ArrayList<>();
    for (Json container : ask("/containers/json", "list of containers").items()) {
      String id = container.text("Id", "");
      if (isContainerId(id) && ids.size() < MAX_CONTAINERS) {
        ids.add(id);
      }
    }
    return ids;
  }

  /**
   * Where it keeps its images and containers; null where it does not say.
   *
   * @throws IOException saying why there is no answer; the message is for people
   */
  public @Nullable Path storage() throws IOException {
    String root = ask("/info", "description of itself").text("DockerRootDir");
    return root == null || !root.startsWith("/") || root.indexOf('\0') >= 0 ? null : Path.of(root);
  }

  private Json ask(String target, String what) throws IOException {
    try (HttpAnswer answer = open(target, what, false)) {
      return Json.parse(answer.document(MAX_DOCUMENT));
    } catch (NotFoundException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException("tried to ask " + kind.label + " for the " + what + ": " + why(e), e);
    }
  }

  private HttpAnswer open(String target, String what, boolean archive) throws IOException {
    Path socket = socket();
    if (refusal != null) {
      throw new IOException(refusal);
    }
    if (socket == null) {
      throw new IOException(
          "there is no socket of "
              + kind.label
              + " at "
              + String.join(" or ", sockets.stream().map(Path::toString).toList())
              + "; "
              + kind.advice);
    }
    if (!Files.isWritable(socket)) {
      throw new IOException(
          "you may not use its socket " + socket + "; run as root, or as one who may");
    }
    HttpAnswer answer =
        HttpAnswer.get(
            socket,
            target,
            archive ? patience.save() : patience.answer(),
            patience.silence(),
            archive ? null : patience.answer());
    if (answer.status() == 200) {
      return answer;
    }
    try (answer) {
      if (answer.status() == 404) {
        throw new NotFoundException(kind.label + " has no " + what);
      }
      throw new IOException("it answers " + answer.status() + complaint(answer));
    }
  }

  /** An engine's complaint, {@code {"message": "…"}}. */
  private static String complaint(HttpAnswer answer) {
    try {
      String message = Json.parse(answer.document(64 * 1024)).text("message");
      return message == null ? "" : ": " + printable(message);
    } catch (IOException nothingMore) {
      return "";
    }
  }

  private static String why(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private static boolean isContainerId(String id) {
    if (id.length() != 64) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      if (Character.digit(id.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  /** What goes into a request line is letters, digits and the few signs that a reference has. */
  private static void checkReference(String reference) throws IOException {
    boolean good = !reference.isEmpty() && reference.length() <= 1024;
    for (int i = 0; i < reference.length() && good; i++) {
      char c = reference.charAt(i);
      good =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "._-/:@".indexOf(c) >= 0;
    }
    if (!good || reference.contains("..")) {
      throw new IOException("'" + printable(reference) + "' is neither a name nor an id");
    }
  }

  /** What an engine says, without what would make a terminal show something else. */
  private static String printable(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length() && i < MAX_MESSAGE; i++) {
      char c = text.charAt(i);
      int type = Character.getType(c);
      boolean shown =
          type != Character.CONTROL && type != Character.FORMAT && type != Character.LINE_SEPARATOR;
      out.append(shown ? c : ' ');
    }
    return out.toString().strip();
  }
}
