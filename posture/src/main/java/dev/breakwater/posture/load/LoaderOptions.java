package dev.breakwater.posture.load;

import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * How to load.
 *
 * @param formats what is looked for, the first that knows a document reads it
 * @param render whether charts and overlays are rendered by the programs of their owners
 * @param helmOptions what {@code helm template} is told besides the chart, as {@code --values};
 *     files in it absolute, as it runs in a directory of its own
 * @param environment that of this process; programs are found in its {@code PATH}
 * @param standardInput what {@code -} stands for; not closed
 */
public record LoaderOptions(
    List<Format> formats,
    boolean render,
    List<String> helmOptions,
    Map<String, String> environment,
    InputStream standardInput) {
  public LoaderOptions {
    formats = List.copyOf(formats);
    helmOptions = List.copyOf(helmOptions);
    environment = Map.copyOf(environment);
  }
}
