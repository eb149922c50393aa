package dev.breakwater.core.json;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** The factory of every streaming parser and generator of ours. */
public final class JsonFormat {
  /** How deep values may be nested. */
  public static final int MAX_DEPTH = 200;

  /** Nesting and texts are bounded, because documents come from images and feeds. */
  public static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(64 * 1024 * 1024)
                  .maxNumberLength(1000)
                  .build())
          .build();

  private JsonFormat() {}
}
