package dev.breakwater.content.secret;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of one file.
 *
 * @param secrets in the order in which they are in the file; not empty
 * @param complete whether the whole file was looked at
 */
record SecretFacts(List<Entry> secrets, boolean complete) {
  SecretFacts {
    secrets = List.copyOf(secrets);
  }

  /**
   * One of them.
   *
   * @param secret itself; null unless somebody means to ask its provider whether it is alive
   */
  record Entry(SecretMatch match, @Nullable Secret secret) {}
}
