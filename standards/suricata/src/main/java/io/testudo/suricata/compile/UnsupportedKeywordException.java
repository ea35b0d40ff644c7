package io.testudo.suricata.compile;

/** A rule uses a keyword, or a value of one, that is not honoured here. */
public final class UnsupportedKeywordException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String keyword;

  UnsupportedKeywordException(String keyword, String reason) {
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
