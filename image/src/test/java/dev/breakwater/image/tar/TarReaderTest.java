package dev.breakwater.image.tar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.image.ImageBuilder;
import dev.breakwater.image.Programs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives of the real {@code tar}, read beside commons-compress. */
class TarReaderTest {
  @TempDir private Path directory;

  /** One member as both readers can describe it. */
  private static String describe(
      String type, String name, String link, long size, int mode, long uid, byte[] content) {
    return type
        + " "
        + name
        + (link.isEmpty() ? "" : " -> " + link)
        + " "
        + size
        + " "
        + Integer.toOctalString(mode)
        + " "
        + uid
        + " "
        + Arrays.hashCode(content);
  }

  private static List<String> ours(byte[] archive, int buffer) throws IOException {
    List<String> members = new ArrayList<>();
    TarReader tar = new TarReader(new Trickle(archive), buffer);
    TarEntry entry;
    while ((entry = tar.next()) != null) {
      members.add(
          describe(
              entry.type().name(),
              new String(entry.name(), UTF_8),
              new String(entry.linkName(), UTF_8),
              entry.size(),
              entry.mode(),
              entry.uid(),
              tar.content().readAllBytes()));
    }
    return members;
  }

  private static List<String> theirs(byte[] archive) throws IOException {
    List<String> members = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new ByteArrayInputStream(archive), "UTF-8")) {
      TarArchiveEntry entry;
      while ((entry = tar.getNextEntry()) != null) {
        String type =
            entry.isDirectory()
                ? "DIRECTORY"
                : entry.isSymbolicLink()
                    ? "SYMLINK"
                    : entry.isLink() ? "HARD_LINK" : entry.isFile() ? "FILE" : "OTHER";
        members.add(
            describe(
                type,
                entry.getName(),
                entry.getLinkName(),
                type.equals("FILE") ? entry.getRealSize() : 0,
                entry.getMode() & 07777,
                entry.getLongUserId(),
                type.equals("FILE") ? tar.readAllBytes() : new byte[0]));
      }
    }
    return members;
  }

  /** Gives as few bytes at a time as a network may. */
  private static final class Trickle extends ByteArrayInputStream {
    private final Random random = new Random(7);

    Trickle(byte[] bytes) {
      super(bytes);
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) {
      return super.read(target, offset, Math.min(length, 1 + random.nextInt(2000)));
    }
  }

  private Path tree() throws IOException {
    Path root = Files.createDirectory(directory.resolve("root"));
    Files.writeString(root.resolve("small"), "hello");
    Files.write(root.resolve("blocks"), new byte[1024]);
    Files.createDirectories(root.resolve("a/b/c"));
    Files.writeString(root.resolve("a/b/c/" + "n".repeat(90)), "long");
    Files.createSymbolicLink(root.resolve("link"), Path.of("a/b"));
    Files.createLink(root.resolve("same"), root.resolve("small"));
    return root;
  }

  private byte[] tar(Path root, String... options) throws IOException, InterruptedException {
    Path archive = directory.resolve("archive.tar");
    List<String> command = new ArrayList<>(List.of("tar", "-C", root.toString(), "-cf"));
    command.add(archive.toString());
    command.addAll(List.of("--sort=name", "--owner=12345", "--group=54321"));
    command.addAll(List.of(options));
    command.add(".");
    Programs.run(directory, command.toArray(String[]::new));
    return Files.readAllBytes(archive);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v7", "ustar", "oldgnu", "gnu", "posix"})
  void readsWhatTarWrites(String format) throws Exception {
    Path root = tree();
    if (!format.equals("v7") && !format.equals("ustar")) {
      Path deep = root.resolve("d".repeat(120)).resolve("é".repeat(100));
      Files.createDirectories(deep);
      Files.writeString(deep.resolve("f"), "deep");
      Files.createSymbolicLink(root.resolve("far"), Path.of("t".repeat(300)));
      Files.createLink(root.resolve("samedeep"), deep.resolve("f"));
    }
    byte[] archive = tar(root, "--format=" + format);
    assertThat(ours(archive, 512)).isEqualTo(theirs(archive)).hasSizeGreaterThan(7);
    assertThat(ours(archive, 65536)).isEqualTo(theirs(archive));
  }

  @ParameterizedTest
  @CsvSource({"gnu,", "posix,0.0", "posix,0.1", "posix,1.0"})
  void readsSparseFiles(String format, String version) throws Exception {
    Path root = Files.createDirectory(directory.resolve("sparse"));
    try (RandomAccessFile file = new RandomAccessFile(root.resolve("holes").toFile(), "rw")) {
      for (int part = 0; part < 60; part++) {
        file.seek(part * 1_000_000L + 300_000);
        file.write(("part " + part).getBytes(UTF_8));
      }
      file.setLength(70_000_000);
    }
    Files.writeString(root.resolve("tail"), "after");
    byte[] archive =
        version == null
            ? tar(root, "--format=" + format, "-S")
            : tar(root, "--format=" + format, "-S", "--sparse-version=" + version);
    assertThat(archive.length).isLessThan(1_000_000);
    List<String> members = ours(archive, 4096);
    assertThat(members).hasSize(3).anySatisfy(member -> assertThat(member).contains("70000000"));
    String wanted =
        describe(
            "FILE",
            "./holes",
            "",
            70_000_000,
            0644,
            12345,
            Files.readAllBytes(root.resolve("holes")));
    assertThat(members.get(1)).isEqualTo(wanted);
    assertThat(members.get(2)).startsWith("FILE ./tail 5");
  }

  @Test
  void holesThatNobodyReadsCostNothing() throws Exception {
    Path root = Files.createDirectory(directory.resolve("huge"));
    try (RandomAccessFile file = new RandomAccessFile(root.resolve("huge").toFile(), "rw")) {
      file.setLength(10L << 30);
      file.seek(5L << 30);
      file.write(1);
    }
    byte[] archive = tar(root, "--format=gnu", "-S");
    long before = System.nanoTime();
    TarReader tar = new TarReader(new ByteArrayInputStream(archive), 512);
    tar.next();
    TarEntry huge = tar.next();
    assertThat(huge.size()).isEqualTo(10L << 30);
    assertThat(huge.sparse()).isTrue();
    assertThat(tar.next()).isNull();
    assertThat(System.nanoTime() - before).isLessThan(2_000_000_000L);
  }

  @Test
  void readsLargeOwnersAndSizes() throws Exception {
    Path root = Files.createDirectory(directory.resolve("owner"));
    Files.writeString(root.resolve("f"), "x");
    for (String format : List.of("gnu", "posix")) {
      byte[] archive = tar(root, "--format=" + format, "--owner=4000000000", "--group=4000000001");
      TarReader tar = new TarReader(new ByteArrayInputStream(archive), 512);
      tar.next();
      TarEntry file = tar.next();
      assertThat(file.uid()).isEqualTo(4000000000L);
      assertThat(file.gid()).isEqualTo(4000000001L);
    }
  }

  @Test
  void globalHeadersHaveNoEffect() throws Exception {
    byte[] archive =
        concatenate(
            member('g', "pax_global", "19 path=everywhere\n"),
            member('0', "name", "content"),
            new byte[1024]);
    assertThat(ours(archive, 512)).singleElement().asString().startsWith("FILE name 7");
  }

  @Test
  void longNameOutranksPaxPath() throws Exception {
    byte[] archive =
        concatenate(
            member('x', "pax", "12 path=pax\n"),
            member('L', "long", "gnu\0"),
            member('0', "name", ""),
            member('x', "pax", "12 path=pax\n"),
            member('x', "pax", "16 linkpath=ppp\n"),
            member('0', "name", ""));
    assertThat(ours(archive, 512))
        .extracting(member -> member.split(" ")[1])
        .containsExactly("gnu", "name");
  }

  @Test
  void endsAtTwoZeroBlocksWhateverFollows() throws Exception {
    byte[] archive =
        concatenate(member('0', "a", "1"), new byte[1024], member('0', "b", "2"), new byte[7]);
    assertThat(ours(archive, 512)).hasSize(1);
  }

  @Test
  void missingEndAndPaddingAreNoError() throws Exception {
    byte[] archive = member('0', "a", "123");
    assertThat(ours(archive, 512)).hasSize(1);
    assertThat(ours(Arrays.copyOf(archive, 515), 512)).hasSize(1);
    assertThat(ours(new byte[0], 512)).isEmpty();
    assertThat(ours(new byte[512], 512)).isEmpty();
  }

  @Test
  void truncatedArchivesAreErrors() {
    byte[] archive = member('0', "a", "x".repeat(2000));
    for (int length : new int[] {513, 1000, 2000, 2511}) {
      assertThatThrownBy(() -> ours(Arrays.copyOf(archive, length), 512))
          .isInstanceOf(TarException.class)
          .hasMessageContaining("truncated");
      assertThatThrownBy(() -> skipAll(Arrays.copyOf(archive, length)))
          .isInstanceOf(TarException.class)
          .hasMessageContaining("truncated");
    }
  }

  private static void skipAll(byte[] archive) throws IOException {
    TarReader tar = new TarReader(new ByteArrayInputStream(archive), 512);
    while (tar.next() != null) {}
  }

  @Test
  void whatIsNoArchiveIsSaidSo() {
    for (byte[] bytes :
        List.of("no tar".getBytes(UTF_8), "x".repeat(5000).getBytes(UTF_8), new byte[] {1})) {
      assertThatThrownBy(() -> skipAll(bytes))
          .isInstanceOf(TarException.class)
          .hasMessage("it is not a tar archive");
    }
  }

  @Test
  void damagedHeadersAreErrors() {
    byte[] archive = concatenate(member('0', "a", "1"), member('0', "b", "2"));
    archive[1024 + 2] ^= 1;
    assertThatThrownBy(() -> skipAll(archive)).hasMessageContaining("checksum");
  }

  @Test
  void hostileHeadersAreErrors() {
    for (byte[] archive :
        List.of(
            member('x', "pax", "99 path=short\n"),
            member('x', "pax", "6 a=\n"),
            member('x', "pax", "0 path=x\n"),
            member('x', "pax", "-12 path=abc\n"),
            member('x', "pax", "99999999999999999999 path=abc\n"),
            member('x', "pax", "13 path=a\0c\n\n"),
            member('x', "pax", "13 size=12x4\n"))) {
      assertThatThrownBy(() -> skipAll(concatenate(archive, member('0', "a", ""))))
          .isInstanceOf(TarException.class);
    }
  }

  @Test
  void hostileSparseMapsAreErrors() {
    String header = "22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n27 GNU.sparse.realsize=100\n";
    for (String map :
        List.of("1\n0\n200\n", "2\n50\n10\n40\n10\n", "9999999\n", "x\n", "1\n-5\n1\n", "")) {
      byte[] archive =
          concatenate(
              member('x', "pax", header),
              member('0', "a", map.isEmpty() ? "" : map + "\0".repeat(512 - map.length())));
      assertThatThrownBy(() -> skipAll(archive)).isInstanceOf(TarException.class);
    }
  }

  @Test
  void contentCanBeReadInPart() throws Exception {
    byte[] archive = concatenate(member('0', "a", "x".repeat(5000)), member('0', "b", "yes"));
    TarReader tar = new TarReader(new ByteArrayInputStream(archive), 512);
    tar.next();
    InputStream content = tar.content();
    assertThat(content.read()).isEqualTo('x');
    assertThat(content.skip(3000)).isEqualTo(3000);
    tar.next();
    assertThat(tar.contentOffset()).isEqualTo(512 + 5120 + 512);
    assertThat(tar.content().readAllBytes()).isEqualTo("yes".getBytes(UTF_8));
  }

  @Test
  void headersOfAnyKindAreReadAsCommonsCompressReadsThem() throws Exception {
    // Random trees, because the formats have many corners.
    Random random = new Random(20261121);
    for (int round = 0; round < 5; round++) {
      Path root = Files.createDirectory(directory.resolve("random" + round));
      TreeMap<Integer, Path> made = new TreeMap<>();
      for (int i = 0; i < 30; i++) {
        String name = "f".repeat(1 + random.nextInt(240)) + i;
        Path file = Files.write(root.resolve(name), new byte[random.nextInt(3000)]);
        made.put(i, file);
        if (random.nextInt(4) == 0) {
          Files.createLink(root.resolve("h" + i), made.get(random.nextInt(i + 1)));
        }
      }
      byte[] archive = tar(root, "--format=" + (round % 2 == 0 ? "gnu" : "posix"));
      assertThat(ours(archive, 512)).isEqualTo(theirs(archive));
    }
  }

  private static byte[] member(char type, String name, String content) {
    byte[] layer =
        new ImageBuilder.Layer().member(type, name, "", content.getBytes(UTF_8), 0644).bytes();
    return Arrays.copyOf(layer, layer.length - 1024);
  }

  private static byte[] concatenate(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
