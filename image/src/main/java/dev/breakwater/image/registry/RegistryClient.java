package dev.breakwater.image.registry;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Digest;
import dev.breakwater.core.net.EnvironmentProxies;
import dev.breakwater.image.oci.Descriptor;
import dev.breakwater.image.oci.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Pulls manifests and blobs. Every byte is checked against its digest, every wait is bounded, what
 * failed for a while is tried again, and credentials go to nobody but the registry that they are
 * for and the token service that it names.
 *
 * <p>Safe to share between threads. Proxies come from {@code HTTPS_PROXY}, {@code HTTP_PROXY} and
 * {@code NO_PROXY}.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pull">OCI
 *     distribution specification, Pull</a>
 */
public final class RegistryClient implements AutoCloseable {
  private static final String ACCEPT = String.join(", ", Manifest.MEDIA_TYPES);

  private final Limits limits;
  private final Transport transport;
  private final RegistryCalls calls;

  /**
   * A client; nothing is sent yet.
   *
   * @throws BreakwaterException where the credentials, the certificate authorities or a proxy's
   *     address cannot be read
   */
  public RegistryClient(RegistryOptions options) throws BreakwaterException {
    this(options, Limits.STANDARD, System.getenv(), InstantSource.system());
  }

  RegistryClient(
      RegistryOptions options, Limits limits, Map<String, String> environment, InstantSource clock)
      throws BreakwaterException {
    Path config = options.dockerConfig();
    Path authorities = options.caFile();
    CredentialHelper helper = new CredentialHelper(environment, CredentialHelper.PATIENCE);
    DockerConfig credentials =
        config == null ? DockerConfig.none() : DockerConfig.read(config, helper);
    Optional<EnvironmentProxies> proxies = EnvironmentProxies.from(environment);
    if (proxies.isPresent() && proxies.get().needsAuthorization()) {
      allowProxyPasswords();
    }
    this.limits = limits;
    this.transport =
        new Transport(
            limits,
            options.plainHttp(),
            authorities == null ? null : TrustedAuthorities.with(authorities),
            proxies,
            clock);
    TokenService tokens = new TokenService(transport, limits, clock);
    this.calls =
        new RegistryCalls(
            transport, new Authorizer(credentials, tokens, clock), limits, options.plainHttp());
  }

  /**
   * The JDK's client takes no password to a proxy that tunnels unless this property allows it
   * before the first request of the process.
   */
  private static void allowProxyPasswords() {
    String property = "jdk.http.auth.tunneling.disabledSchemes";
    if (System.getProperty(property) == null) {
      System.setProperty(property, "");
    }
  }

  /**
   * Fetches a manifest or an index and verifies its digest: against the reference's where it has
   * one, and against what the registry says it sent.
   *
   * @return the manifest, with the reference's digest or else its sha256
   * @throws BreakwaterException where it cannot be had, is longer than {@link Manifest#MAX_BYTES},
   *     has another digest, or is no image
   */
  public FetchedManifest manifest(ImageReference reference) throws BreakwaterException {
    try {
      return fetch(reference);
    } catch (IOException e) {
      throw new BreakwaterException(
          "Tried to read the manifest of "
              + reference
              + " from "
              + reference.apiHost()
              + " but "
              + e.getMessage(),
          e);
    }
  }

  private FetchedManifest fetch(ImageReference reference) throws IOException {
    Response response =
        calls.get(reference, "/manifests/" + reference.manifestName(), Map.of("Accept", ACCEPT));
    if (response.status() != 200) {
      throw calls.refusal(
          response,
          reference,
          reference.digest() == null ? "tag '" + reference.tag() + "'" : "manifest of that digest");
    }
    String type = response.header("Content-Type");
    String claimed = response.header("Docker-Content-Digest");
    byte[] document = response.readAll(Manifest.MAX_BYTES, limits.document());
    Digest digest = verify(document, reference.digest(), claimed);
    try {
      Manifest manifest = Manifest.read(document);
      if (manifest instanceof Manifest.ForImage image) {
        checkImage(image);
      }
      return new FetchedManifest(digest, manifest);
    } catch (RegistryFault e) {
      throw e;
    } catch (IOException e) {
      throw new RegistryFault(
          "the answer ("
              + UntrustedText.clean(type == null ? "of no type" : type, 80)
              + ") is "
              + e.getMessage(),
          "check that the name is that of a registry and of an image",
          e);
    }
  }

  /**
   * All tags of a repository.
   *
   * @return in the registry's order; names that are no tags are left out
   * @throws BreakwaterException where the registry does not give them
   */
  public List<String> tags(Repository repository) throws BreakwaterException {
    ImageReference image = repository.tagged("latest");
    PagedList list =
        new PagedList(
            image,
            "/" + repository.name() + "/tags/list?n=1000",
            RegistryCalls.pulling(image),
            "tags",
            "repository " + repository.name());
    return list("list the tags of " + repository, list, repository::tagged);
  }

