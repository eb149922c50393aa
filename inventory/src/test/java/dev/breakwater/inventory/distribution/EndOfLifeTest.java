package dev.breakwater.inventory.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Distribution;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EndOfLifeTest {
  private static LocalDate end(String id, String versionId) {
    return EndOfLife.added(new Distribution(id, null, versionId, null, id, null)).endOfLife();
  }

  private static List<String[]> table() throws IOException {
    List<String[]> rows = new ArrayList<>();
    try (InputStream in = EndOfLife.class.getResourceAsStream("end-of-life.csv")) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        if (!line.startsWith("#")) {
          rows.add(line.split(",", -1));
        }
      }
    }
    return rows;
  }

  @Test
  void everyRowHasFourFieldsARealDateAndASourceThatTheHeaderNames() throws IOException {
    String whole;
    try (InputStream in = EndOfLife.class.getResourceAsStream("end-of-life.csv")) {
      whole = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    Set<String> seen = new HashSet<>();
    for (String[] row : table()) {
      assertThat(row).hasSize(4);
      assertThat(LocalDate.parse(row[2])).isAfter(LocalDate.of(2000, 1, 1));
      assertThat(whole).contains("#   " + row[3] + " ");
      assertThat(seen.add(row[0] + row[1])).as(row[0] + " " + row[1] + " once").isTrue();
    }
    assertThat(seen).hasSizeGreaterThan(100);
  }

  @Test
  void debianAndUbuntuAreWhatTheirOwnPackageOfReleaseDatesSays() throws IOException {
    for (String distribution : List.of("debian", "ubuntu")) {
      Path file = Path.of("/usr/share/distro-info", distribution + ".csv");
      assertThat(file).as("install it with: apt-get install distro-info-data").exists();
      List<String> lines = Files.readAllLines(file);
      List<String> columns = List.of(lines.getFirst().split(","));
      Map<String, String> expected = new HashMap<>();
      for (String line : lines.subList(1, lines.size())) {
        String[] fields = line.split(",");
        String version = fields[0].replace(" LTS", "");
        for (String column : List.of("eol", "eol-server", "eol-lts")) {
          int index = columns.indexOf(column);
          if (index >= 0 && index < fields.length && !fields[index].isEmpty()) {
            expected.put(version, fields[index]);
          }
        }
      }
      int compared = 0;
      for (String[] row : table()) {
        String date = expected.getOrDefault(row[1], expected.get(row[1] + ".0"));
        // An older distro-info-data does not know the newest releases.
        if (row[0].equals(distribution) && date != null) {
          assertThat(row[2]).as(distribution + " " + row[1]).isEqualTo(date);
          compared++;
        }
      }
      assertThat(compared).isGreaterThan(9);
    }
  }

  @Test
  void minorReleasesEndWithTheirMajorOnesWhereTheyDo() {
    assertThat(end("debian", "12")).isEqualTo("2028-06-30");
    assertThat(end("alpine", "3.19.1")).isEqualTo("2025-11-01");
    assertThat(end("alpine", "3.1")).isEqualTo("2016-11-01");
    assertThat(end("rhel", "8.10")).isEqualTo("2029-05-31");
    assertThat(end("rocky", "9.3")).isEqualTo("2032-05-31");
    assertThat(end("ubuntu", "22.04")).isEqualTo("2027-06-01");
    assertThat(end("amzn", "2018.03")).isEqualTo("2023-12-31");
  }

  @Test
  void item14_aServicePackOfSuseIsNotTheReleaseBeforeIt() {
    assertThat(end("sles", "15")).isEqualTo("2019-12-31");
    assertThat(end("sles", "15.5")).isEqualTo("2024-12-31");
    assertThat(end("sles", "15.99")).isNull();
  }

  @Test
  void centosStreamIsNotCentosLinux() {
    assertThat(
            EndOfLife.added(
                    new Distribution("centos", "rhel fedora", "8", null, "CentOS Stream 8", null))
                .endOfLife())
        .isEqualTo("2024-05-31");
    assertThat(end("centos", "8")).isEqualTo("2021-12-31");
  }

  @Test
  void whatIsNotKnownOrRollingHasNoEnd() {
    assertThat(end("debian", null)).isNull();
    assertThat(end("debian", "99")).isNull();
    assertThat(end("alpine", "edge")).isNull();
    assertThat(end("wolfi", null)).isNull();
    assertThat(end("", "1")).isNull();
    assertThat(end("debian,12", "x")).isNull();
  }
}
