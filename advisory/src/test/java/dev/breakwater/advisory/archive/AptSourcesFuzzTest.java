package dev.breakwater.advisory.archive;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.image.Found;
import java.util.List;

class AptSourcesFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void throwsOnlyWhatItDeclares(byte[] data) {
    for (String name : new String[] {"sources.list", "sources.list.d/a.sources"}) {
      Found<AptFile> file = new Found<>("etc/apt/" + name, -1, new AptFile(data));
      AptSources.parse(ArchiveSettings.of(List.of(file)), "amd64");
    }
  }
}
