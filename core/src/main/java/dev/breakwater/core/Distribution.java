package dev.breakwater.core;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * An operating-system distribution as os-release names it.
 *
 * @param id lower-case os-release {@code ID}, for example {@code debian}, {@code alpine}, {@code
 *     rhel}
 * @param idLike os-release {@code ID_LIKE}; null where absent
 * @param versionId os-release {@code VERSION_ID}; null for rolling releases such as Debian sid
 * @param codename os-release {@code VERSION_CODENAME}; null where absent
 * @param name for people, os-release {@code PRETTY_NAME}
 * @param endOfLife last day of free security support, with where it is known; null where it is not
 */
public record Distribution(
    String id,
    @Nullable String idLike,
    @Nullable String versionId,
    @Nullable String codename,
    String name,
    @Nullable LocalDate endOfLife) {

  /** Whether security support had ended on {@code day}; false where the end is not known. */
  public boolean endedBy(LocalDate day) {
    return endOfLife != null && day.isAfter(endOfLife);
  }
}
