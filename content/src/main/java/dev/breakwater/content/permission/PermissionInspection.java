package dev.breakwater.content.permission;

import dev.breakwater.content.Inspection;
import dev.breakwater.content.clue.Places;
import dev.breakwater.content.clue.Rule;
import dev.breakwater.content.clue.Teller;
import dev.breakwater.core.Finding.Location;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Weakness;
import dev.breakwater.image.Detector;
import dev.breakwater.image.Found;
import dev.breakwater.image.ImageFacts;
import dev.breakwater.image.ImageSettings;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Setuid and setgid programs, file capabilities, what everybody may write to, and programs of the
 * system that belong to a person. A tree that is wrong as a whole is one finding, at its top.
 */
public final class PermissionInspection implements Inspection {
  private static final Rule SETUID_ESCAPE =
      Rule.setting(
          "setuid-escape",
          Severity.CRITICAL,
          "Program that makes anybody root",
          "remove the bit: chmod u-s FILE",
          "CIS Docker 4.8",
          "CWE-269",
          "https://gtfobins.github.io/#+suid");
  private static final Rule SETUID_UNKNOWN =
      Rule.setting(
          "setuid-unknown",
          Severity.MEDIUM,
          "Setuid root program that no distribution is known to have",
          "remove the bit if the program does not need it: chmod u-s FILE",
          "CIS Docker 4.8",
          "CWE-250");
  private static final Rule SETGID_UNKNOWN =
      Rule.setting(
          "setgid-unknown",
          Severity.LOW,
          "Program that runs with another user's or group's rights",
          "remove the bits if the program does not need them: chmod ug-s FILE",
          "CIS Docker 4.8",
          "CWE-250");
  private static final Rule SETUID_STANDARD =
      Rule.setting(
          "setuid-standard",
          Severity.NEGLIGIBLE,
          "Setuid or setgid program of the distribution",
          "remove the bits where the container needs none of them: chmod ug-s FILE",
          "CIS Docker 4.8");
  private static final Rule CAPABILITY_ESCAPE =
      Rule.setting(
          "file-capability-escape",
          Severity.HIGH,
          "File capability that is as good as being root",
          "remove the capabilities: setcap -r FILE",
          "CWE-250",
          "https://man7.org/linux/man-pages/man7/capabilities.7.html");
  private static final Rule CAPABILITY =
      Rule.setting(
          "file-capability",
          Severity.LOW,
          "File capability",
          "remove the capabilities if the program does not need them: setcap -r FILE",
          "CWE-250",
          "https://man7.org/linux/man-pages/man7/capabilities.7.html");
  private static final Rule CAPABILITY_STANDARD =
      Rule.setting(
          "file-capability-standard",
          Severity.NEGLIGIBLE,
          "File capability that only reaches the network, or that the distribution gives",
          "remove the capabilities if the program does not need them: setcap -r FILE",
          "https://man7.org/linux/man-pages/man7/capabilities.7.html");
  private static final Rule WRITABLE_ACCOUNTS =
      Rule.setting(
          "world-writable-accounts",
          Severity.HIGH,
          "Anybody can write to a file that decides who is root",
          "take the right away: chmod o-w FILE",
          "CWE-732");
  private static final Rule WRITABLE_SYSTEM =
      Rule.setting(
          "world-writable-system",
          Severity.MEDIUM,
          "Anybody can write where the system keeps programs or settings",
          "take the right away: chmod -R o-w PATH",
          "CWE-732");
  private static final Rule WRITABLE_DATA =
      Rule.setting(
          "world-writable-data",
          Severity.LOW,
          "Anybody can write to this, and replace what others wrote",
          "give it to the user who needs it: chown USER PATH && chmod o-w PATH; or, for a directory"
              + " that must stay open, chmod +t PATH",
          "CWE-732");
  private static final Rule OWNED_BY_PERSON =
      Rule.setting(
          "system-files-of-user",
          Severity.LOW,
          "Programs or settings of the system belong to an ordinary user",
          "give them to root: chown -R root:root PATH",
          "CWE-282");

  private static final List<Rule> RULES =
      List.of(
          SETUID_ESCAPE,
          SETUID_UNKNOWN,
          SETGID_UNKNOWN,
          SETUID_STANDARD,
          CAPABILITY_ESCAPE,
          CAPABILITY,
          CAPABILITY_STANDARD,
          WRITABLE_ACCOUNTS,
          WRITABLE_SYSTEM,
          WRITABLE_DATA,
          OWNED_BY_PERSON);

  private final PermissionDetector detector = new PermissionDetector();

  @Override
  public List<Detector<?>> detectors() {
    return List.of(detector);
  }

