package dev.breakwater.bench;

import dev.breakwater.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/**
 * Makes a repository of many tags that share their layers: each is the image of one tag with a
 * small layer of its own on top, as the nightly builds of one program are.
 */
final class ManyTags {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI repository;

  private ManyTags(URI repository) {
    this.repository = repository;
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 4) {
      System.err.println("usage: ManyTags HOST:PORT REPOSITORY TAG COUNT");
      System.exit(2);
    }
    URI repository = URI.create("http://" + arguments[0] + "/v2/" + arguments[1] + "/");
    new ManyTags(repository).make(arguments[2], Integer.parseInt(arguments[3]));
  }

  private void make(String base, int count) throws Exception {
    String manifest = get("manifests/" + base);
    String config = get("blobs/" + Json.parse(manifest).get("config").text("digest"));
    for (int i = 0; i < count; i++) {
      byte[] tar = layer(i);
      byte[] packed = gzip(tar);
      upload(packed);
      byte[] own = with(config, "\"diff_ids\":[", "\"sha256:" + sha256(tar) + '"');
      upload(own);
      String layers = "\"layers\":[";
      byte[] image =
          with(
              manifest.replaceFirst(
                  "\"config\":\\{[^}]*}", "\"config\":" + descriptor(CONFIG, own)),
              layers,
              descriptor(LAYER, packed));
      send(
          HttpRequest.newBuilder(repository.resolve("manifests/build-" + i))
              .header("Content-Type", MANIFEST)
              .PUT(HttpRequest.BodyPublishers.ofByteArray(image)));
    }
  }

  /** The document with one more item at the end of an array. */
  private static byte[] with(String document, String array, String item) {
    int start = document.indexOf(array);
    int end = document.indexOf(']', start);
    return (document.substring(0, end) + ',' + item + document.substring(end))
        .replaceAll("\"history\":\\[.*?],?", "")
        .replace(",}", "}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] layer(int number) {
    byte[] content =
        ("{\"name\":\"app\",\"version\":\"1.0." + number + "\"}").getBytes(StandardCharsets.UTF_8);
    byte[] tar = new byte[512 * 4];
    put(tar, 0, "opt/app/package.json");
    put(tar, 100, "0000644\0" + "0000000\0" + "0000000\0");
    put(tar, 124, octal(content.length, 11) + " " + "00000000000 " + "        0");
    put(tar, 257, "ustar\00000");
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += tar[i];
    }
    put(tar, 148, octal(sum, 6) + "\0 ");
    System.arraycopy(content, 0, tar, 512, content.length);
    return tar;
  }

  private static String octal(int number, int digits) {
    String text = Integer.toOctalString(number);
    return "0".repeat(digits - text.length()) + text;
  }

  private static void put(byte[] tar, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, tar, at, bytes.length);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static String descriptor(String type, byte[] blob) throws Exception {
    return "{\"mediaType\":\""
        + type
        + "\",\"digest\":\"sha256:"
        + sha256(blob)
        + "\",\"size\":"
        + blob.length
        + "}";
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private String get(String path) throws Exception {
    return send(HttpRequest.newBuilder(repository.resolve(path)).header("Accept", MANIFEST)).body();
  }

  private void upload(byte[] blob) throws Exception {
    HttpResponse<String> begun =
        send(
            HttpRequest.newBuilder(repository.resolve("blobs/uploads/"))
                .POST(HttpRequest.BodyPublishers.noBody()));
    String place = begun.headers().firstValue("Location").orElseThrow();
    String end = place + (place.indexOf('?') < 0 ? '?' : '&') + "digest=sha256:" + sha256(blob);
    send(
        HttpRequest.newBuilder(repository.resolve(end))
            .header("Content-Type", "application/octet-stream")
            .PUT(HttpRequest.BodyPublishers.ofByteArray(blob)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(response.uri() + ": " + response.statusCode() + " " + response.body());
    }
    return response;
  }
}
