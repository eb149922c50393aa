package dev.breakwater.cli;

import dev.breakwater.core.Problem;
import dev.breakwater.posture.admission.Cluster;
import dev.breakwater.posture.admission.RequestOptions;
import dev.breakwater.posture.load.Loader;
import dev.breakwater.posture.load.LoaderOptions;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Sink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Loads the objects that the options of a command name.
 *
 * @param problems gets what could not be read
 */
record PolicyObjects(CommandSpec spec, List<Problem> problems) {

  /** The objects in the files that an option names; none where it is not there. */
  List<Resource> load(OptionSpec option, LoaderOptions loading) {
    List<Path> paths = Options.paths(spec, option);
    return paths.isEmpty() ? new ArrayList<>() : load(paths, loading);
  }

  private List<Resource> load(List<Path> paths, LoaderOptions loading) {
    List<Resource> objects = new ArrayList<>();
    new Loader(loading)
        .load(
            paths,
            new Sink() {
              @Override
              public void add(Resource resource) {
                objects.add(resource);
              }

              @Override
              public void add(Problem problem) {
                problems.add(problem);
              }
            });
    return objects;
  }

  /**
   * The namespace that {@code --namespace} says, by its name or, where no namespace can have that
   * name, by a file, from which the cluster learns its labels.
   */
  String namespace(@Nullable String named, LoaderOptions loading, Cluster cluster) {
    if (named == null) {
      return RequestOptions.USUAL.namespace();
    }
    if (named.indexOf('.') < 0 && named.indexOf('/') < 0) {
      return named;
    }
    Path file = Options.path(spec, "--namespace", named);
    for (Resource object : load(List.of(file), loading)) {
      if (object.kind().equals("Namespace")) {
        cluster.learn(object);
        return object.name();
      }
    }
    throw new ParameterException(
        spec.commandLine(), "--namespace: there is no Namespace in " + named);
  }
}
