package dev.breakwater.image.registry;

import dev.breakwater.core.json.Json;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A list that a registry gives page by page: the tags of a repository, or all repositories. The
 * next page is where the {@code Link} header says, if that is the same registry.
 *
 * @param image any of the registry
 * @param path of the first page, below {@code /v2}
 * @param scope what a token must allow
 * @param member of the JSON document that holds the names
 * @param what is listed, for messages
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-tags">OCI
 *     distribution specification, Listing Tags</a>
 */
record PagedList(ImageReference image, String path, String scope, String member, String what) {
  private static final int MAX_PAGE_BYTES = 16 << 20;
  private static final int MAX_PAGES = 10_000;
  private static final int MAX_NAMES = 200_000;

  /** All names in the registry's order. */
  List<String> read(RegistryCalls calls, Limits limits) throws IOException {
    Set<String> names = new LinkedHashSet<>();
    URI page = calls.address(image, path);
    Origin registry = Origin.of(page);
    for (int pages = 0; page != null; pages++) {
      int before = names.size();
      URI asked = page;
      Response response = calls.get(image, page, scope, Map.of("Accept", "application/json"));
      if (response.status() != 200) {
        throw calls.refusal(response, image, scope, what);
      }
      String link = response.header("Link");
      collect(response.readAll(MAX_PAGE_BYTES, limits.document()), names);
      page = link == null ? null : next(link, asked, registry);
      if (names.size() > MAX_NAMES || pages >= MAX_PAGES) {
        throw new RegistryFault(
            "the list is longer than " + MAX_NAMES + " names or " + MAX_PAGES + " pages",
            "name the repositories or images one by one");
      }
      if (page != null && names.size() == before) {
        throw new RegistryFault(
            "the registry's list goes on, but brings nothing new", "tell the registry's owner");
      }
    }
    return List.copyOf(names);
  }

  private void collect(byte[] document, Set<String> names) throws IOException {
    Json page;
    try {
      page = Json.parse(document);
    } catch (IOException e) {
      throw new RegistryFault(
          "the answer is no list of names: " + e.getMessage(),
          "check that the name is that of a registry",
          e);
    }
    names.addAll(page.texts(member));
  }

  /** {@code </v2/a/tags/list?last=x&n=1000>; rel="next"}; null where there is no next page. */
  private static @Nullable URI next(String link, URI asked, Origin registry) throws RegistryFault {
    int start = link.indexOf('<');
    int end = link.indexOf('>', start + 1);
    if (start < 0 || end < 0 || !link.substring(end).contains("next")) {
      return null;
    }
    try {
      URI next = asked.resolve(link.substring(start + 1, end));
      if (Origin.of(next).equals(registry)) {
        return next;
      }
    } catch (IllegalArgumentException e) {
      // falls through to the same message
    }
    throw new RegistryFault(
        "the next page of its list is at '"
            + UntrustedText.clean(link, 200)
            + "', which is not the same registry",
        "the registry is set up wrongly; tell its owner");
  }
}
