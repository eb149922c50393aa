package dev.breakwater.advisory.archive;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.advisory.mirror.CapturedFile;
import dev.breakwater.advisory.mirror.CapturedFiles;
import dev.breakwater.image.Found;
import java.util.List;

class AptSourcesFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void throwsOnlyWhatItDeclares(byte[] data) {
    for (String name : new String[] {"sources.list", "sources.list.d/a.sources"}) {
      Found<CapturedFile> file = new Found<>("etc/apt/" + name, -1, new CapturedFile(data));
      AptSources.parse(CapturedFiles.of(List.of(file), AptFileDetector.WHOSE), "amd64");
    }
  }
}
