package io.testudo.suricata.draft;

/** A rule uses a keyword, or a value of one, that is not honoured here. */
public sealed class UnsupportedKeywordException extends Exception permits MissingFileException {
  private static final long serialVersionUID = 1L;

  private final String keyword;

  /** The keyword and, as a line for the rule's author, the reason. */
  public UnsupportedKeywordException(String keyword, String reason) {
    super(reason);
    this.keyword = keyword;
  }

  /** The keyword. */
  public String keyword() {
    return keyword;
  }

  /** The reason; never null. */
  public String reason() {
    String message = getMessage();
    return message == null ? keyword : message;
  }
}
