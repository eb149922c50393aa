package dev.breakwater.inventory.golang;

import dev.breakwater.image.FileContent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A program's bytes, from disk or from a stream that insists on the contract. */
public sealed interface ProgramContent extends FileContent {

  /** As in a directory. */
  record OnDisk(Path file) implements ProgramContent {
    @Override
    public long size() {
      return file.toFile().length();
    }

    @Override
    public boolean onDisk() {
      return true;
    }

    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }
  }

  /** As in a layer. */
  final class Streamed implements ProgramContent {
    private final byte[] bytes;
    private final Path directory;
    private boolean opened;
    private boolean copied;

    public Streamed(byte[] bytes, Path directory) {
      this.bytes = bytes;
      this.directory = directory;
    }

    /** Whether the whole had to be copied to disk. */
    public boolean copied() {
      return copied;
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public byte[] peek(int count) {
      if (opened) {
        throw new IllegalStateException("peeked at what has streamed by");
      }
      return Arrays.copyOf(bytes, Math.min(count, bytes.length));
    }

    @Override
    public InputStream open() {
      if (opened && !copied) {
        throw new IllegalStateException("opened twice");
      }
      opened = true;
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public Path file() throws IOException {
      if (opened && !copied) {
        throw new IllegalStateException("asked for a file of what has streamed by");
      }
      copied = true;
      return Files.write(Files.createTempFile(directory, "copy", ""), bytes);
    }
  }
}
