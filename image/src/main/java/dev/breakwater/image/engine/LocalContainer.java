package dev.breakwater.image.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container that an engine keeps.
 *
 * @param id 64 hexadecimal digits
 * @param name what people call it
 * @param image the reference that it was made from, as the user wrote it
 * @param imageId the image itself, whatever the reference means by now
 * @param pid its first process as this machine numbers it; 0 where it does not run
 * @param lower overlayfs directories of its image, lowest first; empty where its root is kept in
 *     another way
 * @param upper overlayfs directory of what it changed; null where its root is kept in another way
 */
public record LocalContainer(
    String id,
    String name,
    String image,
    String imageId,
    long pid,
    List<String> lower,
    @Nullable String upper) {
  public LocalContainer {
    lower = List.copyOf(lower);
  }
}
