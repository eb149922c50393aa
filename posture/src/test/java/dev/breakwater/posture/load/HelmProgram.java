package dev.breakwater.posture.load;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import com.marcnuri.helm.jni.NativeLibrary;
import com.sun.jna.Library;
import com.sun.jna.platform.unix.LibC;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Helm's own engine as a program that takes the arguments of {@code helm template}. It differs from
 * that in three ways: it prints no hooks, {@code lookup} asks for a cluster rather than to find
 * nothing, and which version of Kubernetes to assume has to be said.
 */
public final class HelmProgram {
  /** As a Helm of its time would assume. */
  private static final String KUBERNETES = "1.34.0";

  private HelmProgram() {}

  /** Puts a program named helm into a directory. */
  static void install(Path directory) throws IOException, URISyntaxException {
    String services = "META-INF/services/" + NativeLibrary.class.getName();
    URL library = HelmProgram.class.getClassLoader().getResource(services);
    if (library == null) {
      throw new AssertionError("this test needs Linux on amd64: Helm's engine is native");
    }
    List<String> classPath = new ArrayList<>();
    for (Class<?> each :
        List.of(HelmProgram.class, Helm.class, NativeLibrary.class, Library.class, LibC.class)) {
      classPath.add(Path.of(each.getProtectionDomain().getCodeSource().getLocation().toURI()) + "");
    }
    String jar = library.getPath();
    classPath.add(Path.of(URI.create(jar.substring(0, jar.indexOf('!')))).toString());
    Path program = directory.resolve("helm");
    Files.writeString(
        program,
        "#!/bin/sh\nexec '"
            + ProcessHandle.current().info().command().orElseThrow()
            + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED"
            + " -Djava.io.tmpdir=\"$TMPDIR\" -cp '"
            + String.join(File.pathSeparator, classPath)
            + "' "
            + HelmProgram.class.getName()
            + " \"$@\"\n");
    Files.setPosixFilePermissions(
        program, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
  }

  /**
   * Does what {@code helm template NAME CHART [--values FILE]... [--kube-version VERSION]} does.
   */
  public static void main(String[] arguments) {
    if (arguments.length < 3 || !arguments[0].equals("template")) {
      fail("unknown command");
    }
    TemplateCommand command =
        new Helm(Path.of(arguments[2]))
            .template()
            .withName(arguments[1])
            .withNamespace("default")
            .withKubeVersion(KUBERNETES);
    for (int i = 3; i < arguments.length; i += 2) {
      switch (i + 1 == arguments.length ? "" : arguments[i]) {
        case "--values" -> command.withValuesFile(Path.of(arguments[i + 1]));
        case "--kube-version" -> command.withKubeVersion(arguments[i + 1]);
        default -> fail("unknown flag: " + arguments[i]);
      }
    }
    try {
      System.out.print(command.call());
    } catch (IllegalStateException e) {
      fail(e.getMessage());
    }
  }

  private static void fail(String why) {
    System.err.println("Error: " + why);
    System.exit(1);
  }
}
