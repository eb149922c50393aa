package dev.breakwater.image;

import dev.breakwater.image.overlay.LayerPath;
import dev.breakwater.image.overlay.Listing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * A layer as overlayfs keeps it: a directory in which a character device 0/0 hides what is below,
 * and an attribute says that a directory hides all that is below it. Every directory is listed
 * before what it holds, so that, as overlayfs shows it, nothing of it lands where a link of a lower
 * layer leads.
 *
 * @see <a href="https://docs.kernel.org/filesystems/overlayfs.html">overlayfs</a>
 */
final class OverlayDirectory {
  /** What overlayfs writes depends on whether it was mounted for a user. */
  private static final String[] ATTRIBUTES = {"trusted.overlay.", "user.overlay."};

  /**
   * Where it may make no devices, fuse-overlayfs marks what is gone as layer archives do, and keeps
   * owners and opaque directories in ways of its own. No layer's file has such a name.
   */
  private static final String FUSE_WHITEOUT = ".wh.";

  private static final byte[] NOTHING = new byte[0];

  private final Path root;
  private final Examiner examiner;
  private final Limits limits;

  OverlayDirectory(Path root, Examiner examiner, Limits limits) {
    this.root = root;
    this.examiner = examiner;
    this.limits = limits;
  }

  /**
   * The directory uses a feature of overlayfs that its layers cannot be understood by alone: what
   * it shows can only be read where it is mounted.
   */
  static final class NeedsMountException extends IOException {
    private static final long serialVersionUID = 1L;

    NeedsMountException(String message) {
      super(message);
    }
  }

  /** A directory still to be listed; the path is not compared. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Pending(Path directory, byte[] path, boolean hasMarkedWhiteouts) {}

  /**
   * Reads the layer.
   *
   * @throws NeedsMountException where only the mounted file system shows what is in it
   * @throws IOException where it cannot be read; the message is for people
   */
  LayerFacts read() throws IOException {
    return new Walk().run();
  }

  /** One walk over the directory. */
  private final class Walk {
    private final Listing listing = new Listing();
    private final LayerReader.Collector facts = new LayerReader.Collector(limits.failures());
    private final List<LayerFacts.Unplaced> problems = new ArrayList<>();
    private final Deque<Pending> pending = new ArrayDeque<>();

    LayerFacts run() throws IOException {
      pending.add(new Pending(root, NOTHING, false));
      while (!pending.isEmpty()) {
        // The deepest first, so that only one branch of the tree is pending at a time.
        list(pending.removeLast());
      }
      facts.addRest(problems);
      return new LayerFacts(listing, facts.facts, problems);
    }

    private void list(Pending directory) throws IOException {
      List<Path> entries = new ArrayList<>();
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory.directory())) {
        for (Path entry : stream) {
          entries.add(entry);
        }
      } catch (DirectoryIteratorException e) {
        failed(directory.path(), String.valueOf(e.getCause()));
      } catch (NoSuchFileException vanished) {
        // As if it had not been there.
      } catch (IOException e) {
        if (directory.path().length == 0) {
          throw e;
        }
        failed(directory.path(), message(e));
      }
      Collections.sort(entries);
      for (Path entry : entries) {
        visit(directory, entry);
      }
    }

    private void visit(Pending parent, Path entry) throws IOException {
      byte[] name = PathBytes.nameBytes(entry);
      if (text(name).startsWith(FUSE_WHITEOUT)) {
        throw new NeedsMountException("it is written by fuse-overlayfs");
      }
      byte[] path = below(parent.path(), name);
      if (path.length > LayerPath.MAX_BYTES) {
        failed(path, "its path is longer than any program can open");
        return;
      }
      try {
        FileStatus status = FileStatus.of(entry);
        if (status.isDirectory()) {
          directory(entry, path, status);
        } else if (status.isWhiteout()
            || (parent.hasMarkedWhiteouts() && isMarked(entry, status))) {
          add(Listing.Kind.WHITEOUT, path, status, 0, NOTHING);
        } else if (status.isFile()) {
          file(entry, path, status);
        } else if (status.isLink()) {
          byte[] target = PathBytes.of(Files.readSymbolicLink(entry));
          add(Listing.Kind.SYMLINK, path, status, 0, target);
        } else {
          add(Listing.Kind.OTHER, path, status, 0, NOTHING);
        }
      } catch (NoSuchFileException vanished) {
        // As if it had not been there.
      } catch (NeedsMountException e) {
        throw e;
      } catch (IOException e) {
        failed(path, message(e));
      }
    }

    private int add(
        Listing.Kind kind, byte[] path, FileStatus status, long capabilities, byte[] target)
        throws IOException {
      return listing.add(
          kind,
          path,
          kind == Listing.Kind.FILE ? status.size() : 0,
          status.mode() & 07777,
          status.uid(),
          status.gid(),
          capabilities,
          target);
    }

    private void directory(Path entry, byte[] path, FileStatus status) throws IOException {
      if (attribute(entry, "redirect") >= 0) {
        throw new NeedsMountException("a directory of it is another, renamed");
      }
      add(Listing.Kind.DIRECTORY, path, status, 0, NOTHING);
      int opaque = attribute(entry, "opaque");
      if (opaque == 'y') {
        add(Listing.Kind.OPAQUE, path, status, 0, NOTHING);
      }
      pending.add(new Pending(entry, path, opaque == 'x'));
    }

    private void file(Path entry, byte[] path, FileStatus status) throws IOException {
      long capabilities = examiner.wantsCapabilities() ? FileCapabilities.of(entry, status) : 0;
      int position = add(Listing.Kind.FILE, path, status, capabilities, NOTHING);
      FileEntry file = status.entry(text(path), capabilities);
      long wanting = examiner.wanting(file);
      if (wanting != 0) {
        if (attribute(entry, "metacopy") >= 0) {
          throw new NeedsMountException("a file of it has its content in another layer");
        }
        facts.file = position;
        examiner.examine(file, wanting, entry, facts);
      }
    }

    /** Inside an overlay another overlay marks whiteouts by an attribute instead. */
    private static boolean isMarked(Path entry, FileStatus status) throws IOException {
      return status.isFile() && status.size() == 0 && attribute(entry, "whiteout") >= 0;
    }

    private void failed(byte[] path, String why) {
      if (problems.size() < limits.failures()) {
        problems.add(new LayerFacts.Unplaced(text(path), "tried to look at it: " + why));
      }
    }
  }

  private static int attribute(Path entry, String name) throws IOException {
    for (String prefix : ATTRIBUTES) {
      int value = ExtendedAttributes.firstByte(entry, prefix + name);
      if (value >= 0) {
        return value;
      }
    }
    return -1;
  }

  private static byte[] below(byte[] directory, byte[] name) {
    if (directory.length == 0) {
      return name;
    }
    byte[] path = new byte[directory.length + 1 + name.length];
    System.arraycopy(directory, 0, path, 0, directory.length);
    path[directory.length] = '/';
    System.arraycopy(name, 0, path, directory.length + 1, name.length);
    return path;
  }

  private static String text(byte[] path) {
    return new String(path, StandardCharsets.UTF_8);
  }

  /** Shows the detectors files that they have not seen under these paths. */
  List<LayerFacts.Fact> readAgain(List<LayerReader.Again> again) {
    LayerReader.Collector facts = new LayerReader.Collector(limits.failures());
    for (int i = 0; i < again.size(); i++) {
      LayerReader.Again one = again.get(i);
      facts.file = i;
      examiner.examine(one.file(), one.detectors(), PathBytes.resolve(root, one.place()), facts);
    }
    return facts.facts;
  }

  private static String message(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
