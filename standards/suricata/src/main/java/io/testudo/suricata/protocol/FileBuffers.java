package io.testudo.suricata.protocol;

/** Lays a file that a protocol carries under the names that rules know. */
public final class FileBuffers {
  private FileBuffers() {}

  /** Lays one file. */
  public static void lay(Transaction t, Side side, String name, byte[] content) {
    t.add(side, "file.data", content);
    t.add(side, "file.name", name);
    t.number(side, "filesize", content.length);
  }
}
