package dev.breakwater.image.registry;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.image.oci.Descriptor;
import java.io.InputStream;

/** Pulls manifests and blobs. */
@SuppressWarnings("DoNotCallSuggester") // until it is built
public final class RegistryClient {
  public RegistryClient(RegistryOptions options) throws BreakwaterException {
    throw new BreakwaterException("not built yet: " + options);
  }

  /** Fetches a manifest and verifies its digest. */
  public FetchedManifest manifest(ImageReference reference) throws BreakwaterException {
    throw new BreakwaterException("not built yet: " + reference);
  }

  /**
   * Streams a blob. Reading past the last byte fails with an {@link java.io.IOException} where
   * length or digest are not the descriptor's; an interrupted transfer is resumed.
   */
  public InputStream blob(ImageReference repository, Descriptor blob) throws BreakwaterException {
    throw new BreakwaterException("not built yet: " + repository + blob);
  }
}
