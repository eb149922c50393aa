package dev.breakwater.content.secret;

import static dev.breakwater.content.secret.SecretRule.Sureness.GUESSED;
import static dev.breakwater.content.secret.SecretRule.Sureness.SHAPED;
import static dev.breakwater.content.secret.SecretRule.assigned;
import static dev.breakwater.content.secret.SecretRule.token;
import static dev.breakwater.core.Severity.CRITICAL;
import static dev.breakwater.core.Severity.HIGH;
import static dev.breakwater.core.Severity.LOW;
import static dev.breakwater.core.Severity.MEDIUM;

import java.util.ArrayList;
import java.util.List;

/**
 * The rules that Breakwater brings. What a secret looks like is its provider's word; where several
 * rules see the same text, the first is right, so those that see any password come last.
 *
 * <p>Severity: what opens an account, a source host or a way to publish is critical; what opens a
 * service, or is a private key, high; what is of little use alone, or a guess, medium; what ends by
 * itself or is for tests only, low.
 */
final class StandardRules {
  private static final String HEX32 = "[0-9a-f]{32}";
  private static final String HEX40 = "[0-9a-f]{40}";
  private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

  private StandardRules() {}

  static List<SecretRule> all() {
    List<SecretRule> rules = new ArrayList<>(140);
    keys(rules);
    clouds(rules);
    sources(rules);
    publishing(rules);
    platforms(rules);
    models(rules);
    operations(rules);
    messages(rules);
    payments(rules);
    offices(rules);
    tokens(rules);
    passwords(rules);
    return rules;
  }

  private static void keys(List<SecretRule> rules) {
    String replace =
        "replace the key pair: make a new one, and take the public key out of every place that trusts"
            + " it";
    rules.add(
        assigned(
                "gcp-service-account-key",
                "private key of a Google Cloud service account",
                CRITICAL,
                "delete the key in the Google Cloud console under IAM & Admin, Service Accounts, Keys",
                "",
                "\"private_key\"")
            .form(new Form.JsonKey())
            .sure(SHAPED)
            .near("service_account"));
    rules.add(
        token("private-key", "private key", HIGH, replace, "", "-----BEGIN ")
            .form(new Form.PrivateKey(false))
            .sure(SHAPED));
    rules.add(
        token(
                "encrypted-private-key",
                "private key that a passphrase protects",
                LOW,
                replace + "; its passphrase can be tried out at leisure",
                "",
                "-----BEGIN ")
            .form(new Form.PrivateKey(true))
            .sure(SHAPED));
    rules.add(
        token(
                "base64-private-key",
                "private key in base64, as in a kubeconfig or a Secret",
                HIGH,
                replace,
                "LS0tLS1CRUdJTi[A-Za-z0-9+/]{80,}={0,2}",
                "LS0tLS1CRUdJTi")
            .check(Check.BASE64_KEY)
            .sure(SHAPED));
    rules.add(
        token(
                "putty-private-key",
                "private key of PuTTY without a passphrase",
                HIGH,
                replace,
                "PuTTY-User-Key-File-[23]: ([a-z0-9-]+\\r?\\nEncryption: none)\\r?\\nComment",
                "PuTTY-User-Key-File-")
            .sure(SHAPED));
    rules.add(
        token(
                "age-secret-key",
                "secret key of age",
                HIGH,
                "make a new key with age-keygen, and encrypt again what was encrypted for this one",
                "AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}",
                "AGE-SECRET-KEY-1")
            .check(Check.BECH32));
  }

