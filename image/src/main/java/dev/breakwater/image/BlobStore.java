package dev.breakwater.image;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Digest;
import dev.breakwater.image.oci.Descriptor;
import dev.breakwater.image.registry.ImageReference;
import dev.breakwater.image.registry.RegistryClient;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Where the blobs of an image lie, found by digest. */
sealed interface BlobStore extends Closeable {
  /** A blob; one that is missing fails when it is opened. */
  Blob blob(Descriptor descriptor);

  /**
   * Reads a document and verifies its digest.
   *
   * @throws IOException where it is missing, longer than {@code most} bytes or not what the digest
   *     says; the message is for people
   */
  default byte[] document(Descriptor descriptor, int most) throws IOException {
    if (descriptor.size() > most) {
      throw new IOException(
          descriptor.digest()
              + " has "
              + descriptor.size()
              + " bytes; at most "
              + most
              + " are read");
    }
    byte[] document;
    try (InputStream in = blob(descriptor).open()) {
      document = in.readNBytes(most + 1);
    }
    verify(document, descriptor.digest());
    return document;
  }

  private static void verify(byte[] document, Digest wanted) throws IOException {
    try {
      byte[] hash = MessageDigest.getInstance(wanted.javaAlgorithm()).digest(document);
      if (!HexFormat.of().formatHex(hash).equals(wanted.hex())) {
        throw new IOException("the content of " + wanted + " has another digest: it is damaged");
      }
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + wanted.algorithm(), e);
    }
  }

  private static String place(Digest digest) {
    return "blobs/" + digest.algorithm() + "/" + digest.hex();
  }

  /** An OCI layout directory. */
  record InLayout(Path directory) implements BlobStore {
    @Override
    public Blob blob(Descriptor descriptor) {
      Path path = directory.resolve(place(descriptor.digest()));
      try {
        if (!FileSlice.isRegular(path)) {
          return new ArchiveFile.MissingBlob("there is no file " + path, descriptor.size());
        }
        return new FileSlice.Whole(path, descriptor.size(), FileSlice.identity(path));
      } catch (IOException e) {
        return new ArchiveFile.MissingBlob(
            "tried to read " + path + ": " + e.getMessage(), descriptor.size());
      }
    }

    @Override
    public void close() {}
  }

  /** An archive of an OCI layout. */
  record InArchive(ArchiveFile archive) implements BlobStore {
    @Override
    public Blob blob(Descriptor descriptor) {
      Blob member = archive.blob(place(descriptor.digest()));
      if (member.size() == descriptor.size()) {
        return member;
      }
      return new ArchiveFile.MissingBlob(
          member instanceof ArchiveFile.MissingBlob missing
              ? missing.why()
              : "it has " + member.size() + " bytes where the manifest says " + descriptor.size(),
          descriptor.size());
    }

    @Override
    public void close() throws IOException {
      archive.close();
    }
  }

  /** A repository in a registry. */
  record InRegistry(RegistryClient client, ImageReference repository) implements BlobStore {
    @Override
    public Blob blob(Descriptor descriptor) {
      return new Pulled(client, repository, descriptor);
    }

    @Override
    public void close() {}
  }

  /** A blob that is fetched when it is read. */
  record Pulled(RegistryClient client, ImageReference repository, Descriptor descriptor)
      implements Blob {
    @Override
    public InputStream open() throws IOException {
      try {
        return client.blob(repository, descriptor);
      } catch (BreakwaterException e) {
        throw new IOException(e.getMessage(), e);
      }
    }

    @Override
    public long size() {
      return descriptor.size();
    }

    @Override
    public boolean verifiesItself() {
      return true;
    }

    @Override
    public String identity() {
      return descriptor.digest().toString();
    }
  }

  /** Reads a small file of a layout. */
  static byte[] small(Path file, int most) throws IOException {
    if (!FileSlice.isRegular(file)) {
      throw new IOException("it has no " + file.getFileName());
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(most + 1);
      if (content.length > most) {
        throw new IOException(
            file.getFileName() + " is longer than the " + most + " bytes that are read");
      }
      return content;
    }
  }
}
