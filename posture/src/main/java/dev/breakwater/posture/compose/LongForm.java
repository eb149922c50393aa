package dev.breakwater.posture.compose;

import dev.breakwater.posture.docker.DeviceSpec;
import dev.breakwater.posture.docker.FaultyTextException;
import dev.breakwater.posture.docker.PortSpec;
import dev.breakwater.posture.docker.VolumeSpec;
import dev.breakwater.posture.source.Value;
import org.jspecify.annotations.Nullable;

/** Entries that may be written as options of Docker or, longer, as mappings. */
final class LongForm {
  private LongForm() {}

  /** An entry of {@code volumes}; null where it is neither text nor mapping. */
  static @Nullable VolumeSpec volume(Value entry) {
    String written = entry.written();
    if (written != null) {
      return VolumeSpec.parse(written);
    }
    if (!(entry instanceof Value.Fields)) {
      return null;
    }
    String type = written(entry, "type");
    String source = written(entry, "source");
    if (source == null) {
      source = written(entry, "src");
    }
    String target = written(entry, "target");
    String readOnly = written(entry, "read_only");
    Value bind = entry.get("bind");
    return new VolumeSpec(
        type != null ? type : VolumeSpec.type(source),
        source,
        target == null ? "" : target,
        readOnly != null && Boolean.TRUE.equals(Flags.parse(readOnly)),
        bind == null ? null : written(bind, "propagation"));
  }

  /**
   * An entry of {@code ports}.
   *
   * @throws FaultyTextException where Compose would refuse it
   */
  static PortSpec port(Value entry) throws FaultyTextException {
    String written = entry.written();
    if (written != null) {
      return PortSpec.parse(written);
    }
    String target = written(entry, "target");
    if (target == null) {
      throw new FaultyTextException("has no target port");
    }
    String protocol = written(entry, "protocol");
    return new PortSpec(
        written(entry, "host_ip"),
        PortSpec.published(written(entry, "published")),
        PortSpec.Range.parse(target),
        protocol == null ? "" : protocol);
  }

  /** An entry of {@code devices}; null where it is neither text nor mapping with a source. */
  static @Nullable DeviceSpec device(Value entry) {
    String written = entry.written();
    if (written != null) {
      return DeviceSpec.parse(written);
    }
    String source = written(entry, "source");
    String target = written(entry, "target");
    return source == null ? null : new DeviceSpec(source, target == null ? source : target);
  }

  /** The scalar that a member is; null where it has none. */
  static @Nullable String written(Value entry, String name) {
    Value value = entry.get(name);
    return value == null ? null : value.written();
  }
}
