package dev.breakwater.content.leftover;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files in which the programs of clouds and clusters keep how to log in, at their usual places. */
enum CloudLogin {
  AWS("the login of the AWS command line", "aws_secret_access_key", "aws_session_token"),
  GOOGLE("the login of gcloud", "\"refresh_token\"", "\"private_key\""),
  GOOGLE_DATABASE("the logins of gcloud", "SQLite format 3"),
  AZURE(
      "the login of the Azure command line",
      "refreshToken",
      "RefreshToken",
      "accessToken",
      "secret"),
  KUBERNETES(
      "the login to a Kubernetes cluster",
      "client-key-data:",
      "token:",
      "password:",
      "\"client-key-data\"",
      "\"token\""),
  DIGITAL_OCEAN("the login of doctl", "access-token:"),
  GITHUB("the login of the GitHub command line", "oauth_token:"),
  TERRAFORM("the login to Terraform's registry", "\"token\"");

  private final String what;

  @SuppressWarnings("ImmutableEnumChecker") // as List.of makes it
  private final List<String> marks;

  CloudLogin(String what, String... marks) {
    this.what = what;
    this.marks = List.of(marks);
  }

  /** The login that a file of this path may be; null for none. Allocates nothing. */
  static @Nullable CloudLogin of(String path) {
    if (path.endsWith(".aws/credentials")) {
      return AWS;
    }
    if (path.endsWith(".kube/config") || isOfCluster(path)) {
      return KUBERNETES;
    }
    if (path.endsWith("application_default_credentials.json")) {
      return GOOGLE;
    }
    if (path.endsWith("/gcloud/credentials.db") || path.endsWith("/gcloud/access_tokens.db")) {
      return GOOGLE_DATABASE;
    }
    if (path.endsWith(".azure/accessTokens.json")
        || path.endsWith(".azure/msal_token_cache.json")
        || path.endsWith(".azure/service_principal_entries.json")) {
      return AZURE;
    }
    if (path.endsWith(".config/doctl/config.yaml")) {
      return DIGITAL_OCEAN;
    }
    if (path.endsWith(".config/gh/hosts.yml")) {
      return GITHUB;
    }
    return path.endsWith("/credentials.tfrc.json") ? TERRAFORM : null;
  }

  private static boolean isOfCluster(String path) {
    return path.startsWith("etc/")
        && (path.equals("etc/kubernetes/admin.conf")
            || path.equals("etc/kubernetes/super-admin.conf")
            || path.equals("etc/kubernetes/controller-manager.conf")
            || path.equals("etc/rancher/k3s/k3s.yaml")
            || path.equals("etc/rancher/rke2/rke2.yaml"));
  }

  /** One phrase for people. */
  String what() {
    return what;
  }

  /** Whether the file really holds a login. */
  boolean isIn(String text) {
    for (String mark : marks) {
      if (text.contains(mark)) {
        return true;
      }
    }
    return false;
  }
}
