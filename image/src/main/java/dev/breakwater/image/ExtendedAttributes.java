package dev.breakwater.image;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Extended attributes of any name space. Java itself shows those of users alone, and overlayfs
 * keeps what it needs to know in {@code trusted.overlay.*}, the kernel what programs may do in
 * {@code security.capability}. Making the call ready costs some 50 ms, so it is left until a
 * container's directories are read or a detector wants capabilities.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/getxattr.2.html">getxattr(2)</a>
 */
final class ExtendedAttributes {
  private static final int ENOENT = 2;
  private static final int ENODATA = 61;
  private static final int EOPNOTSUPP = 95;

  private ExtendedAttributes() {}

  /** The call, found once. */
  private static final class Call {
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
        STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final @Nullable MethodHandle GET = find();

    private Call() {}

    @SuppressWarnings("restricted") // calling the C library is what this class is for
    private static @Nullable MethodHandle find() {
      try {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
            linker.defaultLookup().findOrThrow("lgetxattr"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG),
            Linker.Option.captureCallState("errno"));
      } catch (IllegalArgumentException
          | UnsupportedOperationException
          | NoSuchElementException
          | IllegalCallerException
          | LinkageError notThere) {
        return null;
      }
    }
  }

  /**
   * The first byte of an attribute's value.
   *
   * @param path is not followed where it is a link
   * @return -1 where there is no such attribute, 0 where it is empty
   * @throws IOException where it cannot be told
   */
  static int firstByte(Path path, String name) throws IOException {
    byte[] value = value(path, name);
    return value == null ? -1 : value.length == 0 ? 0 : value[0] & 0xff;
  }

  /**
   * An attribute's value.
   *
   * @param path is not followed where it is a link
   * @return null where there is no such attribute
   * @throws IOException where it cannot be told, as where it is longer than 4,096 bytes
   */
  static byte @Nullable [] value(Path path, String name) throws IOException {
    MethodHandle get = Call.GET;
    if (get == null) {
      throw new IOException("extended attributes cannot be read on this machine");
    }
    try (Arena arena = Arena.ofConfined()) {
      byte[] bytes = PathBytes.of(path);
      MemorySegment pathText = arena.allocate(bytes.length + 1L);
      MemorySegment.copy(bytes, 0, pathText, ValueLayout.JAVA_BYTE, 0, bytes.length);
      MemorySegment value = arena.allocate(4096);
      MemorySegment state = arena.allocate(Call.STATE);
      long length =
          (long)
              get.invokeExact(state, pathText, arena.allocateFrom(name), value, value.byteSize());
      if (length >= 0) {
        return value.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
      }
      int errno = (int) Call.ERRNO.get(state, 0L);
      if (errno == ENODATA || errno == EOPNOTSUPP || errno == ENOENT) {
        return null;
      }
      throw new IOException("its attribute " + name + " cannot be read: error " + errno);
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException("its attribute " + name + " cannot be read: " + e, e);
    }
  }
}
