package dev.breakwater.cli;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Progress;
import dev.breakwater.core.Survey;
import dev.breakwater.image.ImageSource;
import dev.breakwater.image.container.Containers;
import dev.breakwater.image.container.Machine;
import dev.breakwater.image.container.RunningContainer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** This machine, and then each container that runs on it. */
final class HostSurvey {
  /** The subject on the command line. */
  static final String SUBJECT = "host:";

  private final Scan scan;
  private final Machine machine;
  private final Progress progress;
  private final Runnable scanned;

  /**
   * A survey by one scan.
   *
   * @param scanned is told after each subject, before anything is printed of it
   */
  HostSurvey(Scan scan, Machine machine, Progress progress, Runnable scanned) {
    this.scan = scan;
    this.machine = machine;
    this.progress = progress;
    this.scanned = scanned;
  }

  /** Finds what runs; scans nothing yet. */
  Survey begin(Instant now) {
    Containers.Running running = Containers.running(machine, progress);
    List<String> notes = new ArrayList<>();
    for (Problem problem : running.problems()) {
      notes.add(problem.where() + ": " + problem.what());
    }
    return new Survey(SUBJECT, now, new Entries(running), notes);
  }

  /** Scans a subject when it is asked for. */
  private final class Entries implements Iterator<Survey.Entry> {
    private final Containers.Running running;
    private int next = -1;

    Entries(Containers.Running running) {
      this.running = running;
    }

    @Override
    public boolean hasNext() {
      return next < running.containers().size();
    }

    @Override
    public Survey.Entry next() {
      int current = next++;
      try {
        return current < 0 ? host() : container(current);
      } finally {
        scanned.run();
      }
    }

    private Survey.Entry host() {
      try {
        return new Survey.Entry.Scanned(
            scan.host(running.storage(), running.problems(), named("this machine")));
      } catch (BreakwaterException e) {
        return new Survey.Entry.Failed("host", "", e);
      }
    }

    private Survey.Entry container(int number) {
      RunningContainer container = running.containers().get(number);
      String place = (number + 1) + " of " + running.containers().size() + ", ";
      try {
        return new Survey.Entry.Scanned(
            scan.run(
                new SubjectReference.OfImage(new ImageSource.Running(container)),
                named(place + container.name())));
      } catch (BreakwaterException e) {
        return new Survey.Entry.Failed("container", container.name(), e);
      }
    }

    private Progress named(String subject) {
      return (what, done, total) -> progress.at(subject + ": " + what, done, total);
    }
  }
}
