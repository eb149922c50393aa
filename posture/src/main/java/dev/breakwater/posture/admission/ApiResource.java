package dev.breakwater.posture.admission;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an API server calls the objects of a kind in its addresses.
 *
 * @param group empty for the core group
 * @param version for example {@code v1}
 * @param name the plural, for example {@code pods}
 */
public record ApiResource(String group, String version, String name) {
  /** As {@code request.resource} has it. */
  Map<String, Object> plain() {
    Map<String, Object> plain = LinkedHashMap.newLinkedHashMap(3);
    plain.put("group", group);
    plain.put("version", version);
    plain.put("resource", name);
    return plain;
  }

  /** Whether this is {@code namespaces}, whose objects are in no namespace but their own. */
  boolean isNamespaces() {
    return group.isEmpty() && name.equals("namespaces");
  }
}