  private static void clouds(List<SecretRule> rules) {
    String aws =
        "deactivate and delete the access key in the AWS console under IAM, Users, Security credentials";
    rules.add(
        token(
            "aws-access-key-id",
            "identifier of an AWS access key",
            MEDIUM,
            aws,
            "A(?:KIA|SIA|BIA|CCA)[A-Z2-7]{16}",
            "AKIA",
            "ASIA",
            "ABIA",
            "ACCA"));
    rules.add(
        assigned(
                "aws-secret-access-key",
                "AWS secret access key",
                CRITICAL,
                aws,
                "[A-Za-z0-9/+]{40}",
                "aws_secret",
                "aws.secret",
                "awssecret",
                "aws-secret",
                "secret_access_key",
                "secretaccesskey",
                "secret-access-key",
                "aws_sk")
            .entropy(4.0));
    rules.add(
        assigned(
            "aws-session-token",
            "AWS session token",
            LOW,
            aws + "; it ends by itself within hours",
            "(?:FwoG|IQoJ|FQoG)[A-Za-z0-9/+=]{100,}",
            "session_token",
            "sessiontoken",
            "security_token"));
    rules.add(
        token(
            "aws-bedrock-api-key",
            "API key of Amazon Bedrock",
            HIGH,
            aws,
            "ABSK[A-Za-z0-9+/]{109,}={0,2}",
            "ABSK"));
    String google = "delete the key in the Google Cloud console under APIs & Services, Credentials";
    rules.add(
        token(
                "gcp-api-key",
                "API key of Google Cloud",
                MEDIUM,
                google,
                "AIza[A-Za-z0-9_-]{35}",
                "AIza")
            // Programs that ask Google's services as themselves have theirs in their packages.
            .sure(SHAPED));
    rules.add(
        token(
            "gcp-oauth-client-secret",
            "client secret of a Google OAuth application",
            HIGH,
            google,
            "GOCSPX-[A-Za-z0-9_-]{28}",
            "GOCSPX-"));
    rules.add(
        token(
            "gcp-access-token",
            "access token of Google Cloud",
            LOW,
            "it ends by itself within an hour; revoke what it was made from if that may be known too",
            "ya29\\.[A-Za-z0-9_-]{60,}",
            "ya29."));
    String azure = "rotate the keys of the resource in the Azure portal under Access keys";
    rules.add(
        token(
            "azure-storage-account-key",
            "account key of Azure Storage or Cosmos DB",
            CRITICAL,
            azure,
            "(?i:AccountKey)=([A-Za-z0-9/+]{86}==)",
            "AccountKey=",
            "accountkey="));
    rules.add(
        token(
            "azure-shared-access-key",
            "shared access key of Azure Service Bus, Event Hubs or IoT Hub",
            HIGH,
            azure,
            "SharedAccessKey=([A-Za-z0-9/+]{43}=)",
            "SharedAccessKey="));
    rules.add(
        token(
                "azure-sas-token",
                "shared access signature of Azure Storage",
                HIGH,
                "rotate the account key that signed it, or delete the stored access policy that it names",
                "sig=((?:[A-Za-z0-9/+]|%2[BbFf]){43,80}(?:=|%3[Dd]))",
                "sig=")
            .near("sv=20")
            .sure(SHAPED));
    rules.add(
        token(
                "azure-client-secret",
                "client secret of a Microsoft Entra application",
                CRITICAL,
                "delete the secret in the Microsoft Entra admin center under App registrations, Certificates &"
                    + " secrets",
                "[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}",
                "Q~")
            .before(4));
    rules.add(
        token(
                "azure-devops-token",
                "personal access token of Azure DevOps",
                CRITICAL,
                "revoke it in Azure DevOps under User settings, Personal access tokens",
                "[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}",
                "AZDO")
            .before(76));
    rules.add(
        token(
                "azure-container-registry-password",
                "password of an Azure Container Registry",
                CRITICAL,
                "regenerate the password in the Azure portal under Access keys of the registry",
                "[A-Za-z0-9+/]{42}\\+ACR[A-Za-z0-9]{6}",
                "+ACR")
            .before(42));
    rules.add(
        token(
                "azure-functions-key",
                "key of Azure Functions",
                HIGH,
                "renew the key in the Azure portal under App keys of the function app",
                "[A-Za-z0-9_-]{44}AzFu[A-Za-z0-9_-]{5,6}={0,2}",
                "AzFu")
            .before(44));
    rules.add(
        token(
            "alibaba-access-key-id",
            "identifier of an Alibaba Cloud access key",
            MEDIUM,
            "delete the AccessKey pair in the Alibaba Cloud console under RAM, Users",
            "LTAI[A-Za-z0-9]{12,20}",
            "LTAI"));
    rules.add(
        token(
            "digitalocean-token",
            "access token of DigitalOcean",
            CRITICAL,
            "revoke it in the DigitalOcean control panel under API, Tokens",
            "do[opr]_v1_[0-9a-f]{64}",
            "dop_v1_",
            "doo_v1_",
            "dor_v1_"));
    rules.add(
        assigned(
            "linode-token",
            "access token of Linode",
            CRITICAL,
            "revoke it in the Cloud Manager under API Tokens",
            "[0-9a-f]{64}",
            "linode"));
    rules.add(
        token(
            "heroku-api-key",
            "API key of Heroku",
            HIGH,
            "regenerate it in the Heroku dashboard under Account settings",
            "HRKU-(?:AA[A-Za-z0-9_-]{58}|" + UUID + ")",
            "HRKU-"));
    rules.add(
        assigned(
            "heroku-uuid-key",
            "API key of Heroku",
            HIGH,
            "regenerate it in the Heroku dashboard under Account settings",
            UUID,
            "heroku_api",
            "heroku_key",
            "heroku.api",
            "herokuapi",
            "heroku-api"));
    rules.add(
        assigned(
                "cloudflare-api-token",
                "API token of Cloudflare",
                CRITICAL,
                "roll or delete it in the Cloudflare dashboard under My Profile, API Tokens",
                "[A-Za-z0-9_-]{40}|[0-9a-f]{37}",
                "cloudflare",
                "cf_api",
                "cf_dns_api")
            .entropy(3.2));
    rules.add(
        token(
            "cloudflare-origin-ca-key",
            "Origin CA key of Cloudflare",
            HIGH,
            "change it in the Cloudflare dashboard under My Profile, API Tokens",
            "v1\\.0-[0-9a-f]{24}-[0-9a-f]{146}",
            "v1.0-"));
    rules.add(
        assigned(
                "fastly-api-token",
                "API token of Fastly",
                CRITICAL,
                "delete it in the Fastly control panel under Account, API tokens",
                "[A-Za-z0-9_-]{32}",
                "fastly")
            .entropy(3.5));
    rules.add(
        token(
            "flyio-token",
            "access token of Fly.io",
            CRITICAL,
            "revoke it with fly tokens revoke",
            "fm[12][ar]?_[A-Za-z0-9+/=]{100,}",
            "fm1r_",
            "fm1a_",
            "fm2_"));
    rules.add(
        token(
            "netlify-token",
            "access token of Netlify",
            HIGH,
            "revoke it in Netlify under User settings, Applications",
            "nfp_[A-Za-z0-9]{36}",
            "nfp_"));
    rules.add(
        token(
            "supabase-token",
            "access token or secret key of Supabase",
            CRITICAL,
            "revoke it in the Supabase dashboard under Access Tokens, or API Keys of the project",
            "sb(?:p_[0-9a-f]{40}|_secret_[A-Za-z0-9_-]{31})",
            "sbp_",
            "sb_secret_"));
    rules.add(
        token(
            "planetscale-credential",
            "token or password of PlanetScale",
            HIGH,
            "delete it in PlanetScale under Settings of the organization or the database",
            "pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_=.-]{32,64}",
            "pscale_tkn_",
            "pscale_pw_",
            "pscale_oauth_"));
  }

