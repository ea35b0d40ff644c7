package io.testudo.suricata.http;

/** The first line of a request; a target may hold blanks where the protocol is named behind it. */
record RequestLine(String method, String target, String protocol) {

  static RequestLine parse(String line) {
    int first = blank(line, 0);
    if (first < 0) {
      return new RequestLine(line, "", "");
    }
    String method = line.substring(0, first);
    String rest = line.substring(first).strip();
    int last = rest.lastIndexOf(' ');
    if (last >= 0 && rest.startsWith("HTTP/", last + 1)) {
      return new RequestLine(method, rest.substring(0, last).strip(), rest.substring(last + 1));
    }
    return new RequestLine(method, rest, "");
  }

  private static int blank(String line, int from) {
    for (int i = from; i < line.length(); i++) {
      if (line.charAt(i) == ' ' || line.charAt(i) == '\t') {
        return i;
      }
    }
    return -1;
  }
}
