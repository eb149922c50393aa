package dev.breakwater.content.server;

import dev.breakwater.content.clue.Clues;
import dev.breakwater.image.FileEntry;
import java.io.IOException;

/**
 * The main configuration of Jenkins.
 *
 * @see <a href="https://www.jenkins.io/doc/book/security/managing-security/">Managing security</a>
 */
final class JenkinsFile implements ServerFile {
  static final String RULE = "jenkins-without-security";

  @Override
  public boolean is(FileEntry file) {
    String path = file.path();
    return path.endsWith("/config.xml")
        && (path.endsWith("jenkins_home/config.xml")
            || path.endsWith("jenkins/config.xml")
            || path.endsWith("jenkins/ref/config.xml")
            || path.endsWith(".jenkins/config.xml"));
  }

  @Override
  public void read(String text, Clues.Collector clues) throws IOException {
    XmlFile.read(
        text,
        reader -> {
          int line = reader.getLocation().getLineNumber();
          switch (reader.getLocalName()) {
            case "useSecurity" -> {
              if (reader.getElementText().strip().equals("false")) {
                clues.add(RULE, line, "useSecurity", "useSecurity is false");
              }
            }
            case "authorizationStrategy" -> {
              String type = reader.getAttributeValue(null, "class");
              if (type != null && type.endsWith("AuthorizationStrategy$Unsecured")) {
                clues.add(RULE, line, "authorizationStrategy", "anyone can do anything");
              }
            }
            default -> {}
          }
        });
  }
}
