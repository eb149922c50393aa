package dev.breakwater.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Progress;
import dev.breakwater.image.ImageBuilder.Layer;
import dev.breakwater.image.container.ContainerRoot;
import dev.breakwater.image.container.RunningContainer;
import dev.breakwater.image.overlay.Listing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What setcap grants is seen wherever the file lies. */
class FileCapabilitiesTest {
  private static final String SCHILY = "SCHILY.xattr.security.capability";
  private static final String LIBARCHIVE = "LIBARCHIVE.xattr.security.capability";
  private static final byte[] RAW = HexFormat.of().parseHex("0100000200300000" + "00".repeat(12));
  private static final Map<String, String> GRANTED =
      Map.of(
          "ping", "cap_net_raw+ep",
          "web", "cap_net_bind_service,cap_net_admin+p",
          "new", "cap_checkpoint_restore,cap_bpf,cap_chown+eip");

  @TempDir private Path directory;
  private final EntryDetector asking = EntryDetector.ofCapabilities();

  private Map<String, String> seen(ImageSource source, EntryDetector detector) throws Exception {
    try (Image image = Images.open(source, OverlayTest.OPTIONS, Progress.SILENT)) {
      ImageFacts facts = image.examine(List.of(detector), Progress.SILENT);
      assertThat(facts.problems()).isEmpty();
      Map<String, String> seen = new TreeMap<>();
      detector
          .entries(facts)
          .forEach((path, fact) -> {
            String[] words = fact.split(" ");
            seen.put(path, words.length > 2 ? words[2] : "");
          });
      return seen;
    }
  }

  private Map<String, String> seen(Layer... layers) throws Exception {
    ImageBuilder builder = new ImageBuilder();
    for (Layer layer : layers) {
      builder.layer(layer);
    }
    Path archive = builder.writeDockerArchive(directory.resolve("image.tar"));
    return seen(new ImageSource.DockerArchive(archive), EntryDetector.ofFiles());
  }

  /** A directory with programs that setcap has granted something. */
  private Path programs() throws Exception {
    Path root = Files.createDirectory(directory.resolve("root"));
    for (String name : List.of("ping", "web", "new", "none")) {
      Files.copy(Path.of("/bin/true"), root.resolve(name));
      if (GRANTED.containsKey(name)) {
        Programs.run(root, "/usr/sbin/setcap", GRANTED.get(name), name);
      }
    }
    Files.copy(root.resolve("none"), root.resolve("plain"));
    Programs.run(root, "/usr/sbin/setcap", "cap_net_raw+ep", "plain");
    Programs.run(root, "chmod", "0644", "plain");
    return root;
  }

  /** What getcap says, its names as the numbers that capsh knows them by. */
  private static Map<String, String> wanted(Path root) throws Exception {
    Map<String, String> wanted = new TreeMap<>();
    for (String name : List.of("ping", "web", "new", "none")) {
      wanted.put(name, "");
      String said = Programs.run(root, "/usr/sbin/getcap", name).strip();
      if (!said.isEmpty()) {
        String names = said.substring(said.indexOf(' ') + 1, said.lastIndexOf('='));
        long bits = 0;
        for (int bit = 0; bit < 64; bit++) {
          String decoded =
              Programs.run(root, "/usr/sbin/capsh", "--decode=" + Long.toHexString(1L << bit));
          String one = decoded.strip().substring(decoded.indexOf('=') + 1);
          bits |= Arrays.asList(names.split(",")).contains(one) ? 1L << bit : 0;
        }
        wanted.put(name, Long.toHexString(bits));
      }
    }
    return wanted;
  }

  @Test
  void whatSetcapGrantsIsSeenOnDiskAndInArchives() throws Exception {
    Path root = programs();
    Map<String, String> wanted = wanted(root);
    assertThat(wanted).containsEntry("ping", "2000").containsEntry("none", "");
    wanted.put("plain", "");

    assertThat(seen(new ImageSource.Directory(root), asking)).isEqualTo(wanted);
    assertThat(seen(new ImageSource.Directory(root), EntryDetector.ofFiles()).values())
        .as("nobody asks")
        .containsOnly("");
    Path upper = Files.createDirectory(directory.resolve("upper"));
    Files.copy(Path.of("/bin/true"), upper.resolve("upper"));
    Programs.run(upper, "/usr/sbin/setcap", "cap_chown+p", "upper");
    RunningContainer container =
        new RunningContainer(
            "id",
            "name",
            "runc",
            null,
            null,
            new ContainerRoot.Overlay(List.of(root), upper),
            null);
    wanted.put("upper", "1");
    assertThat(seen(new ImageSource.Running(container), asking)).isEqualTo(wanted);

    // An archive says so of files that nobody may execute, too.
    wanted.remove("upper");
    wanted.put("plain", "2000");
    Path gnu = directory.resolve("gnu.tar");
    Programs.run(
        root, "tar", "--xattrs", "--xattrs-include=*", "--format=pax", "-cf", gnu.toString(), ".");
    assertThat(seen(Layer.of(Files.readAllBytes(gnu)))).isEqualTo(wanted);
    Path bsd = directory.resolve("bsd.tar");
    Programs.run(root, "bsdtar", "--xattrs", "--format=pax", "-cf", bsd.toString(), ".");
    byte[] archive = Files.readAllBytes(bsd);
    assertThat(seen(Layer.of(archive))).isEqualTo(wanted);
    // Without the plain record the encoded one is read.
    replace(archive, "SCHILY.xattr.security", "SCHILY.xattr.secUrity");
    assertThat(seen(Layer.of(archive))).isEqualTo(wanted);
  }

