package dev.breakwater.content.server;

import dev.breakwater.content.clue.Clues;
import dev.breakwater.content.password.WellKnownPasswords;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.Complaints;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's users. Those of the file that Tomcat comes with are in a comment.
 *
 * @see <a href="https://tomcat.apache.org/tomcat-10.1-doc/realm-howto.html">Realm how-to</a>
 */
final class TomcatFile implements ServerFile {
  static final String RULE = "tomcat-default-password";

  @Override
  public boolean is(FileEntry file) {
    return file.isNamed("tomcat-users.xml");
  }

  @Override
  public void read(String text, Clues.Collector clues) throws IOException {
    XmlFile.read(
        text,
        reader -> {
          if (reader.getLocalName().equals("user")) {
            String user = reader.getAttributeValue(null, "username");
            String name = user == null ? reader.getAttributeValue(null, "name") : user;
            String password = reader.getAttributeValue(null, "password");
            if (isKnown(name, password)) {
              clues.add(
                  RULE,
                  reader.getLocation().getLineNumber(),
                  Complaints.quote(name),
                  "user " + Complaints.quote(name) + " has a well-known default as password");
            }
          }
        });
  }

  private static boolean isKnown(@Nullable String user, @Nullable String password) {
    return user != null && password != null && WellKnownPasswords.include(user, password);
  }
}
