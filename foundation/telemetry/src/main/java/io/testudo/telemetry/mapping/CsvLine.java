package io.testudo.telemetry.mapping;

import io.testudo.telemetry.record.MalformedRecordException;
import java.util.ArrayList;
import java.util.List;

/** Separated values of one record, quoted where need be (RFC 4180). */
final class CsvLine {

  private static final int MOST_VALUES = 2000;

  private CsvLine() {}

  /** The values of a record. */
  static List<String> values(String text, char separator) throws MalformedRecordException {
    List<String> values = new ArrayList<>();
    int at = 0;
    while (true) {
      if (values.size() == MOST_VALUES) {
        throw new MalformedRecordException("has more than " + MOST_VALUES + " columns");
      }
      if (at < text.length() && text.charAt(at) == '"') {
        at = quoted(text, at + 1, values);
        if (at < text.length() && text.charAt(at) != separator) {
          throw new MalformedRecordException(
              "goes on behind the quotation mark that ends column " + values.size());
        }
      } else {
        int end = text.indexOf(separator, at);
        end = end < 0 ? text.length() : end;
        values.add(text.substring(at, end));
        at = end;
      }
      if (at >= text.length()) {
        return values;
      }
      at++;
    }
  }

  private static int quoted(String text, int from, List<String> values)
      throws MalformedRecordException {
    var value = new StringBuilder();
    int at = from;
    while (true) {
      int quote = text.indexOf('"', at);
      if (quote < 0) {
        throw new MalformedRecordException(
            "has no quotation mark that ends column " + (values.size() + 1));
      }
      value.append(text, at, quote);
      if (quote + 1 == text.length() || text.charAt(quote + 1) != '"') {
        values.add(value.toString());
        return quote + 1;
      }
      value.append('"');
      at = quote + 2;
    }
  }
}
