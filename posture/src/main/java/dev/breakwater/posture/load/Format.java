package dev.breakwater.posture.load;

import dev.breakwater.posture.kubernetes.KubernetesObjects;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.nio.file.Path;
import java.util.function.Predicate;

/** A kind of document that can be audited, known by what is in it. */
public interface Format {
  /** The objects of Kubernetes. */
  Format KUBERNETES = of(KubernetesObjects::looksLike, KubernetesObjects::read);

  /** Reads one document of a file; see {@link #read}. */
  interface Reader {
    void read(SourceFile file, int document, Sink sink);
  }

  /** A format that is known by {@code looksLike} and read by {@code reader}. */
  static Format of(Predicate<Value> looksLike, Reader reader) {
    return new Format() {
      @Override
      public boolean looksLike(Value document) {
        return looksLike.test(document);
      }

      @Override
      public void read(SourceFile file, int document, Sink sink) {
        reader.read(file, document, sink);
      }
    };
  }

  /** Whether a document is of this kind. */
  boolean looksLike(Value document);

  /**
   * Gives what a document holds. The numbers of the resources are set by the caller.
   *
   * @param document its place among {@link SourceFile#documents()}, the first is 0
   */
  void read(SourceFile file, int document, Sink sink);

  /**
   * Hears of a file that will be read, before any is; a file that is never read may be among them.
   */
  default void expect(Path file) {}

  /**
   * Whether a file is read along with another one, so that a walk passes over it: an override file
   * of Compose. Asked before any file is read, and once more when it is the file's turn.
   */
  default boolean isPartOfAnother(Path file) {
    return false;
  }
}
