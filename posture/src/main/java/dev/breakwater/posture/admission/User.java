package dev.breakwater.posture.admission;

import dev.breakwater.posture.cel.Authorizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/**
 * Who makes a request.
 *
 * @param name for example {@code alice} or {@code system:serviceaccount:shop:deployer}
 * @param groups that the user is in
 */
public record User(String name, List<String> groups) {
  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";
  private static final String EVERYBODY = "system:authenticated";

  public User {
    groups = List.copyOf(groups);
  }

  /** Somebody without rights of any kind, so that nobody's exemption is taken for everybody's. */
  public static final User NOBODY_SPECIAL = of("user", List.of());

  /**
   * A user with the groups that an API server adds: {@code system:authenticated}, and those of a
   * service account.
   */
  public static User of(String name, List<String> groups) {
    SequencedSet<String> all = new LinkedHashSet<>(groups);
    if (name.startsWith(SERVICE_ACCOUNT)) {
      String account = name.substring(SERVICE_ACCOUNT.length());
      int colon = account.indexOf(':');
      if (colon > 0) {
        all.add("system:serviceaccounts");
        all.add("system:serviceaccounts:" + account.substring(0, colon));
      }
    }
    all.add(EVERYBODY);
    return new User(name, new ArrayList<>(all));
  }

  /** As the authorizer of CEL knows the user. */
  Authorizer.User asking() {
    return new Authorizer.User(name, "", groups, Map.of());
  }

  /** As {@code request.userInfo} has it. */
  Map<String, Object> plain() {
    Map<String, Object> plain = LinkedHashMap.newLinkedHashMap(2);
    plain.put("username", name);
    plain.put("groups", groups);
    return plain;
  }
}
