package dev.breakwater.advisory.archive;

import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.advisory.mirror.CapturedFile;
import dev.breakwater.advisory.mirror.CapturedFiles;
import dev.breakwater.advisory.mirror.OpenPgpKeyring;
import dev.breakwater.core.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which keys may sign for a source: those that {@code Signed-By} names, else apt's trusted ones.
 */
final class Keyrings {
  private static final String TRUSTED = "etc/apt/trusted.gpg";

  private Keyrings() {}

  /**
   * The keyring of a source.
   *
   * @param problems gets the keyrings that cannot be read, beside others that can
   * @throws ArchiveException where there is no key at all
   */
  static OpenPgpKeyring of(AptSource source, CapturedFiles settings, List<Problem> problems)
      throws ArchiveException {
    AptSource.SignedBy signedBy = source.signedBy();
    if (signedBy.embedded() != null) {
      return OpenPgpKeyring.read(
          signedBy.embedded().getBytes(StandardCharsets.US_ASCII), "the key in " + source.place());
    }
    List<OpenPgpKeyring> keyrings = new ArrayList<>();
    if (signedBy.keyrings().isEmpty()) {
      addTrusted(settings, keyrings, problems);
    }
    for (String path : signedBy.keyrings()) {
      CapturedFile file = named(path.substring(1), settings);
      if (file == null) {
        throw new ArchiveException(
            "the keyring " + path + " that " + source.place() + " names was not found");
      }
      keyrings.add(OpenPgpKeyring.read(file.content(), path));
    }
    if (keyrings.isEmpty()) {
      throw new ArchiveException(
          "there is no key to check the archive with: "
              + source.place()
              + " names no keyring and "
              + TRUSTED
              + "(.d) has none");
    }
    OpenPgpKeyring joined = OpenPgpKeyring.joined(keyrings);
    return signedBy.fingerprints().isEmpty() ? joined : joined.only(signedBy.fingerprints());
  }

  private static void addTrusted(
      CapturedFiles settings, List<OpenPgpKeyring> keyrings, List<Problem> problems) {
    for (Map.Entry<String, CapturedFile> file : settings.files().entrySet()) {
      String path = file.getKey();
      if (!path.equals(TRUSTED) && !path.startsWith(TRUSTED + ".d/")) {
        continue;
      }
      try {
        keyrings.add(OpenPgpKeyring.read(file.getValue().content(), path));
      } catch (ArchiveException e) {
        problems.add(new Problem(path, "not used as a keyring: " + e.getMessage()));
      }
    }
  }

  /**
   * A keyring by its path. Newer distributions renamed theirs from {@code .gpg} to {@code .pgp} and
   * left links behind, which captured files do not show.
   */
  private static @Nullable CapturedFile named(String path, CapturedFiles settings) {
    CapturedFile file = settings.files().get(path);
    if (file != null || path.length() < 4) {
      return file;
    }
    String stem = path.substring(0, path.length() - 4);
    return switch (path.substring(path.length() - 4)) {
      case ".gpg" -> settings.files().get(stem + ".pgp");
      case ".pgp" -> settings.files().get(stem + ".gpg");
      default -> null;
    };
  }
}
