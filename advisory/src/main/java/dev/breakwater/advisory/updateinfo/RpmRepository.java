package dev.breakwater.advisory.updateinfo;

import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.advisory.mirror.CapturedFile;
import dev.breakwater.advisory.mirror.CapturedFiles;
import dev.breakwater.core.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A repository that is enabled, as configured.
 *
 * @param id for example {@code ol9_appstream}
 * @param place where it is configured
 * @param baseUrls its addresses, the first that answers counts; each with a slash at its end
 * @param mirrorLists addresses of lists of further addresses: mirror lists or metalinks
 * @param keys addresses of the keys that may sign
 * @param signatureNeeded whether its index counts only if signed ({@code repo_gpgcheck})
 */
record RpmRepository(
    String id,
    String place,
    List<String> baseUrls,
    List<String> mirrorLists,
    List<String> keys,
    boolean signatureNeeded) {
  private static final int MOST_REPOSITORIES = 200;

  RpmRepository {
    baseUrls = List.copyOf(baseUrls);
    mirrorLists = List.copyOf(mirrorLists);
    keys = List.copyOf(keys);
  }

  /**
   * The repositories that are enabled, variables not yet put in.
   *
   * @param problems gets what cannot be read
   */
  static List<RpmRepository> enabled(CapturedFiles settings, List<Problem> problems) {
    boolean signatureNeeded = false;
    Map<String, RpmRepository> repositories = new LinkedHashMap<>();
    for (Map.Entry<String, CapturedFile> file : settings.files().entrySet()) {
      String path = file.getKey();
      if (!RepositoryFileDetector.isConfiguration(path)
          || RepositoryFileDetector.isVariable(path)) {
        continue;
      }
      for (IniSection section : IniSection.read(file.getValue().content(), path, problems)) {
        if (section.name().equals("main")) {
          signatureNeeded = section.is("repo_gpgcheck", signatureNeeded);
        } else if (section.is("enabled", true)) {
          if (repositories.size() == MOST_REPOSITORIES) {
            problems.add(
                new Problem(
                    section.place(),
                    "more than " + MOST_REPOSITORIES + " repositories; the rest is left out"));
            return List.copyOf(repositories.values());
          }
          repositories.putIfAbsent(section.name(), of(section, signatureNeeded));
        }
      }
    }
    return List.copyOf(repositories.values());
  }

  private static RpmRepository of(IniSection section, boolean signatureNeeded) {
    List<String> bases = new ArrayList<>();
    for (String url : section.words("baseurl")) {
      bases.add(base(url, section.values().get("path"), section.place()));
    }
    List<String> lists = new ArrayList<>(section.words("metalink"));
    lists.addAll(section.words("mirrorlist"));
    return new RpmRepository(
        section.name(),
        section.place(),
        bases,
        lists,
        section.words("gpgkey"),
        section.is("repo_gpgcheck", signatureNeeded));
  }

  /**
   * An address with a slash at the end of its path. What zypper writes into the query is meant for
   * itself, as is the path that it keeps apart.
   */
  private static String base(String url, @Nullable String path, String place) {
    int question = url.indexOf('?');
    String query = question < 0 || place.startsWith("etc/zypp/") ? "" : url.substring(question);
    String plain = slashed(question < 0 ? url : url.substring(0, question));
    if (path != null && !path.isBlank() && !path.equals("/")) {
      plain += slashed(path.startsWith("/") ? path.substring(1) : path);
    }
    return plain + query;
  }

  static String slashed(String url) {
    return url.endsWith("/") ? url : url + "/";
  }

  /**
   * The same with the values of variables in its addresses.
   *
   * @throws ArchiveException where a variable has none
   */
  RpmRepository with(Variables variables) throws ArchiveException {
    return new RpmRepository(
        variables.in(id),
        place,
        all(baseUrls, variables),
        all(mirrorLists, variables),
        all(keys, variables),
        signatureNeeded);
  }

  private static List<String> all(List<String> texts, Variables variables) throws ArchiveException {
    List<String> all = new ArrayList<>(texts.size());
    for (String text : texts) {
      all.add(variables.in(text));
    }
    return all;
  }
}
