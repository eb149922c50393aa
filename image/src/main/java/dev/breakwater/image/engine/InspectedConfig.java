package dev.breakwater.image.engine;

import dev.breakwater.core.Digest;
import dev.breakwater.core.json.Json;
import dev.breakwater.image.oci.ImageConfig;
import dev.breakwater.image.oci.Platform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An image's configuration as the OCI image specification has it, put together from what an engine
 * says of the image, because engines hand out the document itself only with all layers.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/config.md">OCI image
 *     configuration</a>
 */
final class InspectedConfig {
  /** What an engine's {@code Config} has of an image; the rest of it is about containers. */
  private static final List<String> MEMBERS =
      List.of(
          "User",
          "ExposedPorts",
          "Env",
          "Entrypoint",
          "Cmd",
          "Healthcheck",
          "Volumes",
          "WorkingDir",
          "Labels",
          "StopSignal",
          "OnBuild",
          "Shell");

  /** What Go writes where there is no time. */
  private static final String NO_TIME = "0001-01-01T00:00:00Z";

  private InspectedConfig() {}

  /**
   * Puts the configuration together; what an engine leaves empty is left out, as builders do.
   *
   * @param image what {@code /images/NAME/json} answers
   * @param more what Podman's own API says beside that
   * @param history of the configuration
   */
  static ImageConfig of(
      Json image, Json more, Platform platform, List<Digest> diffIds, List<Json> history)
      throws IOException {
    Map<String, Json> config = new LinkedHashMap<>();
    for (String member : MEMBERS) {
      put(config, member, image.get("Config").get(member));
    }
    if (!config.containsKey("Healthcheck")) {
      put(config, "Healthcheck", more.get("Healthcheck"));
    }
    List<Json> layers = new ArrayList<>();
    for (Digest diffId : diffIds) {
      layers.add(new Json.Text(diffId.toString()));
    }
    Map<String, Json> rootfs = new LinkedHashMap<>();
    rootfs.put("type", new Json.Text("layers"));
    rootfs.put("diff_ids", new Json.Array(layers));

    Map<String, Json> document = new LinkedHashMap<>();
    if (!NO_TIME.equals(image.text("Created"))) {
      put(document, "created", image.get("Created"));
    }
    put(document, "author", image.get("Author"));
    document.put("architecture", new Json.Text(platform.architecture()));
    document.put("os", new Json.Text(platform.os()));
    if (platform.variant() != null) {
      document.put("variant", new Json.Text(platform.variant()));
    }
    document.put("config", new Json.Struct(config));
    document.put("rootfs", new Json.Struct(rootfs));
    put(document, "history", new Json.Array(history));
    return ImageConfig.of(new Json.Struct(document));
  }

  private static void put(Map<String, Json> members, String name, Json value) {
    boolean isEmpty =
        switch (value) {
          case Json.Text text -> text.value().isEmpty();
          case Json.Array array -> array.items().isEmpty();
          case Json.Struct struct -> struct.members().isEmpty();
          case Json.Nothing nothing -> true;
          case Json.Numeral numeral -> false;
          case Json.Bool bool -> false;
        };
    if (!isEmpty) {
      members.put(name, value);
    }
  }

  /**
   * The history of the configuration, oldest step first. An engine does not say which steps made no
   * layer, only that they added no bytes, and a layer may have none either; so where the number of
   * layers does not settle it, the instruction does. Where neither does, no step is said to be
   * empty, and {@link ImageConfig} blames none.
   *
   * @param answer what {@code /images/NAME/history} answers, newest step first
   */
  static List<Json> history(List<Json> answer, int layers) {
    int withBytes = 0;
    int unclear = 0;
    for (Json step : answer) {
      if (hasBytes(step)) {
        withBytes++;
      } else if (mayMakeLayer(step)) {
        unclear++;
      }
    }
    boolean bytesSettleIt = withBytes == layers;
    boolean settled = bytesSettleIt || withBytes + unclear == layers;
    List<Json> history = new ArrayList<>();
    for (Json step : answer.reversed()) {
      Map<String, Json> members = new LinkedHashMap<>();
      put(members, "created_by", step.get("CreatedBy"));
      put(members, "comment", step.get("Comment"));
      if (settled && !hasBytes(step) && (bytesSettleIt || !mayMakeLayer(step))) {
        members.put("empty_layer", new Json.Bool(true));
      }
      history.add(new Json.Struct(members));
    }
    return history;
  }

  private static boolean hasBytes(Json step) {
    return step.get("Size").number(0) > 0;
  }

  /** Whether it is not one of the instructions that set something and change no file. */
  private static boolean mayMakeLayer(Json step) {
    String text = step.text("CreatedBy", "");
    int nop = text.indexOf("#(nop)");
    String instruction = nop < 0 ? text : text.substring(nop + "#(nop)".length()).stripLeading();
    int end = 0;
    while (end < instruction.length() && instruction.charAt(end) > ' ') {
      end++;
    }
    return switch (instruction.substring(0, end)) {
      case "ARG",
          "CMD",
          "ENTRYPOINT",
          "ENV",
          "EXPOSE",
          "HEALTHCHECK",
          "LABEL",
          "MAINTAINER",
          "ONBUILD",
          "SHELL",
          "STOPSIGNAL",
          "USER",
          "VOLUME" ->
          false;
      default -> true;
    };
  }
}