  private static void sources(List<SecretRule> rules) {
    String github = "revoke it in GitHub under Settings, Developer settings";
    rules.add(
        token(
                "github-personal-access-token",
                "personal access token of GitHub",
                CRITICAL,
                github,
                "ghp_[A-Za-z0-9]{36}",
                "ghp_")
            .check(Check.CRC32_BASE62));
    rules.add(
        token(
            "github-fine-grained-token",
            "fine-grained personal access token of GitHub",
            CRITICAL,
            github,
            "github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}",
            "github_pat_"));
    rules.add(
        token(
                "github-oauth-token",
                "OAuth access token of GitHub",
                CRITICAL,
                github,
                "gho_[A-Za-z0-9]{36}",
                "gho_")
            .check(Check.CRC32_BASE62));
    rules.add(
        token(
                "github-app-user-token",
                "token of a GitHub App for a user",
                HIGH,
                github,
                "ghu_(?:[A-Za-z0-9]{36}|[A-Za-z0-9]+_eyJ[A-Za-z0-9._-]{100,})",
                "ghu_")
            .check(Check.CRC32_BASE62));
    rules.add(
        token(
                "github-app-token",
                "installation token of a GitHub App",
                MEDIUM,
                github + "; it ends by itself within an hour",
                "ghs_(?:[A-Za-z0-9]{36}|[A-Za-z0-9]+_eyJ[A-Za-z0-9._-]{100,})",
                "ghs_")
            .check(Check.CRC32_BASE62));
    rules.add(
        token(
            "github-refresh-token",
            "refresh token of a GitHub App",
            CRITICAL,
            github,
            "ghr_[A-Za-z0-9]{76}",
            "ghr_"));
    String gitlab = "revoke it in GitLab under Access tokens of the user, group or project";
    rules.add(
        token(
            "gitlab-personal-access-token",
            "access token of GitLab",
            CRITICAL,
            gitlab,
            "glpat-(?:[A-Za-z0-9_-]{27,}\\.(?:[0-9a-z]{2}\\.)?[0-9a-z]{9}|[A-Za-z0-9_-]{20})",
            "glpat-"));
    rules.add(
        token(
            "gitlab-token",
            "token of GitLab for deployment, runners, agents or pipelines",
            HIGH,
            "revoke it in GitLab under Settings of the group or project",
            "gl(?:dt|rt|cbt|ptt|ft|imt|agent|soat|oas|rtr|ffct)-[A-Za-z0-9_-]{20,}(?:\\.[0-9a-z.]{9,10})?",
            "gldt-",
            "glrt-",
            "glcbt-",
            "glptt-",
            "glft-",
            "glimt-",
            "glagent-",
            "glsoat-",
            "gloas-",
            "glrtr-",
            "glffct-"));
    rules.add(
        token(
            "bitbucket-app-password",
            "app password of Bitbucket",
            CRITICAL,
            "revoke it in Bitbucket under Personal settings, App passwords",
            "ATBB[A-Za-z0-9]{32}",
            "ATBB"));
    rules.add(
        token(
            "atlassian-api-token",
            "API or access token of Atlassian",
            CRITICAL,
            "revoke it in the Atlassian account under Security, API tokens",
            "AT(?:AT|CT)T3xFf[A-Za-z0-9_=-]{100,}",
            "ATATT3xFf",
            "ATCTT3xFf"));
    rules.add(
        token(
            "buildkite-token",
            "token of Buildkite",
            HIGH,
            "revoke it in Buildkite under Personal settings, API access tokens",
            "bkua_[0-9a-f]{40}",
            "bkua_"));
    rules.add(
        token(
            "circleci-token",
            "token of CircleCI",
            HIGH,
            "revoke it in CircleCI under User settings or Project settings",
            "CCIP(?:AT|RJ)_[A-Za-z0-9]{22}_[0-9a-f]{40}",
            "CCIPAT_",
            "CCIPRJ_"));
    rules.add(
        token(
            "sonarqube-token",
            "token of SonarQube",
            HIGH,
            "revoke it in SonarQube under My account, Security",
            "sq[pau]_[0-9a-f]{40}",
            "squ_",
            "sqp_",
            "sqa_"));
    rules.add(
        assigned(
            "snyk-token",
            "API token of Snyk",
            HIGH,
            "revoke it in Snyk under Account settings",
            UUID,
            "snyk"));
  }

