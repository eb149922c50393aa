package dev.breakwater.image.compression;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Decodes with Intel's ISA-L, twice as fast as zlib, where the machine has {@code libisal.so.2}.
 *
 * <p>The offsets are those of {@code struct inflate_state} in {@code igzip_lib.h} of version 2.30
 * for 64-bit little-endian machines. The header promises no stable layout, so before its first use
 * the library decodes a stream whose content is known, in pieces; where anything differs it is not
 * used at all. Making the calls ready costs some 50 ms, so it is for large blobs only.
 *
 * @see <a href="https://github.com/intel/isa-l">Intel ISA-L</a>
 */
final class IsalDecoder implements DeflateDecoder {
  /** The state has 87,368 bytes in 2.30; another version may need a little more. */
  private static final long STATE_BYTES = 128 * 1024;

  private static final long NEXT_OUT = 0;
  private static final long AVAIL_OUT = 8;
  private static final long NEXT_IN = 16;
  private static final long READ_IN_LENGTH = 36;
  private static final long AVAIL_IN = 32;
  private static final long BLOCK_STATE = 21160;
  private static final int BLOCK_FINISH = 5;

  private static final int IN_BYTES = 64 * 1024;
  private static final int OUT_BYTES = 256 * 1024;

  /** The functions, found once. */
  private record Library(MethodHandle init, MethodHandle inflate) {
    private static final @Nullable Library LOADED = load();

    @SuppressWarnings("restricted") // calling a native library is what this class is for
    private static @Nullable Library load() {
      // For comparing the two decoders on one machine.
      if ("off".equals(System.getProperty("breakwater.isal"))) {
        return null;
      }
      try {
        SymbolLookup symbols = SymbolLookup.libraryLookup("libisal.so.2", Arena.global());
        Linker linker = Linker.nativeLinker();
        Library library =
            new Library(
                linker.downcallHandle(
                    symbols.findOrThrow("isal_inflate_init"),
                    FunctionDescriptor.ofVoid(ValueLayout.ADDRESS)),
                linker.downcallHandle(
                    symbols.findOrThrow("isal_inflate"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS)));
        return library.works() ? library : null;
      } catch (IllegalArgumentException
          | UnsupportedOperationException
          | java.util.NoSuchElementException
          | IllegalCallerException
          | LinkageError notThere) {
        return null;
      }
    }

    /** Decodes what zlib encoded, in small pieces and with a few bytes after the end. */
    private boolean works() {
      byte[] content = new byte[100_000];
      for (int i = 0; i < content.length; i++) {
        content[i] = (byte) (((i * i) >> 7) ^ (i % 251));
      }
      byte[] encoded = new byte[content.length + 1000];
      Deflater deflater = new Deflater(6, true);
      deflater.setInput(content);
      deflater.finish();
      int length = deflater.deflate(encoded);
      deflater.end();
      byte[] decoded = new byte[content.length];
      try (IsalDecoder decoder = new IsalDecoder(this)) {
        decoder.reset();
        int from = 0;
        int to = 0;
        int trailing = 3;
        while (!decoder.finished()) {
          int count = decoder.decode(decoded, to, Math.min(1000, decoded.length - to));
          to += count;
          if (count == 0 && !decoder.finished()) {
            int piece = Math.min(700, length + trailing - from);
            if (piece == 0) {
              return false;
            }
            decoder.input(encoded, from, piece);
            from += piece;
          }
        }
        return to == content.length
            && from - decoder.unused() == length
            && java.util.Arrays.equals(content, decoded);
      } catch (IOException differs) {
        return false;
      }
    }
  }

  private final Library library;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment state;
  private final MemorySegment in;
  private final MemorySegment out;

  private IsalDecoder(Library library) {
    this.library = library;
    state = arena.allocate(STATE_BYTES, 64);
    in = arena.allocate(IN_BYTES, 64);
    out = arena.allocate(OUT_BYTES, 64);
  }

  /** A decoder; null where the library is missing or is not the one we know. */
  static @Nullable IsalDecoder open() {
    Library library = Library.LOADED;
    return library == null ? null : new IsalDecoder(library);
  }

  private byte[] input = new byte[0];
  private int inputAt;
  private int inputLimit;

  @Override
  public void reset() {
    state.fill((byte) 0);
    try {
      library.init.invokeExact(state);
    } catch (Throwable e) {
      throw new IllegalStateException("isal_inflate_init failed", e);
    }
    inputAt = 0;
    inputLimit = 0;
  }

  @Override
  public void input(byte[] bytes, int offset, int length) {
    input = bytes;
    inputAt = offset;
    inputLimit = offset + length;
  }

  @Override
  public int decode(byte[] target, int offset, int length) throws IOException {
    while (!finished()) {
      if (state.get(ValueLayout.JAVA_INT, AVAIL_IN) == 0 && inputAt < inputLimit) {
        int piece = Math.min(IN_BYTES, inputLimit - inputAt);
        MemorySegment.copy(input, inputAt, in, ValueLayout.JAVA_BYTE, 0, piece);
        inputAt += piece;
        state.set(ValueLayout.ADDRESS, NEXT_IN, in);
        state.set(ValueLayout.JAVA_INT, AVAIL_IN, piece);
      }
      int room = Math.min(length, OUT_BYTES);
      int before = state.get(ValueLayout.JAVA_INT, AVAIL_IN);
      state.set(ValueLayout.ADDRESS, NEXT_OUT, out);
      state.set(ValueLayout.JAVA_INT, AVAIL_OUT, room);
      int result;
      try {
        result = (int) library.inflate.invokeExact(state);
      } catch (Throwable e) {
        throw new IOException("isal_inflate failed", e);
      }
      if (result < 0) {
        throw new IOException("the compressed data is damaged");
      }
      int written = room - state.get(ValueLayout.JAVA_INT, AVAIL_OUT);
      if (written > 0) {
        MemorySegment.copy(out, ValueLayout.JAVA_BYTE, 0, target, offset, written);
        return written;
      }
      int left = state.get(ValueLayout.JAVA_INT, AVAIL_IN);
      if (left == 0 && inputAt == inputLimit) {
        return 0;
      }
      if (left == before && !finished()) {
        throw new IOException("the compressed data is damaged");
      }
    }
    return 0;
  }

  @Override
  public boolean finished() {
    return state.get(ValueLayout.JAVA_INT, BLOCK_STATE) == BLOCK_FINISH;
  }

  /** Counts the whole bytes that wait in the library's bit buffer as well. */
  @Override
  public int unused() {
    return inputLimit
        - inputAt
        + state.get(ValueLayout.JAVA_INT, AVAIL_IN)
        + state.get(ValueLayout.JAVA_INT, READ_IN_LENGTH) / 8;
  }

  @Override
  public void close() {
    arena.close();
  }
}
