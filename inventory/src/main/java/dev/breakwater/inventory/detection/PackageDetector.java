package dev.breakwater.inventory.detection;

import dev.breakwater.image.Detector;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A detector of packages. All of them keep their facts in the same form, so a change of {@link
 * PackageFactsCodec} changes every {@link #id}; each class says its own part in {@link #name}.
 */
public interface PackageDetector extends Detector<PackageFacts> {
  /**
   * Names this detector and the version of what it learns, for example {@code dpkg-status/1};
   * raised with every change of what {@link #examine} returns for the same bytes.
   */
  String name();

  @Override
  default String id() {
    return name() + "+facts/" + PackageFactsCodec.VERSION;
  }

  @Override
  default void encode(PackageFacts facts, DataOutput out) throws IOException {
    PackageFactsCodec.encode(facts, out);
  }

  @Override
  default PackageFacts decode(DataInput in) throws IOException {
    return PackageFactsCodec.decode(in);
  }
}
