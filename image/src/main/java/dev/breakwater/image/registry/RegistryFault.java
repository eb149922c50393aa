package dev.breakwater.image.registry;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Why a registry did not give what was asked for; trying again would not help. The message says why
 * and what to do, and goes after "Tried to …, but ".
 */
final class RegistryFault extends IOException {
  private static final long serialVersionUID = 1L;

  RegistryFault(String reason, String advice) {
    this(reason, advice, null);
  }

  RegistryFault(String reason, String advice, @Nullable Throwable cause) {
    super(reason + ": " + advice, cause);
  }
}
