package dev.breakwater.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Distribution;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.inventory.Inventory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an archive's answer may take the place of. */
class MatcherFeedsTest {
  private static Inventory inventory(String id, String version, String... purls) {
    List<SoftwarePackage> packages = new ArrayList<>();
    for (String text : purls) {
      PackageUrl purl = PackageUrl.parse(text);
      packages.add(new SoftwarePackage(purl, purl.name(), "1-1", null, List.of(), null, null));
    }
    return new Inventory(new Distribution(id, null, version, null, id, null), packages, List.of());
  }

  @Test
  void namesTheFeedsOfOneType() {
    Inventory amazon =
        inventory(
            "amzn", "2023", "pkg:rpm/amzn/bash@1-1", "pkg:pypi/flask@1", "pkg:rpm/amzn/sed@1-1");
    assertThat(Matcher.feeds(amazon, "rpm")).containsExactly("amzn:2023");
    assertThat(Matcher.feeds(amazon, "deb")).isEmpty();
    assertThat(Matcher.feeds(inventory("rocky", "9.4", "pkg:rpm/rocky/bash@1-1"), "rpm"))
        .containsExactly("Rocky Linux:9");
    assertThat(Matcher.feeds(inventory("debian", "12", "pkg:deb/debian/bash@1-1"), "deb"))
        .containsExactly("Debian:12");
    assertThat(Matcher.feeds(inventory("rocky", "9.4", "pkg:rpm/rocky/gpg-pubkey@1-1"), "rpm"))
        .isEmpty();
  }

  @Test
  void packagesOfOtherVendorsAreNotTheArchivesToAnswerFor() {
    Inventory amazon =
        inventory("amzn", "2023", "pkg:rpm/amzn/bash@1-1", "pkg:rpm/amzn/agent@1-1?vendor=Acme");
    assertThat(Matcher.feeds(amazon, "rpm")).containsExactly("amzn:2023");
  }
}
