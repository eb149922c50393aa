package dev.breakwater.image.registry;

import dev.breakwater.core.json.Json;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;

/**
 * The body of an error answer, {@code {"errors":[{"code":…,"message":…}]}}, as a short text for a
 * message.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes">
 *     error codes</a>
 */
final class ErrorBody {
  private static final int MAX_BYTES = 64 * 1024;
  private static final int MAX_ERRORS = 3;

  private ErrorBody() {}

  /** {@code " (CODE: message)"}; empty where the body says nothing that can be read. */
  static String read(Response response, Limits limits) throws IOException {
    try {
      return describe(response.readAll(MAX_BYTES, limits.document()));
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      // The status is the message then.
      return "";
    }
  }

  private static String describe(byte[] document) throws IOException {
    Json json = Json.parse(document);
    StringBuilder out = new StringBuilder();
    List<Json> errors = json.get("errors").items();
    for (Json error : errors.subList(0, Math.min(MAX_ERRORS, errors.size()))) {
      append(error.text("code", ""), error.text("message", ""), out);
    }
    if (errors.isEmpty()) {
      // OAuth 2 services, and some that are neither.
      append(json.text("error", ""), json.text("error_description", ""), out);
      append("", json.text("details", json.text("message", "")), out);
    }
    return out.isEmpty() ? "" : " (" + out + ")";
  }

  private static void append(String code, String message, StringBuilder out) {
    String first = UntrustedText.clean(code, 60);
    String second = UntrustedText.clean(message, 200);
    if (first.isEmpty() && second.isEmpty()) {
      return;
    }
    out.append(out.isEmpty() ? "" : "; ")
        .append(first)
        .append(first.isEmpty() || second.isEmpty() ? "" : ": ")
        .append(second);
  }
}
