package dev.breakwater.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Makes a large feed of a real one: every record again and again under other ids and package names,
 * until there are as many as wanted. {@code ScaledFeed REAL-ZIP SCALED-ZIP RECORDS}
 */
final class ScaledFeed {
  private ScaledFeed() {}

  public static void main(String[] words) throws IOException {
    int wanted = Integer.parseInt(words[2]);
    List<String> records = new ArrayList<>();
    try (ZipFile zip = new ZipFile(words[0])) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        records.add(
            new String(
                zip.getInputStream(entries.nextElement()).readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    try (OutputStream out = Files.newOutputStream(Path.of(words[1]));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(1);
      for (int made = 0; made < wanted; made++) {
        String copy = "-" + made / records.size();
        String record =
            records
                .get(made % records.size())
                .replaceFirst("\"id\":\"([^\"]+)\"", "\"id\":\"$1" + copy + "\"")
                .replaceAll("\"name\":\"([^\"]+)\"", "\"name\":\"$1" + copy + "\"");
        zip.putNextEntry(new ZipEntry(made + ".json"));
        zip.write(record.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
  }
}
