package dev.breakwater.core.report;

import dev.breakwater.core.Notice;
import dev.breakwater.core.Report;
import dev.breakwater.core.Survey;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What the reports of a survey say to the owners of waivers and VEX documents, each once, and which
 * of these match nothing in any subject. Not safe to share between threads.
 */
final class SurveyNotices {
  /** Each is a waiver or a statement; nobody reads more at once. */
  private static final int MOST = 10_000;

  private final TreeSet<Notice> notices = new TreeSet<>();

  void add(Report report) {
    for (Notice notice : report.notices()) {
      if (notices.size() < MOST) {
        notices.add(notice);
      }
    }
  }

  /** All of them after the last subject, sorted. */
  List<Notice> of(Survey survey) {
    TreeSet<Notice> all = new TreeSet<>(notices);
    all.addAll(survey.unused());
    return new ArrayList<>(all);
  }
}