  /**
   * All repositories of a registry that shows them to us. Not every registry lists them; Docker Hub
   * does not.
   *
   * @param host with port
   * @throws BreakwaterException where the registry does not give them
   */
  public List<String> repositories(String host) throws BreakwaterException {
    // A list of all has no repository, and its credentials are those of the host.
    ImageReference any = new Repository(host, "catalog").tagged("latest");
    PagedList list =
        new PagedList(
            any, "/_catalog?n=1000", "registry:catalog:*", "repositories", "list of repositories");
    return list("list the repositories of " + host, list, name -> new Repository(host, name));
  }

  private List<String> list(String task, PagedList list, Function<String, ?> check)
      throws BreakwaterException {
    try {
      List<String> names = new ArrayList<>();
      for (String name : list.read(calls, limits)) {
        if (isGood(name, check)) {
          names.add(name);
        }
      }
      return names;
    } catch (IOException e) {
      throw new BreakwaterException("Tried to " + task + " but " + e.getMessage(), e);
    }
  }

  private static boolean isGood(String name, Function<String, ?> check) {
    try {
      return check.apply(name) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Digest verify(byte[] document, @Nullable Digest wanted, @Nullable String claimed)
      throws RegistryFault {
    Digest said = claimed == null ? null : Digest.parse(claimed.strip()).orElse(null);
    if (wanted != null) {
      check(document, wanted, "asked for");
    }
    if (said != null) {
      check(document, said, "announced by the registry");
    }
    return wanted != null ? wanted : digest(document, "sha256");
  }

  private static void check(byte[] document, Digest expected, String whose) throws RegistryFault {
    Digest actual = digest(document, expected.algorithm());
    if (!actual.equals(expected)) {
      throw new RegistryFault(
          "its digest is " + actual + " and not the " + expected + " " + whose,
          "the registry's copy, or the way from it, is damaged; push the image again");
    }
  }

  private static Digest digest(byte[] document, String algorithm) {
    try {
      byte[] hash =
          MessageDigest.getInstance(algorithm.equals("sha256") ? "SHA-256" : "SHA-512")
              .digest(document);
      return new Digest(algorithm, HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  /** Charts, signatures and other artefacts have manifests of the same form. */
  private static void checkImage(Manifest.ForImage image) throws RegistryFault {
    String type = image.config().mediaType();
    switch (type) {
      case "application/vnd.oci.image.config.v1+json",
          "application/vnd.docker.container.image.v1+json",
          // Docker 1.10 pushed configurations as bytes of any kind.
          "application/octet-stream",
          "" -> {}
      default ->
          throw new RegistryFault(
              "it is an artefact of the type '"
                  + UntrustedText.clean(type, 120)
                  + "' and not a container image",
              "name an image");
    }
  }

  /**
   * Streams a blob. Reading fails with an {@link IOException} where length or digest are not the
   * descriptor's, at the latest when the last byte is read; an interrupted transfer is resumed. The
   * caller closes the stream.
   *
   * @param repository any reference to the repository that holds it
   * @throws BreakwaterException where the registry does not give it
   */
  public InputStream blob(ImageReference repository, Descriptor blob) throws BreakwaterException {
    String task =
        "read blob "
            + blob.digest()
            + " of "
            + repository.host()
            + "/"
            + repository.repository()
            + " from "
            + repository.apiHost();
    try {
      return BlobStream.open(new Blob(repository, blob), blob, task, limits);
    } catch (IOException e) {
      throw new BreakwaterException("Tried to " + task + " but " + e.getMessage(), e);
    }
  }

  private final class Blob implements BlobStream.Source {
    private final ImageReference repository;
    private final Descriptor blob;

    Blob(ImageReference repository, Descriptor blob) {
      this.repository = repository;
      this.blob = blob;
    }

    @Override
    public Response open(long offset) throws IOException {
      // Digest and range are of the bytes as stored, so no coding may come on top.
      Map<String, String> headers =
          offset == 0
              ? Map.of("Accept-Encoding", "identity")
              : Map.of("Accept-Encoding", "identity", "Range", "bytes=" + offset + "-");
      return calls.get(repository, "/blobs/" + blob.digest(), headers);
    }

    @Override
    public RegistryFault refusal(Response response) throws IOException {
      if (response.status() == 404 && isForeign(blob.mediaType())) {
        response.close();
        return new RegistryFault(
            "it is a foreign layer, which its owner does not let registries hand on",
            "it is not fetched from elsewhere; scan the image where it is unpacked");
      }
      return calls.refusal(response, repository, "such blob");
    }
  }

  /** Layers of base images, mostly of Windows, that are fetched from their vendor's own server. */
  private static boolean isForeign(String mediaType) {
    return mediaType.startsWith("application/vnd.docker.image.rootfs.foreign.")
        || mediaType.startsWith("application/vnd.oci.image.layer.nondistributable.");
  }

  /** Ends all transfers. */
  @Override
  public void close() {
    transport.close();
  }
}
