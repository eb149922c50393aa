package dev.breakwater.image;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.core.Digest;
import dev.breakwater.image.overlay.Listing;
import dev.breakwater.image.overlay.MergedTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.List;

class LayerFuzzTest {
  private static final Limits SMALL = new Limits(4 << 20, 1 << 20, 100, 1 << 20, 4096, 50);

  /** A layer in memory; never compared. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Bytes(byte[] bytes) implements Blob {
    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public boolean verifiesItself() {
      return true;
    }

    @Override
    public String identity() {
      return "bytes";
    }
  }

  /** The bytes describe members; half of them make one layer, the others another. */
  @FuzzTest(maxDuration = "10s")
  void anyMembersAreLaidOverOneAnother(byte[] bytes) throws Exception {
    ImageBuilder.Layer[] layers = {new ImageBuilder.Layer(), new ImageBuilder.Layer()};
    int at = 0;
    while (at + 4 < bytes.length) {
      int name = bytes[at + 2] & 0x1f;
      int link = bytes[at + 3] & 0x1f;
      int end = Math.min(bytes.length, at + 4 + name + link);
      String text =
          new String(bytes, at + 4, end - at - 4, java.nio.charset.StandardCharsets.ISO_8859_1);
      int cut = Math.min(name, text.length());
      if ((bytes[at + 1] & 0x40) != 0) {
        layers[bytes[at] & 1].pax(
            (bytes[at + 1] & 0x20) != 0
                ? "SCHILY.xattr.security.capability"
                : "LIBARCHIVE.xattr.security.capability",
            java.util.Arrays.copyOfRange(bytes, at + 4, end));
      }
      layers[bytes[at] & 1].member(
          "0123567gS".charAt((bytes[at + 1] & 0xff) % 9),
          text.substring(0, cut).replace('\0', '/'),
          text.substring(cut).replace('\0', '/'),
          new byte[(bytes[at + 1] & 0x80) >> 4],
          bytes[at]);
      at = end;
    }
    MergedTree tree = new MergedTree();
    for (ImageBuilder.Layer layer : layers) {
      try {
        LayerFacts facts = read(layer.bytes());
        tree.apply(facts.listing(), new Checking(tree));
      } catch (IOException refused) {
        tree.skip();
      }
    }
    for (int node = 0; node < tree.nodes(); node++) {
      // What shows is found again under its own path; names that are not UTF-8 have none.
      if (tree.isVisible(node)
          && (tree.isFile(node) || tree.isDirectory(node))
          && tree.path(node).indexOf('\ufffd') < 0
          && tree.resolve(tree.path(node)) != node) {
        throw new AssertionError("not found again: " + tree.path(node));
      }
    }
  }

  private static LayerFacts read(byte[] layer) throws Exception {
    Examiner examiner =
        new Examiner(List.of(new ContentDetector(), EntryDetector.ofDirectories()), SMALL);
    Digest digest = Digest.sha256(MessageDigest.getInstance("SHA-256").digest(layer));
    return new LayerReader(examiner, SMALL, read -> {})
        .read(new LayerSource(0, digest, null, new Bytes(layer)));
  }

  private record Checking(MergedTree tree) implements MergedTree.Placement {
    @Override
    public void placed(int position, int node, Listing.Kind kind, boolean elsewhere) {
      if (!tree.isFile(node) || tree.position(node) != position) {
        throw new AssertionError("placed wrongly: " + tree.path(node));
      }
    }

    @Override
    public void directory(Listing.Cursor record, int node, boolean elsewhere) {
      if (!tree.isDirectory(node) || tree.position(node) != record.position()) {
        throw new AssertionError("placed wrongly: " + tree.path(node));
      }
    }

    @Override
    public void problem(String path, String what) {
      if (what.isEmpty()) {
        throw new AssertionError("no reason");
      }
    }
  }
}