  private static void publishing(List<SecretRule> rules) {
    String registry = "revoke it in the settings of the account at the package registry";
    rules.add(
        token(
                "npm-access-token",
                "access token of npm",
                CRITICAL,
                registry,
                "npm_[A-Za-z0-9]{36}",
                "npm_")
            .check(Check.CRC32_BASE62));
    rules.add(
        token(
            "npmrc-auth-token",
            "credential of a package registry in .npmrc",
            HIGH,
            registry,
            ":?_(?:authToken|password|auth) ?= ?[\"']?([A-Za-z0-9_+/=.-]{20,})",
            ":_authToken",
            ":_password",
            "_auth=",
            "_auth ="));
    rules.add(
        token(
            "pypi-api-token",
            "API token of the Python Package Index",
            CRITICAL,
            registry,
            "pypi-AgE[A-Za-z0-9_-]{80,}",
            "pypi-AgE"));
    rules.add(
        token(
            "rubygems-api-key",
            "API key of RubyGems",
            CRITICAL,
            registry,
            "rubygems_[0-9a-f]{48}",
            "rubygems_"));
    rules.add(
        token("nuget-api-key", "API key of NuGet", CRITICAL, registry, "oy2[a-z0-9]{43}", "oy2"));
    rules.add(
        token(
                "crates-api-token",
                "API token of Rust's crate registry",
                CRITICAL,
                registry,
                "cio[A-Za-z0-9]{32}",
                "cio")
            .entropy(3.5));
    rules.add(
        token(
            "docker-access-token",
            "access token of Docker Hub",
            CRITICAL,
            "delete it in Docker Hub under Account settings, Personal access tokens",
            "dckr_(?:pat_[A-Za-z0-9_-]{27}|oat_[A-Za-z0-9_-]{32})",
            "dckr_pat_",
            "dckr_oat_"));
    rules.add(
        assigned(
                "docker-config-auth",
                "user name and password of a container registry",
                CRITICAL,
                "change the password or delete the token at the registry, and log in again elsewhere",
                "[A-Za-z0-9+/]{8,}={0,2}",
                "\"auth\"")
            .check(Check.BASIC)
            .entropy(0)
            .near("\"auths\""));
    rules.add(
        token(
            "jfrog-api-key",
            "API key or token of JFrog Artifactory",
            CRITICAL,
            "revoke it in the JFrog platform under Edit profile, or Access tokens",
            "(?:AKCp[A-Za-z0-9]{69}|cmVmdGtuO[A-Za-z0-9]{55})",
            "AKCp",
            "cmVmdGtuO"));
  }

