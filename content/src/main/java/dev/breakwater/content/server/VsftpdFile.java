package dev.breakwater.content.server;

import dev.breakwater.content.clue.Clues;
import dev.breakwater.image.FileEntry;
import java.util.List;

/**
 * vsftpd. Anonymous users who only read are what such a server is for.
 *
 * @see <a
 *     href="https://manpages.debian.org/bookworm/vsftpd/vsftpd.conf.5.en.html">vsftpd.conf(5)</a>
 */
final class VsftpdFile implements ServerFile {
  static final String RULE = "ftp-anonymous-upload";

  @Override
  public boolean is(FileEntry file) {
    return file.isNamed("vsftpd.conf");
  }

  @Override
  public void read(String text, Clues.Collector clues) {
    List<Directive> directives = Directive.read(text);
    boolean writes =
        isOn(directives, "anonymous_enable")
            && isOn(directives, "write_enable")
            && (isOn(directives, "anon_upload_enable")
                || isOn(directives, "anon_other_write_enable"));
    Directive anonymous = Directive.last(directives, "anonymous_enable");
    if (writes && anonymous != null) {
      clues.add(RULE, anonymous.line(), null, "anonymous users may write");
    }
  }

  private static boolean isOn(List<Directive> directives, String key) {
    return Directive.says(Directive.last(directives, key), "YES");
  }
}
