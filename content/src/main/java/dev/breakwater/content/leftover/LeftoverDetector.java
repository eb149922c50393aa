package dev.breakwater.content.leftover;

import dev.breakwater.content.clue.ClueDetector;
import dev.breakwater.content.clue.Clues;
import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Knows what is left behind by its name, and then by how it begins, so that a file that is only
 * called so is nothing.
 */
final class LeftoverDetector implements ClueDetector {
  static final String GIT = "git-directory";
  static final String OTHER_SOURCES = "source-history";
  static final String ENVIRONMENT = "environment-file";
  static final String PLAIN_ENVIRONMENT = "environment-file-without-secrets";
  static final String HISTORY = "shell-history";
  static final String CORE = "core-dump";
  static final String HEAP = "heap-dump";
  static final String STATE = "terraform-state";
  static final String DATABASE = "database-dump";
  static final String LOGIN = "cloud-login";

  private static final int PEEKED = 16 * 1024;

  /** Shorter dumps hold a schema and no data. */
  private static final int MIN_DUMP = 8 * 1024;

  /** What a file may be, by its name. */
  private enum Suspect {
    GIT_HEAD,
    SUBVERSION,
    MERCURIAL,
    ENVIRONMENT_FILE,
    HISTORY_FILE,
    CORE_FILE,
    HEAP_FILE,
    STATE_FILE,
    DUMP_FILE,
    LOGIN_FILE
  }

  @Override
  public String name() {
    return "leftovers/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    return file.size() > 0 && suspect(file) != null;
  }

  private static @Nullable Suspect suspect(FileEntry file) {
    String path = file.path();
    if (path.endsWith("/.git/HEAD") || path.equals(".git/HEAD")) {
      return Suspect.GIT_HEAD;
    }
    if (path.endsWith(".svn/wc.db")) {
      return Suspect.SUBVERSION;
    }
    if (path.endsWith(".hg/store/00changelog.i")) {
      return Suspect.MERCURIAL;
    }
    if (isEnvironment(path)) {
      return Suspect.ENVIRONMENT_FILE;
    }
    if (path.endsWith("_history") && isHistory(file)) {
      return Suspect.HISTORY_FILE;
    }
    if (file.isNamed("core") || isNumberedCore(path)) {
      return Suspect.CORE_FILE;
    }
    if (path.endsWith(".hprof")) {
      return Suspect.HEAP_FILE;
    }
    if (path.endsWith(".tfstate") || path.endsWith(".tfstate.backup")) {
      return Suspect.STATE_FILE;
    }
    if (path.endsWith(".sql") || path.endsWith(".dump")) {
      return Suspect.DUMP_FILE;
    }
    return CloudLogin.of(path) == null ? null : Suspect.LOGIN_FILE;
  }

  private static boolean isNumberedCore(String path) {
    int dot = path.lastIndexOf('.');
    int from = path.lastIndexOf('/') + 1;
    if (dot < 0 || !path.startsWith("core.", from) || dot != from + 4) {
      return false;
    }
    for (int i = dot + 1; i < path.length(); i++) {
      if (path.charAt(i) < '0' || path.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static boolean isHistory(FileEntry file) {
    return file.path().endsWith("_history")
        && (file.isNamed(".bash_history")
            || file.isNamed(".ash_history")
            || file.isNamed(".zsh_history")
            || file.isNamed(".sh_history")
            || file.isNamed(".python_history")
            || file.isNamed(".mysql_history")
            || file.isNamed(".mariadb_history")
            || file.isNamed(".psql_history")
            || file.isNamed(".sqlite_history")
            || file.isNamed(".node_repl_history"));
  }

  /** {@code .env} and {@code .env.production}, but not what shows how to write one. */
  private static boolean isEnvironment(String path) {
    int at = path.lastIndexOf('/') + 1;
    if (!path.startsWith(".env", at)) {
      return false;
    }
    boolean named = path.length() == at + 4 || path.charAt(at + 4) == '.';
    boolean shown =
        path.endsWith(".example")
            || path.endsWith(".sample")
            || path.endsWith(".template")
            || path.endsWith(".dist")
            || path.endsWith(".defaults")
            || path.endsWith(".test");
    boolean foreign =
        path.contains("node_modules/")
            || path.contains("site-packages/")
            || path.contains("dist-packages/")
            || path.contains("vendor/");
    return named && !shown && !foreign;
  }

  @Override
  public @Nullable Clues examine(FileEntry file, FileContent content) throws IOException {
    Suspect suspect = suspect(file);
    if (suspect == null) {
      return null;
    }
    byte[] head = content.peek(PEEKED);
    String text = new String(head, StandardCharsets.ISO_8859_1);
    Clues.Collector clues = new Clues.Collector();
    switch (suspect) {
      case GIT_HEAD -> {
        if (text.startsWith("ref: refs/") || isCommit(text)) {
          clues.add(GIT, 0, null, "the history of the sources, with what was deleted from them");
        }
      }
      case SUBVERSION, MERCURIAL ->
          clues.add(
              OTHER_SOURCES,
              0,
              null,
              suspect == Suspect.SUBVERSION ? "a Subversion checkout" : "a Mercurial repository");
      case ENVIRONMENT_FILE -> EnvironmentFile.read(text, clues);
      case HISTORY_FILE -> clues.add(HISTORY, 0, null, file.size() + " bytes of typed commands");
      case CORE_FILE -> {
        if (isCore(head)) {
          clues.add(CORE, 0, null, file.size() + " bytes of the memory of a program that crashed");
        }
      }
      case HEAP_FILE -> {
        if (text.startsWith("JAVA PROFILE ")) {
          clues.add(HEAP, 0, null, file.size() + " bytes of the memory of a Java program");
        }
      }
      case STATE_FILE -> {
        if (text.contains("\"terraform_version\"")) {
          clues.add(STATE, 0, null, "the state of what Terraform manages, in plain text");
        }
      }
      case DUMP_FILE -> dump(file, text, clues);
      case LOGIN_FILE -> {
        CloudLogin login = CloudLogin.of(file.path());
        if (login != null && login.isIn(text)) {
          clues.add(LOGIN, 0, null, login.what());
        }
      }
    }
    return clues.clues();
  }

  private static boolean isCommit(String text) {
    String commit = text.strip();
    if (commit.length() != 40 && commit.length() != 64) {
      return false;
    }
    for (int i = 0; i < commit.length(); i++) {
      if (Character.digit(commit.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether an ELF file says that it is a core dump.
   *
   * @see <a href="https://man7.org/linux/man-pages/man5/elf.5.html">elf(5)</a>
   */
  private static boolean isCore(byte[] head) {
    if (head.length < 18 || head[0] != 0x7f || head[1] != 'E' || head[2] != 'L' || head[3] != 'F') {
      return false;
    }
    boolean littleEndian = head[5] == 1;
    return head[littleEndian ? 16 : 17] == 4 && head[littleEndian ? 17 : 16] == 0;
  }

  private static void dump(FileEntry file, String text, Clues.Collector clues) {
    boolean dumped =
        text.startsWith("PGDMP")
            || text.contains("-- MySQL dump ")
            || text.contains("-- MariaDB dump ")
            || text.contains("-- PostgreSQL database dump")
            || text.contains("-- PostgreSQL database cluster dump")
            || text.contains("-- phpMyAdmin SQL Dump");
    if (dumped && file.size() >= MIN_DUMP) {
      clues.add(DATABASE, 0, null, file.size() + " bytes of a database");
    }
  }
}