  private static void platforms(List<SecretRule> rules) {
    rules.add(
        token(
            "vault-token",
            "token of HashiCorp Vault",
            CRITICAL,
            "revoke it with vault token revoke",
            "hv[sbr]\\.[A-Za-z0-9_-]{24,}",
            "hvs.",
            "hvb.",
            "hvr."));
    rules.add(
        assigned(
            "vault-legacy-token",
            "token of HashiCorp Vault",
            CRITICAL,
            "revoke it with vault token revoke",
            "[sbr]\\.[A-Za-z0-9]{24}",
            "vault_token",
            "vault-token",
            "vaulttoken"));
    rules.add(
        token(
                "terraform-cloud-token",
                "API token of HCP Terraform",
                CRITICAL,
                "delete it in HCP Terraform under Account settings, Tokens",
                "[A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_=-]{60,70}",
                ".atlasv1.")
            .before(14));
    rules.add(
        token(
            "pulumi-token",
            "access token of Pulumi",
            CRITICAL,
            "delete it in Pulumi Cloud under Personal access tokens",
            "pul-" + HEX40,
            "pul-"));
    rules.add(
        token(
            "databricks-token",
            "personal access token of Databricks",
            CRITICAL,
            "revoke it in the Databricks workspace under Settings, Developer, Access tokens",
            "dapi[0-9a-f]{32}(?:-[0-9])?",
            "dapi"));
    rules.add(
        assigned(
                "snowflake-password",
                "password of a Snowflake account",
                CRITICAL,
                "change the user's password in Snowflake",
                "[A-Za-z0-9!@#^*_+=~-]{8,}",
                "snowflake_password",
                "snowflake_pwd",
                "snowsql_pwd")
            .check(Check.MIXED)
            .sure(SHAPED));
    rules.add(
        token(
            "doppler-token",
            "token of Doppler",
            CRITICAL,
            "revoke it in Doppler under Tokens",
            "dp\\.(?:pt|st|ct|sa|scim|audit)\\.(?:[a-z0-9_-]{2,35}\\.)?[A-Za-z0-9]{40,44}",
            "dp.pt.",
            "dp.st.",
            "dp.ct.",
            "dp.sa.",
            "dp.scim.",
            "dp.audit."));
    rules.add(
        token(
            "onepassword-service-account",
            "service account token of 1Password",
            CRITICAL,
            "revoke it in 1Password under Developer, Service accounts",
            "ops_eyJ[A-Za-z0-9+/_-]{250,}={0,3}",
            "ops_eyJ"));
    rules.add(
        token(
            "tailscale-key",
            "key of Tailscale",
            HIGH,
            "revoke it in the Tailscale admin console under Keys",
            "tskey-(?:auth|api|client|scim|webhook)-[A-Za-z0-9]{10,20}-[A-Za-z0-9]{20,40}",
            "tskey-auth-",
            "tskey-api-",
            "tskey-client-",
            "tskey-scim-",
            "tskey-webhook-"));
    rules.add(
        assigned(
            "ngrok-authtoken",
            "authtoken of ngrok",
            HIGH,
            "reset it in the ngrok dashboard under Your Authtoken",
            "[A-Za-z0-9]{26,32}_[A-Za-z0-9]{20,24}",
            "ngrok_authtoken",
            "authtoken"));
    rules.add(
        assigned(
            "okta-api-token",
            "API token of Okta",
            CRITICAL,
            "revoke it in the Okta admin console under Security, API, Tokens",
            "(?:SSWS )?(00[A-Za-z0-9_-]{40})",
            "okta",
            "ssws"));
    rules.add(
        assigned(
                "auth0-client-secret",
                "client secret of Auth0",
                HIGH,
                "rotate it in the Auth0 dashboard under Settings of the application",
                "[A-Za-z0-9_-]{64}",
                "auth0")
            .entropy(3.5));
    rules.add(
        token(
            "shopify-token",
            "access token or shared secret of Shopify",
            CRITICAL,
            "uninstall the app or rotate its credentials in the Shopify admin",
            "shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}",
            "shpat_",
            "shpca_",
            "shppa_",
            "shpss_"));
    rules.add(
        token(
            "contentful-token",
            "personal access token of Contentful",
            HIGH,
            "revoke it in Contentful under Account settings, Tokens",
            "CFPAT-[A-Za-z0-9_-]{43}",
            "CFPAT-"));
    rules.add(
        token(
            "mapbox-secret-token",
            "secret access token of Mapbox",
            HIGH,
            "delete it in the Mapbox account under Access tokens",
            "sk\\.eyJ[A-Za-z0-9_-]{60,100}\\.[A-Za-z0-9_-]{22}",
            "sk.eyJ"));
    rules.add(
        assigned(
            "launchdarkly-key",
            "SDK key or API key of LaunchDarkly",
            HIGH,
            "reset it in LaunchDarkly under Account settings",
            "(?:sdk|api)-" + UUID,
            "launchdarkly",
            "ld_sdk",
            "ld_api"));
    rules.add(
        assigned(
            "algolia-admin-key",
            "API key of Algolia",
            HIGH,
            "regenerate it in the Algolia dashboard under API keys",
            HEX32,
            "algolia"));
  }

  private static void models(List<SecretRule> rules) {
    String openai = "revoke it in the OpenAI platform under API keys";
    rules.add(
        token(
            "openai-api-key",
            "API key of OpenAI",
            CRITICAL,
            openai,
            "sk-(?:(?:proj|svcacct|admin)-[A-Za-z0-9_-]{20,}|[A-Za-z0-9]{20})T3BlbkFJ[A-Za-z0-9_-]{20,}",
            "sk-"));
    rules.add(
        token(
            "anthropic-api-key",
            "API key of Anthropic",
            CRITICAL,
            "delete it in the Claude console under API keys",
            "sk-ant-(?:api|admin|oat|ort)[0-9]{2}-[A-Za-z0-9_-]{80,110}",
            "sk-ant-"));
    rules.add(
        token(
            "huggingface-token",
            "access token of Hugging Face",
            CRITICAL,
            "invalidate it in Hugging Face under Settings, Access Tokens",
            "(?:hf_|api_org_)[A-Za-z0-9]{34}",
            "hf_",
            "api_org_"));
    rules.add(
        token(
            "groq-api-key",
            "API key of Groq",
            HIGH,
            "delete it in the Groq console under API Keys",
            "gsk_[A-Za-z0-9]{52}",
            "gsk_"));
    rules.add(
        token(
            "xai-api-key",
            "API key of xAI",
            HIGH,
            "disable it in the xAI console under API Keys",
            "xai-[A-Za-z0-9]{80}",
            "xai-"));
    rules.add(
        token(
            "perplexity-api-key",
            "API key of Perplexity",
            HIGH,
            "delete it in Perplexity under Settings, API",
            "pplx-[A-Za-z0-9]{48}",
            "pplx-"));
    rules.add(
        token(
            "replicate-api-token",
            "API token of Replicate",
            HIGH,
            "disable it in Replicate under Account, API tokens",
            "r8_[A-Za-z0-9]{37}",
            "r8_"));
    rules.add(
        assigned(
            "cohere-api-key",
            "API key of Cohere",
            HIGH,
            "delete it in the Cohere dashboard under API keys",
            "[A-Za-z0-9]{40}",
            "cohere",
            "co_api_key"));
  }

