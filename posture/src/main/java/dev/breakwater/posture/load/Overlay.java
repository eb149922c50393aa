package dev.breakwater.posture.load;

import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A kustomization as it is rendered.
 *
 * @see <a href="https://kubectl.docs.kubernetes.io/references/kustomize/">Kustomize</a>
 */
final class Overlay {
  /** What {@code buildMetadata} calls the files that objects are from. */
  static final String ORIGINS = "originAnnotations";

  private Overlay() {}

  /** Renders an overlay, with the lines of its files as far as they can be known. */
  static SourceFile render(Kustomization root, Renderer renderer) throws NotRenderedException {
    List<String> arguments = new ArrayList<>(List.of("build"));
    Path program = renderer.find("kustomize");
    if (program == null) {
      arguments.set(0, "kustomize");
      program = renderer.find("kubectl");
    }
    if (program == null) {
      throw new NotRenderedException(
          "that takes the program kustomize, or kubectl, and neither is in PATH");
    }
    String name = root.file().toString();
    try {
      Path around = renderer.directory();
      Files.writeString(around.resolve("kustomization.yaml"), around(root, around));
      arguments.add(around.toString());
      String printed = renderer.run(program, arguments);
      return SourceFile.rendered(name, printed, new OverlayPlaces(root, around)::of);
    } catch (NotRenderedException | IOException e) {
      // An old Kustomize cannot tell origins; another fault the overlay itself has as well.
    }
    arguments.set(1, root.directory().toAbsolutePath().toString());
    return SourceFile.rendered(
        name,
        renderer.run(program, arguments),
        document -> document.moved(place -> nowhere(root, place)));
  }

  /**
   * A kustomization around another one, which asks for origins: options of the outermost one hold
   * for all, and there is no other way to give them.
   */
  private static String around(Kustomization root, Path directory) throws IOException {
    Path inner = directory.toRealPath().relativize(root.directory().toRealPath());
    Set<String> metadata = new TreeSet<>(root.metadata());
    metadata.add(ORIGINS);
    return "resources: ['"
        + inner.toString().replace("'", "''")
        + "']\nbuildMetadata: ["
        + String.join(", ", metadata)
        + "]\n";
  }

  /** A place of which only the overlay is known. */
  static Origin nowhere(Kustomization root, Origin place) {
    return new Origin(root.file().toString(), 0, 0, place.path(), null);
  }
}
