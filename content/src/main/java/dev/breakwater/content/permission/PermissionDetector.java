package dev.breakwater.content.permission;

import dev.breakwater.image.Detector;
import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Keeps the few permissions that are unusual; no content is read. */
final class PermissionDetector implements Detector<Oddity> {
  @Override
  public String id() {
    return "permissions/1";
  }

  @Override
  public boolean wantsDirectories() {
    return true;
  }

  @Override
  public boolean wantsCapabilities() {
    return true;
  }

  @Override
  public boolean wants(FileEntry file) {
    if ((file.mode() & 06002) == 0 && file.uid() < 1000 && file.capabilities() == 0) {
      return false;
    }
    Oddity oddity = oddity(file);
    if (oddity.setuid() || oddity.setgid() || oddity.capabilities() != 0) {
      return true;
    }
    if (!oddity.writtenByAll() && !oddity.ofPerson()) {
      return false;
    }
    return switch (SystemPath.of(file.path())) {
      case TRUSTED -> true;
      case DATA -> oddity.writtenByAll();
      case OTHER -> false;
    };
  }

  private static Oddity oddity(FileEntry file) {
    return new Oddity(
        file.kind() == FileEntry.Kind.DIRECTORY, file.mode(), file.uid(), file.capabilities());
  }

  @Override
  public Oddity examine(FileEntry file, FileContent content) {
    return oddity(file);
  }

  @Override
  public void encode(Oddity oddity, DataOutput out) throws IOException {
    out.writeBoolean(oddity.directory());
    out.writeShort(oddity.mode());
    out.writeLong(oddity.uid());
    out.writeLong(oddity.capabilities());
  }

  @Override
  public Oddity decode(DataInput in) throws IOException {
    return new Oddity(in.readBoolean(), in.readUnsignedShort(), in.readLong(), in.readLong());
  }
}
