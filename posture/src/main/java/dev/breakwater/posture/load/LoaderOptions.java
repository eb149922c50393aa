package dev.breakwater.posture.load;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How to load.
 *
 * @param formats what is looked for, the first that knows a document reads it
 * @param render whether charts and overlays are rendered by the programs of their owners
 * @param chartValues files of values that charts are rendered with, a later one wins
 * @param environment that of this process; programs are found in its {@code PATH}
 * @param standardInput what {@code -} stands for; not closed
 */
public record LoaderOptions(
    List<Format> formats,
    boolean render,
    List<Path> chartValues,
    Map<String, String> environment,
    InputStream standardInput) {
  public LoaderOptions {
    formats = List.copyOf(formats);
    chartValues = List.copyOf(chartValues);
    environment = Map.copyOf(environment);
  }
}
