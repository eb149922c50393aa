package dev.breakwater.advisory;

import dev.breakwater.core.json.Json;
import dev.breakwater.image.Detector;
import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.BoundedContent;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import dev.breakwater.inventory.detection.TextLines;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what says from which channels a subject updates.
 *
 * <ul>
 *   <li>Ubuntu Pro's client keeps its state in {@code status.json}, and gives apt the logins of
 *       what is enabled. Of the logins only the names of the machines are looked at.
 *   <li>An image of Red Hat's lists the content sets that it was built from; a host has its
 *       repositories in {@code redhat.repo}.
 * </ul>
 */
final class SubscriptionDetector implements Detector<Subscriptions> {
  static final SubscriptionDetector INSTANCE = new SubscriptionDetector();

  private static final String PRO_STATUS = "var/lib/ubuntu-advantage/status.json";
  private static final String PRO_LOGINS = "etc/apt/auth.conf.d/90ubuntu-advantage";
  private static final String RED_HAT_REPOSITORIES = "etc/yum.repos.d/redhat.repo";
  private static final List<String> FIXED = List.of(PRO_STATUS, PRO_LOGINS, RED_HAT_REPOSITORIES);

  private static final long MAX_BYTES = 4 << 20;
  private static final int MAX_REPOSITORIES = 5000;

  private SubscriptionDetector() {}

  @Override
  public String id() {
    return "subscriptions/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    String path = file.path();
    return path.startsWith("etc/")
        ? path.equals(PRO_LOGINS) || path.equals(RED_HAT_REPOSITORIES)
        : path.equals(PRO_STATUS) || isContentManifest(path);
  }

  /**
   * {@code root/buildinfo/content_manifests/NAME.json}, and {@code content-sets.json} in newer
   * images.
   */
  private static boolean isContentManifest(String path) {
    return path.endsWith(".json")
        && (path.startsWith("root/buildinfo/content_manifests/")
            || path.equals("root/buildinfo/content-sets.json")
            || path.equals("usr/share/buildinfo/content-sets.json")
            || path.startsWith("usr/share/buildinfo/content_manifests/"));
  }

  @Override
  public List<String> fixedPaths() {
    return FIXED;
  }

  @Override
  public @Nullable Subscriptions examine(FileEntry file, FileContent content) throws IOException {
    try (InputStream in = BoundedContent.open(content, MAX_BYTES)) {
      Subscriptions found =
          switch (file.path()) {
            case PRO_STATUS -> new Subscriptions(isAttached(in), List.of());
            case PRO_LOGINS -> new Subscriptions(hasLogin(in), List.of());
            case RED_HAT_REPOSITORIES -> new Subscriptions(false, enabledRepositories(in));
            default -> new Subscriptions(false, contentSets(in));
          };
      return found.equals(Subscriptions.NONE) ? null : found;
    }
  }

  static boolean isAttached(InputStream in) throws IOException {
    return Json.parse(in, MAX_BYTES).get("attached") instanceof Json.Bool(boolean attached)
        && attached;
  }

  /** A line {@code machine esm.ubuntu.com/infra/ubuntu/ login bearer password …}. */
  static boolean hasLogin(InputStream in) throws IOException {
    TextLines lines = new TextLines(in);
    while (lines.next()) {
      if (lines.text(0).strip().startsWith("machine esm.ubuntu.com/")) {
        return true;
      }
    }
    return false;
  }

  static List<String> contentSets(InputStream in) throws IOException {
    List<String> names = new ArrayList<>();
    for (Json item : Json.parse(in, MAX_BYTES).get("content_sets").items()) {
      add(item.text(), names);
    }
    return names;
  }

  /** The sections of an ini file with {@code enabled = 1}. */
  static List<String> enabledRepositories(InputStream in) throws IOException {
    List<String> names = new ArrayList<>();
    String section = null;
    TextLines lines = new TextLines(in);
    while (lines.next()) {
      String line = lines.text(0).strip();
      if (line.startsWith("[") && line.endsWith("]")) {
        section = line.substring(1, line.length() - 1);
      } else if (line.startsWith("enabled")
          && line.substring("enabled".length()).strip().startsWith("=")
          && line.substring(line.indexOf('=') + 1).strip().equals("1")) {
        add(section, names);
      }
    }
    return names;
  }

  private static void add(@Nullable String name, List<String> names) {
    if (name != null && names.size() < MAX_REPOSITORIES && Candidate.isToken(name)) {
      names.add(name);
    }
  }

  @Override
  public void encode(Subscriptions fact, DataOutput out) throws IOException {
    out.writeBoolean(fact.ubuntuPro());
    out.writeInt(fact.repositories().size());
    for (String repository : fact.repositories()) {
      out.writeUTF(repository);
    }
  }

  @Override
  public Subscriptions decode(DataInput in) throws IOException {
    boolean pro = in.readBoolean();
    int count = in.readInt();
    if (count < 0 || count > MAX_REPOSITORIES) {
      throw new IOException("cached subscriptions are damaged: a count of " + count);
    }
    List<String> repositories = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      repositories.add(in.readUTF());
    }
    return new Subscriptions(pro, repositories);
  }
}
