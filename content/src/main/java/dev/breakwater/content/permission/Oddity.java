package dev.breakwater.content.permission;

/**
 * The permissions of a file or directory that are unusual in some way.
 *
 * @param mode as of {@link dev.breakwater.image.FileEntry}
 * @param capabilities the permitted set, one bit each
 */
record Oddity(boolean directory, int mode, long uid, long capabilities) {
  private static final int SETUID = 04000;
  private static final int SETGID = 02000;
  private static final int STICKY = 01000;
  private static final int GROUP_EXECUTES = 0010;
  private static final int EXECUTES = 0111;
  private static final int OTHERS_WRITE = 0002;

  /** Accounts for people begin here; 65534 is nobody. */
  private static final int FIRST_PERSON = 1000;

  private static final int NOBODY = 65534;

  boolean setuid() {
    return !directory && (mode & SETUID) != 0 && (mode & EXECUTES) != 0;
  }

  /** Without the right to execute it means mandatory locking. */
  boolean setgid() {
    return !directory && (mode & SETGID) != 0 && (mode & GROUP_EXECUTES) != 0;
  }

  /** In a sticky directory, nobody can take the place of another's file. */
  boolean writtenByAll() {
    return (mode & OTHERS_WRITE) != 0 && !(directory && (mode & STICKY) != 0);
  }

  boolean ofPerson() {
    return uid >= FIRST_PERSON && uid != NOBODY;
  }
}