  private static void operations(List<SecretRule> rules) {
    rules.add(
        assigned(
            "datadog-key",
            "API or application key of Datadog",
            HIGH,
            "revoke it in Datadog under Organization settings",
            HEX32 + "|" + HEX40,
            "datadog",
            "dd_api_key",
            "dd_app_key",
            "dd-api-key",
            "dd-application-key"));
    rules.add(
        token(
            "new-relic-key",
            "key of New Relic",
            HIGH,
            "delete it in New Relic under API keys",
            "NRAK-[A-Z0-9]{27}|NRII-[A-Za-z0-9_-]{32}|NRAA-[0-9a-f]{27}",
            "NRAK-",
            "NRII-",
            "NRAA-"));
    rules.add(
        token(
                "new-relic-license-key",
                "license key of New Relic",
                HIGH,
                "delete it in New Relic under API keys",
                "[0-9a-f]{36}(?:NRAL|FFFFNRAL)|[0-9a-z]{6}[0-9a-f]{30}NRAL",
                "NRAL")
            .before(36));
    rules.add(
        token(
                "grafana-service-account-token",
                "service account token of Grafana",
                HIGH,
                "delete it in Grafana under Administration, Service accounts",
                "glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}",
                "glsa_")
            .check(Check.CRC32_HEX));
    rules.add(
        token(
            "grafana-cloud-token",
            "access policy token of Grafana Cloud",
            CRITICAL,
            "delete it in Grafana Cloud under Access policies",
            "glc_eyJ[A-Za-z0-9+/=_-]{60,}",
            "glc_eyJ"));
    rules.add(
        token(
            "sentry-token",
            "auth token of Sentry",
            HIGH,
            "revoke it in Sentry under Settings, Auth Tokens",
            "sntry(?:s_eyJ[A-Za-z0-9+/=_-]{80,}|u_[0-9a-f]{64})",
            "sntrys_eyJ",
            "sntryu_"));
    rules.add(
        assigned(
                "pagerduty-api-key",
                "API key of PagerDuty",
                HIGH,
                "delete it in PagerDuty under API access keys",
                "[A-Za-z0-9_+-]{20}",
                "pagerduty",
                "pager_duty",
                "pd_api")
            .entropy(3.5));
    rules.add(
        token(
            "dynatrace-token",
            "API token of Dynatrace",
            HIGH,
            "delete it in Dynatrace under Access tokens",
            "dt0[a-z][0-9]{2}\\.[A-Z0-9]{24}\\.[A-Z0-9]{64}",
            "dt0c01.",
            "dt0s01.",
            "dt0s16."));
    rules.add(
        assigned(
            "elastic-api-key",
            "API key of Elasticsearch",
            HIGH,
            "invalidate it in Kibana under Stack management, API keys",
            "(?:ApiKey )?([A-Za-z0-9+/]{54,60}={0,2})",
            "elastic_api",
            "elasticsearch_api",
            "es_api_key",
            "elastic.api"));
    rules.add(
        assigned(
                "confluent-secret",
                "API secret of Confluent Cloud",
                HIGH,
                "delete it with confluent api-key delete",
                "[A-Za-z0-9+/]{64}|cflt[A-Za-z0-9+/]{60}",
                "confluent")
            .entropy(3.8));
  }

