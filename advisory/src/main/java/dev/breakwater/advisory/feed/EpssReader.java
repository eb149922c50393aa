package dev.breakwater.advisory.feed;

import dev.breakwater.core.Vulnerability;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads FIRST's exploit prediction scores, a CSV file, packed with gzip or not: a comment with the
 * model and the date, a heading, and lines of {@code cve,epss,percentile}.
 *
 * @see <a href="https://www.first.org/epss/data_stats">EPSS data</a>
 */
final class EpssReader {
  private static final int MAX_ROWS = 5_000_000;
  private static final int MAX_ID = 64;

  /**
   * The scores.
   *
   * @param date null where it does not say
   * @param records how many lines it has, broken ones included
   */
  record Scores(Map<String, Vulnerability.Epss> scores, @Nullable Instant date, int records) {}

  /**
   * Reads it.
   *
   * @throws IOException where it is no such file, or breaks a bound; the message is for people
   */
  static Scores read(InputStream source, Problems problems) throws IOException {
    Lines lines = new Lines(source);
    Map<String, Vulnerability.Epss> scores = new HashMap<>();
    Instant date = null;
    boolean heading = false;
    int records = 0;
    for (String text = lines.next(); text != null; text = lines.next()) {
      if (text.isEmpty()) {
        continue;
      }
      if (text.startsWith("#")) {
        date = date == null ? date(text) : date;
      } else if (!heading) {
        if (!text.startsWith("cve,epss,percentile")) {
          throw new IOException("it is no EPSS file: it lacks the heading cve,epss,percentile");
        }
        heading = true;
      } else if (++records > MAX_ROWS) {
        throw new IOException("it has more than " + MAX_ROWS + " lines");
      } else {
        row(text, scores, problems);
      }
    }
    if (!heading) {
      throw new IOException("it is no EPSS file: it is empty");
    }
    return new Scores(scores, date, records);
  }

  private static void row(String text, Map<String, Vulnerability.Epss> scores, Problems problems) {
    int first = text.indexOf(',');
    int second = text.indexOf(',', first + 1);
    if (first <= 0 || second < 0 || first > MAX_ID || !text.startsWith("CVE-")) {
      problems.broken(text, "it is no line of CVE, score and percentile");
      return;
    }
    try {
      double score = Double.parseDouble(text.substring(first + 1, second));
      double percentile = Double.parseDouble(text.substring(second + 1));
      if (score >= 0 && score <= 1 && percentile >= 0 && percentile <= 1) {
        scores.put(text.substring(0, first), new Vulnerability.Epss(score, percentile));
        return;
      }
    } catch (NumberFormatException noNumber) {
      // Falls through to the same complaint as a number out of bounds.
    }
    problems.broken(text, "its numbers do not lie between 0 and 1");
  }

  /** {@code #model_version:v2025.03.14,score_date:2026-01-01T00:00:00+0000}. */
  private static @Nullable Instant date(String comment) {
    int at = comment.indexOf("score_date:");
    if (at < 0) {
      return null;
    }
    String text = comment.substring(at + "score_date:".length()).strip();
    int comma = text.indexOf(',');
    text = comma < 0 ? text : text.substring(0, comma);
    try {
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : text.endsWith("Z")
              ? Instant.parse(text)
              : OffsetDateTime.parse(text, DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssZ"))
                  .toInstant();
    } catch (DateTimeException unreadable) {
      return null;
    }
  }

  private EpssReader() {}
}
