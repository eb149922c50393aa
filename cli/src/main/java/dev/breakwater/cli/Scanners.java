package dev.breakwater.cli;

import dev.breakwater.content.ContentScanner;
import dev.breakwater.content.Inspection;
import dev.breakwater.content.leftover.Leftovers;
import dev.breakwater.content.malware.KnownBadFiles;
import dev.breakwater.content.malware.MalwareInspection;
import dev.breakwater.content.password.PasswordInspection;
import dev.breakwater.content.permission.PermissionInspection;
import dev.breakwater.content.secret.SecretInspection;
import dev.breakwater.content.secret.SecretVerifier;
import dev.breakwater.content.server.ServerSettings;
import dev.breakwater.content.setting.ImageSettingInspection;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Finding;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a scan looks for.
 *
 * @param kinds of findings that are wanted
 * @param content what finds them in files and settings
 */
record Scanners(Set<Finding.Kind> kinds, ContentScanner content) {
  /** What {@code --scanners} takes. */
  static final String NAMES = "vuln, secret, misconfig, malware";

  Scanners {
    kinds = Set.copyOf(kinds);
  }

  /**
   * What a user asks for.
   *
   * @param names separated by commas; null for all
   * @param hashes the list of known-bad files; null where there is none
   * @param verifier asks whether secrets work; null to ask nobody
   * @throws IllegalArgumentException where there is no such name
   * @throws BreakwaterException where the list cannot be read
   */
  static Scanners of(
      @Nullable String names, @Nullable Path hashes, @Nullable SecretVerifier verifier)
      throws BreakwaterException {
    Set<Finding.Kind> kinds = kinds(names);
    List<Inspection> inspections = new ArrayList<>();
    if (kinds.contains(Finding.Kind.SECRET)) {
      inspections.add(verifier == null ? new SecretInspection() : new SecretInspection(verifier));
    }
    if (kinds.contains(Finding.Kind.MISCONFIGURATION)) {
      inspections.add(new PasswordInspection());
      inspections.add(new PermissionInspection());
      inspections.add(ServerSettings.inspection());
      inspections.add(Leftovers.inspection());
    }
    if (kinds.contains(Finding.Kind.MISCONFIGURATION) || kinds.contains(Finding.Kind.SECRET)) {
      inspections.add(new ImageSettingInspection(Clock.systemUTC().instant()));
    }
    if (kinds.contains(Finding.Kind.MALWARE)) {
      inspections.add(
          new MalwareInspection(
              hashes == null ? Optional.empty() : Optional.of(KnownBadFiles.read(hashes))));
    }
    return new Scanners(kinds, new ContentScanner(inspections));
  }

  private static Set<Finding.Kind> kinds(@Nullable String names) {
    if (names == null) {
      return EnumSet.allOf(Finding.Kind.class);
    }
    Set<Finding.Kind> kinds = EnumSet.noneOf(Finding.Kind.class);
    for (String name : names.split(",")) {
      kinds.add(
          switch (name.trim().toLowerCase(Locale.ROOT)) {
            case "vuln", "vulnerability" -> Finding.Kind.VULNERABILITY;
            case "secret" -> Finding.Kind.SECRET;
            case "misconfig", "misconfiguration" -> Finding.Kind.MISCONFIGURATION;
            case "malware" -> Finding.Kind.MALWARE;
            default ->
                throw new IllegalArgumentException("'" + name.trim() + "' is none of " + NAMES);
          });
    }
    return kinds;
  }

  /** Whether packages are to be looked up in the advisories. */
  boolean ofPackages() {
    return kinds.contains(Finding.Kind.VULNERABILITY) || kinds.contains(Finding.Kind.MALWARE);
  }

  /** Whether such a finding is wanted. */
  boolean keeps(Finding finding) {
    return kinds.contains(finding.kind());
  }
}