  private static void messages(List<SecretRule> rules) {
    String slack = "revoke it at api.slack.com under the app's OAuth & Permissions";
    rules.add(
        token(
            "slack-bot-token",
            "bot token of Slack",
            CRITICAL,
            slack,
            "xoxb-[0-9]{8,14}-[0-9]{8,14}-[A-Za-z0-9]{18,34}",
            "xoxb-"));
    rules.add(
        token(
            "slack-user-token",
            "user token of Slack",
            CRITICAL,
            slack,
            "xox[pe]-(?:[0-9]{8,14}-){2,3}[A-Za-z0-9]{28,34}",
            "xoxp-",
            "xoxe-"));
    rules.add(
        token(
            "slack-app-token",
            "app-level token of Slack",
            HIGH,
            slack,
            "xapp-[0-9]-[A-Z0-9]{8,12}-[0-9]{8,14}-[0-9a-f]{64}",
            "xapp-"));
    rules.add(
        token(
            "slack-webhook",
            "incoming webhook of Slack",
            HIGH,
            "remove the webhook at api.slack.com under the app's Incoming Webhooks",
            "hooks\\.slack\\.com/(?:services|workflows|triggers)/([A-Za-z0-9+/]{40,60})",
            "hooks.slack.com/"));
    rules.add(
        token(
            "discord-webhook",
            "webhook of Discord",
            MEDIUM,
            "delete the webhook in Discord under Integrations of the channel",
            "discord(?:app)?\\.com/api/webhooks/([0-9]{17,20}/[A-Za-z0-9_-]{60,72})",
            "discord.com/api/webhooks/",
            "discordapp.com/api/webhooks/"));
    rules.add(
        assigned(
            "discord-bot-token",
            "bot token of Discord",
            HIGH,
            "reset it in the Discord developer portal under Bot",
            "(?:Bot )?([A-Za-z0-9_-]{23,28}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,38})",
            "discord",
            "bot_token",
            "bottoken"));
    rules.add(
        token(
                "telegram-bot-token",
                "bot token of Telegram",
                HIGH,
                "revoke it by sending /revoke to @BotFather",
                "[0-9]{10}:AA[A-Za-z0-9_-]{33}",
                ":AA")
            .before(10));
    rules.add(
        token(
            "teams-webhook",
            "incoming webhook of Microsoft Teams",
            MEDIUM,
            "remove the connector from the channel in Microsoft Teams",
            "webhook\\.office\\.com/webhookb2/("
                + UUID
                + "@"
                + UUID
                + "/IncomingWebhook/[0-9a-z]{32}/"
                + UUID
                + ")",
            "webhook.office.com/webhookb2/"));
    rules.add(
        assigned(
            "twilio-credential",
            "auth token or API key of Twilio",
            HIGH,
            "revoke it in the Twilio console under API keys & tokens",
            "(?:SK)?[0-9a-f]{32}",
            "twilio"));
    rules.add(
        token(
            "sendgrid-api-key",
            "API key of SendGrid",
            HIGH,
            "delete it in SendGrid under Settings, API Keys",
            "SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}",
            "SG."));
    rules.add(
        assigned(
            "mailgun-api-key",
            "API key of Mailgun",
            HIGH,
            "delete it in Mailgun under API security",
            "key-[0-9a-f]{32}|[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}",
            "mailgun"));
    rules.add(
        token(
                "mailchimp-api-key",
                "API key of Mailchimp",
                HIGH,
                "revoke it in Mailchimp under Account, Extras, API keys",
                "[0-9a-f]{32}-us[0-9]{1,2}",
                "-us")
            .before(32));
    rules.add(
        token(
            "brevo-api-key",
            "API or SMTP key of Brevo",
            HIGH,
            "delete it in Brevo under SMTP & API",
            "x(?:keysib|smtpsib)-[0-9a-f]{64}-[A-Za-z0-9]{16}",
            "xkeysib-",
            "xsmtpsib-"));
    rules.add(
        assigned(
            "resend-api-key",
            "API key of Resend",
            HIGH,
            "delete it in Resend under API Keys",
            "re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}",
            "resend"));
    rules.add(
        assigned(
            "postmark-token",
            "server token of Postmark",
            HIGH,
            "replace it in Postmark under API Tokens of the server",
            UUID,
            "postmark"));
  }

  private static void payments(List<SecretRule> rules) {
    String stripe = "roll it in the Stripe dashboard under Developers, API keys";
    rules.add(
        token(
            "stripe-live-key",
            "live secret key of Stripe",
            CRITICAL,
            stripe,
            "[sr]k_live_[A-Za-z0-9]{24,}",
            "sk_live_",
            "rk_live_"));
    rules.add(
        token(
            "stripe-test-key",
            "test secret key of Stripe",
            LOW,
            stripe,
            "[sr]k_test_[A-Za-z0-9]{24,}",
            "sk_test_",
            "rk_test_"));
    rules.add(
        token(
            "stripe-webhook-secret",
            "signing secret of a Stripe webhook",
            MEDIUM,
            "roll it in the Stripe dashboard under Developers, Webhooks",
            "whsec_[A-Za-z0-9+/]{32,64}={0,2}",
            "whsec_"));
    rules.add(
        token(
            "square-token",
            "access token or secret of Square",
            CRITICAL,
            "replace it in the Square developer console under Credentials",
            "sq0(?:atp-[A-Za-z0-9_-]{22}|csp-[A-Za-z0-9_-]{43})",
            "sq0atp-",
            "sq0csp-"));
    rules.add(
        token(
            "braintree-access-token",
            "access token of PayPal Braintree",
            CRITICAL,
            "revoke it in the Braintree control panel under API",
            "access_token\\$production\\$[0-9a-z]{16}\\$" + HEX32,
            "access_token$production$"));
    rules.add(
        assigned(
            "paypal-client-secret",
            "client secret of PayPal",
            CRITICAL,
            "replace it in the PayPal developer dashboard under Apps & Credentials",
            "E[A-Za-z0-9_-]{79}",
            "paypal"));
    rules.add(
        token(
            "easypost-key",
            "API key of EasyPost",
            HIGH,
            "replace it in the EasyPost dashboard under API keys",
            "EZAK[A-Za-z0-9]{54}",
            "EZAK"));
    rules.add(
        assigned(
            "plaid-secret",
            "secret of Plaid",
            CRITICAL,
            "rotate it in the Plaid dashboard under Keys",
            "[0-9a-f]{30}",
            "plaid"));
  }

