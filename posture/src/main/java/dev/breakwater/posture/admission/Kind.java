package dev.breakwater.posture.admission;

import dev.breakwater.posture.source.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A kind of object in one version of the API.
 *
 * @param group empty for the core group
 * @param version for example {@code v1beta1}
 * @param name for example {@code Deployment}
 */
public record Kind(String group, String version, String name) {
  /** The kind that {@code apiVersion} and {@code kind} say; what does not say has empty parts. */
  public static Kind of(Value.Fields object) {
    String apiVersion = object.text("apiVersion");
    String kind = object.text("kind");
    return of(apiVersion == null ? "" : apiVersion, kind == null ? "" : kind);
  }

  /**
   * The kind of that name in an {@code apiVersion}, which is {@code group/version} or a version.
   */
  public static Kind of(String apiVersion, String name) {
    int slash = apiVersion.indexOf('/');
    return slash < 0
        ? new Kind("", apiVersion, name)
        : new Kind(apiVersion.substring(0, slash), apiVersion.substring(slash + 1), name);
  }

  /** As objects write it. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + '/' + version;
  }

  boolean isIn(String otherGroup, String otherName) {
    return group.equals(otherGroup) && name.equals(otherName);
  }

  /** As {@code request.kind} has it. */
  Map<String, Object> plain() {
    Map<String, Object> plain = LinkedHashMap.newLinkedHashMap(3);
    plain.put("group", group);
    plain.put("version", version);
    plain.put("kind", name);
    return plain;
  }

  @Override
  public String toString() {
    return apiVersion() + ' ' + name;
  }
}
