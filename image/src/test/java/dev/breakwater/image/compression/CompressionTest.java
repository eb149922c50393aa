package dev.breakwater.image.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Both decoders read the same and refuse the same. */
class CompressionTest {
  static Stream<Arguments> decoders() {
    return Stream.of(
        Arguments.of("JDK", (Supplier<DeflateDecoder>) JdkDecoder::new),
        Arguments.of("ISA-L", (Supplier<DeflateDecoder>) CompressionTest::isal));
  }

  private static DeflateDecoder isal() {
    DeflateDecoder decoder = IsalDecoder.open();
    if (decoder == null) {
      throw new AssertionError("this test needs libisal.so.2: install libisal2 with apt-get");
    }
    return decoder;
  }

  private static byte[] content(Random random, int length) {
    byte[] content = new byte[length];
    int at = 0;
    while (at < length) {
      int run = Math.min(length - at, 1 + random.nextInt(5000));
      if (random.nextBoolean()) {
        Arrays.fill(content, at, at + run, (byte) random.nextInt());
      } else {
        for (int i = at; i < at + run; i++) {
          content[i] = (byte) random.nextInt(random.nextBoolean() ? 4 : 256);
        }
      }
      at += run;
    }
    return content;
  }

  private static byte[] gzip(byte[] content, int level) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        new GZIPOutputStream(bytes) {
          {
            def.setLevel(level);
          }
        }) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  /** Gives any number of bytes at a time. */
  private static ByteArrayInputStream trickle(byte[] bytes, int seed) {
    Random random = new Random(seed);
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        int most = random.nextInt(4) == 0 ? 3 : 70_000;
        return super.read(target, offset, Math.min(length, 1 + random.nextInt(most)));
      }
    };
  }

  private static byte[] read(byte[] compressed, DeflateDecoder decoder, int seed)
      throws IOException {
    try (GzipStream stream = new GzipStream(trickle(compressed, seed), decoder)) {
      return stream.readAllBytes();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("decoders")
  void readsGzipOfAnyLevelAndLength(String name, Supplier<DeflateDecoder> decoder)
      throws IOException {
    Random random = new Random(1);
    for (int round = 0; round < 60; round++) {
      byte[] content = content(random, round < 5 ? round : random.nextInt(1_000_000));
      int level = round % 10;
      assertThat(read(gzip(content, level), decoder.get(), round))
          .as("round %d of %s", round, name)
          .isEqualTo(content);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("decoders")
  void readsManyMembersAndLeavesOutWhatFollows(String name, Supplier<DeflateDecoder> decoder)
      throws IOException {
    Random random = new Random(2);
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (int member = 0; member < 200; member++) {
      byte[] content = content(random, random.nextInt(member % 10 == 0 ? 100_000 : 20));
      whole.writeBytes(content);
      compressed.writeBytes(gzip(content, 1 + member % 9));
    }
    for (int seed = 0; seed < 10; seed++) {
      assertThat(read(compressed.toByteArray(), decoder.get(), seed))
          .as(name)
          .isEqualTo(whole.toByteArray());
    }
    compressed.writeBytes(new byte[1000]);
    assertThat(read(compressed.toByteArray(), decoder.get(), 1)).isEqualTo(whole.toByteArray());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("decoders")
  void refusesDamage(String name, Supplier<DeflateDecoder> decoder) throws IOException {
    Random random = new Random(3);
    byte[] compressed = gzip(content(random, 100_000), 6);
    for (int length : new int[] {2, 9, 11, 5000, compressed.length - 8, compressed.length - 1}) {
      assertThatThrownBy(() -> read(Arrays.copyOf(compressed, length), decoder.get(), 1))
          .as("%s cut at %d", name, length)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("truncated");
    }
    for (int round = 0; round < 200; round++) {
      byte[] damaged = compressed.clone();
      damaged[10 + random.nextInt(damaged.length - 10)] ^= (byte) (1 << random.nextInt(8));
      assertThatThrownBy(() -> read(damaged, decoder.get(), 1))
          .as("%s, round %d", name, round)
          .isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("decoders")
  void readsHeadersWithEveryField(String name, Supplier<DeflateDecoder> decoder)
      throws IOException {
    byte[] content = content(new Random(4), 10_000);
    byte[] plain = gzip(content, 6);
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    compressed.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 31, 0, 0, 0, 0, 0, 0});
    compressed.writeBytes(new byte[] {3, 0, 'e', 'x', 't', 'n', 0, 'c', 0, 1, 2});
    compressed.write(plain, 10, plain.length - 10);
    assertThat(read(compressed.toByteArray(), decoder.get(), 1)).as(name).isEqualTo(content);
  }

  @Test
  void tellsCompressionsApart() throws IOException {
    byte[] content = content(new Random(5), 100_000);
    ByteArrayOutputStream zstd = new ByteArrayOutputStream();
    for (int frame = 0; frame < 2; frame++) {
      try (ZstdOutputStream out = new ZstdOutputStream(zstd)) {
        out.write(content, frame * 50_000, 50_000);
      }
    }
    check(content, content, Compression.NONE);
    check(gzip(content, 6), content, Compression.GZIP);
    check(zstd.toByteArray(), content, Compression.ZSTD);
    check(new byte[0], new byte[0], Compression.NONE);
    assertThatThrownBy(() -> open(Arrays.copyOf(zstd.toByteArray(), 9000)).content().readAllBytes())
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> open(new byte[] {'B', 'Z', 'h', '9', 1, 1}))
        .hasMessageContaining("bzip2");
    assertThatThrownBy(() -> open(new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0}))
        .hasMessageContaining("xz");
  }

  private static void check(byte[] compressed, byte[] content, Compression wanted)
      throws IOException {
    Compression.Opened opened = open(compressed);
    assertThat(opened.compression()).isEqualTo(wanted);
    assertThat(opened.content().readAllBytes()).isEqualTo(content);
    opened.content().close();
  }

  private static Compression.Opened open(byte[] compressed) throws IOException {
    return Compression.open(new ByteArrayInputStream(compressed), true);
  }

  @Test
  void deflaterOfManyStrategiesIsReadByBoth() throws IOException {
    Random random = new Random(6);
    byte[] content = content(random, 300_000);
    for (int strategy :
        new int[] {Deflater.DEFAULT_STRATEGY, Deflater.FILTERED, Deflater.HUFFMAN_ONLY}) {
      Deflater deflater = new Deflater(9, true);
      deflater.setStrategy(strategy);
      deflater.setInput(content);
      deflater.finish();
      byte[] deflated = new byte[400_000];
      int length = 0;
      while (!deflater.finished()) {
        length += deflater.deflate(deflated, length, deflated.length - length);
      }
      deflater.end();
      try (DeflateDecoder jdk = new JdkDecoder();
          DeflateDecoder isal = isal()) {
        assertThat(decode(isal, deflated, length)).isEqualTo(content);
        assertThat(decode(jdk, deflated, length)).isEqualTo(content);
      }
    }
  }

  private static byte[] decode(DeflateDecoder decoder, byte[] deflated, int length)
      throws IOException {
    decoder.reset();
    decoder.input(deflated, 0, length);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    byte[] buffer = new byte[777];
    int count;
    while ((count = decoder.decode(buffer, 0, buffer.length)) > 0) {
      content.write(buffer, 0, count);
    }
    assertThat(decoder.finished()).isTrue();
    assertThat(decoder.unused()).isZero();
    return content.toByteArray();
  }
}