  private static void offices(List<SecretRule> rules) {
    rules.add(
        token(
            "postman-api-key",
            "API key of Postman",
            HIGH,
            "revoke it in Postman under Settings, API keys",
            "PMAK-[0-9a-f]{24}-[0-9a-f]{34}",
            "PMAK-"));
    rules.add(
        token(
            "linear-api-key",
            "API key of Linear",
            HIGH,
            "revoke it in Linear under Settings, Security & access",
            "lin_(?:api|oauth)_[A-Za-z0-9]{40}",
            "lin_api_",
            "lin_oauth_"));
    rules.add(
        token(
            "notion-token",
            "integration secret of Notion",
            HIGH,
            "refresh it in Notion under My integrations",
            "ntn_[A-Za-z0-9]{46}",
            "ntn_"));
    rules.add(
        token(
            "figma-token",
            "personal access token of Figma",
            HIGH,
            "revoke it in Figma under Settings, Security",
            "figd_[A-Za-z0-9_-]{40,44}",
            "figd_"));
    rules.add(
        assigned(
            "airtable-token",
            "personal access token of Airtable",
            HIGH,
            "delete it in Airtable under Developer hub",
            "pat[A-Za-z0-9]{14}\\.[0-9a-f]{64}",
            "airtable"));
    rules.add(
        assigned(
            "asana-token",
            "personal access token of Asana",
            HIGH,
            "revoke it in the Asana developer console",
            "[12]/[0-9]{13,17}(?:/[0-9]{13,17})?:[0-9a-f]{32}",
            "asana"));
    rules.add(
        token(
            "typeform-token",
            "personal access token of Typeform",
            HIGH,
            "delete it in Typeform under Personal tokens",
            "tfp_[A-Za-z0-9_.=-]{40,59}",
            "tfp_"));
    rules.add(
        token(
            "hubspot-token",
            "private app token of HubSpot",
            HIGH,
            "rotate it in HubSpot under Integrations, Private apps",
            "pat-(?:na|eu|ap)[0-9]-" + UUID,
            "pat-na",
            "pat-eu",
            "pat-ap"));
    rules.add(
        token(
            "zapier-webhook",
            "webhook of Zapier",
            MEDIUM,
            "replace the trigger of the Zap",
            "hooks\\.zapier\\.com/hooks/catch/([0-9]{5,9}/[a-z0-9]{6,8})",
            "hooks.zapier.com/hooks/catch/"));
  }

  private static void tokens(List<SecretRule> rules) {
    String jwt = "eyJ[A-Za-z0-9_-]{14,}\\.eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{20,}";
    rules.add(
        token(
                "kubernetes-service-account-token",
                "token of a Kubernetes service account",
                HIGH,
                "delete the Secret or the service account that it belongs to",
                jwt,
                "eyJ")
            .check(Check.SERVICE_ACCOUNT)
            .sure(SHAPED));
    rules.add(
        token(
                "jwt",
                "signed JSON Web Token",
                LOW,
                "end the session that it belongs to; replace the key that signed it if it has no end",
                jwt,
                "eyJ")
            .check(Check.JWT)
            .sure(GUESSED));
  }

  private static void passwords(List<SecretRule> rules) {
    rules.add(
        token(
                "netrc-password",
                "password in the form of .netrc",
                HIGH,
                "change the password at that host",
                "",
                "machine ",
                "machine\t",
                "machine\n")
            .form(new Form.LoginLine())
            .sure(SHAPED));
    rules.add(
        token(
                "pgpass-password",
                "password in the form of .pgpass",
                HIGH,
                "change the password of that user with ALTER ROLE",
                "",
                ":5432:",
                ":*:")
            .form(new Form.PasswordLine())
            .sure(SHAPED));
    rules.add(
        token(
                "url-password",
                "password in an address",
                HIGH,
                "change the password of that user",
                "",
                "://")
            .form(new Form.UrlPassword())
            .sure(GUESSED));
    rules.add(
        assigned(
                "generic-secret",
                "password, token or key of unknown use",
                MEDIUM,
                "change it where it is used",
                "",
                "password",
                "passwd",
                "passphrase",
                "pwd",
                "secret",
                "secret_key",
                "secretkey",
                "secret-key",
                "secret_key_base",
                "token",
                "api_key",
                "apikey",
                "api-key",
                "access_key",
                "accesskey",
                "access-key",
                "auth_key",
                "authkey",
                "encryption_key",
                "encryptionkey",
                "signing_key",
                "credential",
                "credentials")
            .form(new Form.Named())
            .sure(GUESSED));
  }
}
