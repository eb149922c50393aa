package dev.breakwater.cli;

import dev.breakwater.core.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Uses what a usual command uses, so that the class-data archive that the launcher makes of this
 * run holds it. Prints nothing and touches no network.
 */
final class WarmUp {
  private WarmUp() {}

  public static void main(String[] arguments) throws IOException {
    Path home = Files.createTempDirectory("breakwater-warm-up");
    try {
      Path root = Files.createDirectories(home.resolve("root"));
      Files.createDirectories(root.resolve("var/lib/dpkg"));
      Files.writeString(
          root.resolve("var/lib/dpkg/status"),
          """
          Package: example
          Status: install ok installed
          Architecture: amd64
          Version: 1.0-1
          """);
      Files.createDirectories(root.resolve("etc"));
      Files.writeString(root.resolve("etc/os-release"), "ID=debian\nVERSION_ID=\"12\"\n");
      Path layout = emptyImage(home.resolve("layout"));
      Files.writeString(root.resolve("etc/settings"), "password = correct-horse-battery-staple\n");
      for (String format : List.of("table", "json", "sarif", "html", "cyclonedx", "spdx")) {
        run(home, "", "scan", "dir:" + root, "--offline", "--format", format);
      }
      run(home, "pkg:pypi/example@1.0\n", "scan", "purls:-", "--offline");
      run(home, "", "base", "add", "oci:" + layout, "--name", "example.org/base:1");
      // The second time the facts come from the cache.
      run(home, "", "scan", "oci:" + layout, "--offline");
      run(home, "", "scan", "oci:" + layout, "--offline");
      // The policy language has more classes than all the rest.
      String report = home.resolve("report.json").toString();
      run(home, "", "scan", "dir:" + root, "--offline", "--format", "json", "-o", report);
      run(home, "", "judge", report, "--policy", "default", "--since", report);
      String manifests = manifests(Files.createDirectories(home.resolve("manifests"))).toString();
      for (String format : List.of("table", "json", "sarif")) {
        run(home, "", "audit", manifests, "--format", format);
      }
      run(home, "", "audit", manifests, "--pss", "baseline", "--jsonl");
      run(home, "", "policy", "check", "--policy", manifests, "--resource", manifests);
      run(home, "1.0\t1.1\n", "versions", "--ecosystem", "Debian");
      run(home, "", "db", "status");
      run(home, "", "--help");
    } finally {
      try (Stream<Path> files = Files.walk(home)) {
        files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  /** A workload of each of the two usual platforms, in every notation, and an admission policy. */
  private static Path manifests(Path directory) throws IOException {
    Files.writeString(
        directory.resolve("pod.yaml"),
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: web
        spec:
          hostNetwork: true
          containers:
          - name: web
            image: example.org/web:1
            securityContext:
              privileged: true
              capabilities: {drop: [ALL]}
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata:
          name: tags
        spec:
          matchConstraints:
            resourceRules:
            - apiGroups: [""]
              apiVersions: [v1]
              operations: [CREATE]
              resources: [pods]
          validations:
          - expression: object.spec.containers.all(c, c.image.contains(':'))
        """);
    Files.writeString(
        directory.resolve("compose.yaml"),
        """
        services:
          web:
            image: example.org/web:1
            ports: ["80:80"]
        """);
    Files.writeString(
        directory.resolve("pod.json"),
        """
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"},
         "spec": {"containers": [{"name": "web", "image": "example.org/web:1"}]}}
        """);
    return directory;
  }

  /** An OCI layout with one image of one layer, an empty tar. */
  private static Path emptyImage(Path layout) throws IOException {
    Files.createDirectories(layout.resolve("blobs/sha256"));
    Digest layer = blob(layout, new byte[1024]);
    Digest config =
        blob(
            layout,
            "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                + layer
                + "\"]},\"history\":[{\"created_by\":\"warm-up\"}]}");
    Digest manifest =
        blob(
            layout,
            "{\"schemaVersion\":2,\"config\":"
                + descriptor(layout, "config", config)
                + ",\"layers\":["
                + descriptor(layout, "layer.v1.tar", layer)
                + "]}");
    Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    Files.writeString(
        layout.resolve("index.json"),
        "{\"schemaVersion\":2,\"manifests\":["
            + descriptor(layout, "manifest.v1+json", manifest)
            + "]}");
    return layout;
  }

  private static Digest blob(Path layout, String content) throws IOException {
    return blob(layout, content.getBytes(StandardCharsets.UTF_8));
  }

  private static Digest blob(Path layout, byte[] content) throws IOException {
    try {
      Digest digest = Digest.sha256(MessageDigest.getInstance("SHA-256").digest(content));
      Files.write(layout.resolve("blobs/sha256").resolve(digest.hex()), content);
      return digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String descriptor(Path layout, String type, Digest digest) throws IOException {
    long size = Files.size(layout.resolve("blobs/sha256").resolve(digest.hex()));
    return "{\"mediaType\":\"application/vnd.oci.image."
        + type
        + "\",\"digest\":\""
        + digest
        + "\",\"size\":"
        + size
        + "}";
  }

  private static void run(Path home, String input, String... arguments) {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    Console console =
        new Console(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            nowhere,
            nowhere,
            nowhere,
            false,
            false,
            100,
            Map.of("HOME", home.toString()));
    Main.run(console, arguments);
  }
}