  @Override
  public void inspect(
      Subject subject, ImageSettings settings, ImageFacts facts, Consumer<Weakness> found) {
    new Run(new Places(subject), found).inspect(facts.of(detector));
  }

  /** Files of one owner. */
  private static final class Belongings {
    private final Found<Oddity> first;
    private String common;
    private int count;

    Belongings(Found<Oddity> first) {
      this.first = first;
      this.common = first.path();
    }

    void add(String path) {
      count++;
      while (!common.isEmpty() && !path.equals(common) && !path.startsWith(common + "/")) {
        common = parent(common);
      }
    }
  }

  private static final class Run {
    private final Places places;
    private final Teller teller;

    Run(Places places, Consumer<Weakness> found) {
      this.places = places;
      this.teller = new Teller(found);
    }

    void inspect(List<Found<Oddity>> files) {
      Map<Long, Belongings> people = new TreeMap<>();
      Set<String> writable = new HashSet<>();
      for (Found<Oddity> file : files) {
        if (file.fact().writtenByAll()) {
          writable.add(file.path());
        }
      }
      for (Found<Oddity> file : files) {
        Oddity oddity = file.fact();
        tellPower(file, oddity);
        SystemPath place = SystemPath.of(file.path());
        if (oddity.writtenByAll() && place != SystemPath.OTHER) {
          tellWritable(file, place, writable);
        }
        if (oddity.ofPerson() && place == SystemPath.TRUSTED && !file.path().startsWith("root")) {
          people.computeIfAbsent(oddity.uid(), uid -> new Belongings(file)).add(file.path());
        }
      }
      people.forEach(this::tellOwner);
      teller.finish(RULES);
    }

    private void tellPower(Found<Oddity> file, Oddity oddity) {
      String path = file.path();
      String mode = "mode " + Integer.toOctalString(oddity.mode());
      boolean known = KnownPrograms.madeForIt(path);
      if (oddity.setuid() || oddity.setgid()) {
        boolean root = oddity.setuid() && oddity.uid() == 0;
        if (known) {
          tell(SETUID_STANDARD, file, mode);
        } else if (root && KnownPrograms.handsOverPower(path)) {
          tell(SETUID_ESCAPE, file, mode + ", owned by root");
        } else if (root) {
          tell(SETUID_UNKNOWN, file, mode + ", owned by root");
        } else {
          tell(SETGID_UNKNOWN, file, mode + ", owned by user " + oddity.uid());
        }
      }
      long capabilities = oddity.capabilities();
      if (capabilities != 0) {
        boolean network = Capabilities.networkOnly(capabilities);
        Rule rule =
            known || network
                ? CAPABILITY_STANDARD
                : Capabilities.almighty(capabilities) ? CAPABILITY_ESCAPE : CAPABILITY;
        tell(rule, file, Capabilities.names(capabilities));
      }
    }

    private void tellWritable(Found<Oddity> file, SystemPath place, Set<String> writable) {
      String path = file.path();
      if (decidesWhoIsRoot(path)) {
        tell(WRITABLE_ACCOUNTS, file, mode(file.fact()));
      } else if (!writable.contains(parent(path))) {
        // What lies in a directory that anybody may write to is told with the directory.
        tell(
            place == SystemPath.TRUSTED ? WRITABLE_SYSTEM : WRITABLE_DATA,
            file,
            (file.fact().directory() ? "directory, " : "") + mode(file.fact()));
      }
    }

    private static String mode(Oddity oddity) {
      return "mode " + Integer.toOctalString(oddity.mode());
    }

    private static boolean decidesWhoIsRoot(String path) {
      return switch (path) {
        case "etc/passwd",
            "etc/shadow",
            "etc/group",
            "etc/gshadow",
            "etc/sudoers",
            "etc/doas.conf",
            "etc/crontab",
            "etc/ld.so.preload" ->
            true;
        default ->
            path.startsWith("etc/sudoers.d/")
                || path.startsWith("etc/cron.")
                || path.startsWith("etc/pam.d/");
      };
    }

    private void tellOwner(long uid, Belongings belongings) {
      String evidence =
          belongings.count == 1
              ? "it belongs to user " + uid
              : belongings.count
                  + " files and directories belong to user "
                  + uid
                  + ", such as "
                  + belongings.first.path();
      Location place = places.of(belongings.first, 0, false);
      String common = belongings.common;
      teller.tell(
          OWNED_BY_PERSON,
          evidence,
          new Location(common.isEmpty() ? null : common, place.layer()),
          "uid " + uid);
    }

    private void tell(Rule rule, Found<Oddity> file, String evidence) {
      teller.tell(rule, evidence, places.of(file, 0, false), null);
    }
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }
}
