package dev.breakwater.inventory.base;

import dev.breakwater.core.Digest;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Subject;
import dev.breakwater.core.json.Json;
import dev.breakwater.image.ImageSettings;
import dev.breakwater.inventory.Inventory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Small images that were never built. */
final class Fixture {
  static final String PLATFORM = "linux/amd64";
  static final Distribution DEBIAN_12 = distribution("debian", "12", "bookworm");

  private Fixture() {}

  static Distribution distribution(String id, String version, String codename) {
    return new Distribution(id, null, version, codename, id + " " + version, null);
  }

  /** A layer, told from others by its name. */
  static Digest layer(String name) {
    return ChainIds.hash("layer " + name);
  }

  static Digest manifest(String name) {
    return ChainIds.hash("manifest " + name);
  }

  static Subject image(String name, String... layers) {
    List<Subject.Layer> made = new ArrayList<>();
    for (String layer : layers) {
      made.add(new Subject.Layer(layer(layer), null, null));
    }
    return new Subject("registry", name, manifest(name), PLATFORM, DEBIAN_12, made);
  }

  static Inventory inventory(Distribution distribution, String... packages) {
    List<SoftwarePackage> found = new ArrayList<>();
    for (String each : packages) {
      found.add(
          new SoftwarePackage(
              PackageUrl.of("deb", "debian", each, "1"),
              each,
              "1",
              null,
              List.of("var/lib/dpkg/status"),
              null,
              null));
    }
    return new Inventory(distribution, found, List.of());
  }

  static ImageSettings created(String date) {
    return settings("{\"created\": \"" + date + "\"}");
  }

  static ImageSettings settings(String configuration) {
    return settings(configuration, Map.of());
  }

  static ImageSettings settings(String configuration, Map<String, String> annotations) {
    try {
      return new ImageSettings(Json.parse(configuration), annotations);
    } catch (IOException e) {
      throw new IllegalArgumentException(configuration, e);
    }
  }

  /** The configuration of an image of this history: a line is a date, an instruction, a comment. */
  static String built(String history) {
    StringBuilder steps = new StringBuilder();
    StringBuilder diffIds = new StringBuilder();
    int count = 0;
    for (String line : history.strip().split("\n", -1)) {
      String[] fields = line.strip().split(" \\| ", -1);
      boolean empty = fields[1].startsWith("empty ");
      String createdBy = (empty ? fields[1].substring(6) : fields[1]).replace("\"", "\\\"");
      steps
          .append(steps.isEmpty() ? "" : ",")
          .append("{\"created\": \"" + fields[0] + "\", \"created_by\": \"" + createdBy + "\"")
          .append(fields.length > 2 ? ", \"comment\": \"" + fields[2] + "\"" : "")
          .append(empty ? ", \"empty_layer\": true}" : "}");
      if (!empty) {
        diffIds.append(diffIds.isEmpty() ? "" : ",").append("\"" + layer("" + count++) + "\"");
      }
    }
    return "{\"history\": [" + steps + "], \"rootfs\": {\"diff_ids\": [" + diffIds + "]}}";
  }
}
