package io.testudo.suricata.draft;

/** A rule names a file that is not there or cannot be read. */
public final class MissingFileException extends UnsupportedKeywordException {
  private static final long serialVersionUID = 1L;

  /** The keyword, the file, and why it cannot be read. */
  public MissingFileException(String keyword, String file, String reason) {
    super(keyword, "file " + file + " of " + keyword + " cannot be read: " + reason);
  }
}
