package dev.breakwater.core.report;

import dev.breakwater.core.Notice;
import dev.breakwater.core.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What the reports of a survey say to the owners of waivers and VEX documents, each once. A waiver
 * that matches nothing in one subject may match in another, so that is none of them. Not safe to
 * share between threads.
 */
final class SurveyNotices {
  /** Each is a waiver or a statement; nobody reads more at once. */
  private static final int MOST = 10_000;

  private final TreeSet<Notice> notices = new TreeSet<>();

  void add(Report report) {
    for (Notice notice : report.notices()) {
      if (notice.kind() != Notice.Kind.UNUSED && notices.size() < MOST) {
        notices.add(notice);
      }
    }
  }

  /** Sorted. */
  List<Notice> all() {
    return new ArrayList<>(notices);
  }
}
