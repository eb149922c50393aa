package dev.breakwater.image.registry;

/** Who we are to a registry. The text of each shows no secret. */
sealed interface Credential {

  /** Nobody. */
  record Anonymous() implements Credential {
    @Override
    public String toString() {
      return "nobody";
    }
  }

  /** A user name and a password. */
  record Password(String user, String password) implements Credential {
    @Override
    public String toString() {
      return "user '" + UntrustedText.clean(user, 100) + "'";
    }
  }

  /** An OAuth 2 refresh token, exchanged for access tokens. */
  record IdentityToken(String token) implements Credential {
    @Override
    public String toString() {
      return "an identity token";
    }
  }

  /** A bearer token for the registry itself. */
  record RegistryToken(String token) implements Credential {
    @Override
    public String toString() {
      return "a registry token";
    }
  }
}