  private static void replace(byte[] bytes, String text, String other) {
    String all = new String(bytes, StandardCharsets.ISO_8859_1);
    assertThat(all).contains(text);
    byte[] replaced = all.replace(text, other).getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(replaced, 0, bytes, 0, bytes.length);
  }

  @Test
  void everyNameOfAHardLinkGrantsTheSame() throws Exception {
    assertThat(
            seen(
                new Layer()
                    .pax(SCHILY, RAW)
                    .file("a", new byte[1], 0755)
                    .file("c", "")
                    .hardLink("b", "a"),
                new Layer().hardLink("d", "b").hardLink("e", "c")))
        .isEqualTo(Map.of("a", "3000", "b", "3000", "c", "", "d", "3000", "e", ""));
  }

  @Test
  void listsOfMembersKeepThemInTheCache() throws Exception {
    Listing listing = new Listing();
    long[] granted = {0, 1, 0x3000, 1L << 40, -1, 0};
    int[] positions = new int[granted.length];
    for (int i = 0; i < granted.length; i++) {
      byte[] path = ("bin/" + i).getBytes(StandardCharsets.UTF_8);
      positions[i] = listing.add(Listing.Kind.FILE, path, 7, 06755, 1, 2, granted[i], new byte[0]);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    listing.write(new DataOutputStream(bytes));
    Listing read = Listing.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    Listing.Cursor cursor = read.cursor();
    for (int i = 0; i < granted.length; i++) {
      assertThat(cursor.next()).isTrue();
      for (Listing.Member member : List.of(cursor, read.at(positions[i]))) {
        assertThat(member.capabilities()).isEqualTo(granted[i]);
        assertThat(member.mode()).isEqualTo(06755);
        assertThat(member.gid()).isEqualTo(2);
      }
    }
    assertThat(cursor.next()).isFalse();
  }

  @Test
  void whatTheKernelWouldNotAcceptGrantsNothing() throws Exception {
    assertThat(FileCapabilities.permitted(RAW)).isEqualTo(0x3000);
    byte[] first = HexFormat.of().parseHex("000000013000000080000000");
    assertThat(FileCapabilities.permitted(first)).isEqualTo(0x30);
    byte[] second = HexFormat.of().parseHex("01000002010000800000000001ffff8000000000");
    assertThat(FileCapabilities.permitted(second)).isEqualTo(0x80ffff0180000001L);
    byte[] third = Arrays.copyOf(second, 24);
    assertThat(FileCapabilities.permitted(third)).isZero();
    third[3] = 3;
    assertThat(FileCapabilities.permitted(third)).isEqualTo(0x80ffff0180000001L);
    for (int length = 0; length < 64; length++) {
      for (int revision = 0; revision < 256; revision++) {
        byte[] value = new byte[length];
        Arrays.fill(value, (byte) -1);
        if (length > 3) {
          value[3] = (byte) revision;
        }
        boolean known =
            (revision == 1 && length == 12)
                || (revision == 2 && length == 20)
                || (revision == 3 && length == 24);
        assertThat(FileCapabilities.permitted(value) != 0)
            .as("%d bytes of revision %d", length, revision)
            .isEqualTo(known);
      }
    }
  }

  @Test
  void damagedRecordsOfAnArchiveGrantNothing() throws Exception {
    byte[] encoded = Base64.getEncoder().withoutPadding().encode(RAW);
    Layer layer = new Layer().pax(LIBARCHIVE, encoded).file("encoded", "");
    layer.pax(LIBARCHIVE, "!!".getBytes(StandardCharsets.UTF_8)).file("noBase64", "");
    layer.pax(LIBARCHIVE, Arrays.copyOf(encoded, 25)).file("cut", "");
    layer.pax(SCHILY, Arrays.copyOf(RAW, 19)).file("odd", "");
    layer.pax(SCHILY, new byte[0]).file("empty", "");
    layer.pax(SCHILY, new byte[100_000]).file("long", "");
    layer.pax("SCHILY.xattr.user.security.capability", RAW).file("other", "");
    layer.pax(SCHILY, RAW).directory("directory");
    layer.file("directory/after", "");
    Map<String, String> seen = seen(layer);
    assertThat(seen).containsEntry("encoded", "3000").hasSize(8);
    seen.remove("encoded");
    assertThat(seen.values()).containsOnly("");
  }

  @Test
  void whatIsNotThereOrHasNoSuchAttributeGrantsNothing() throws Exception {
    Path file = Files.copy(Path.of("/bin/true"), directory.resolve("program"));
    assertThat(FileCapabilities.of(file, FileStatus.of(file))).isZero();
    FileStatus status = FileStatus.of(file);
    Files.delete(file);
    assertThat(FileCapabilities.of(file, status)).isZero();
    Path proc = Path.of("/proc/self/status");
    assertThat(FileCapabilities.of(proc, FileStatus.of(Path.of("/bin/true")))).isZero();
  }
}
