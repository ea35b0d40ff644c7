package io.testudo.telemetry.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lines of separated values without quoting, under a line that names the columns. */
public final class Columns {

  private static final int MOST_COLUMNS = 200;

  private final char separator;
  private final Map<String, Integer> places = new HashMap<>();
  private final int count;
  private List<String> values = List.of();

  /** Takes the line of names; a tab separates if it holds one, else a comma. */
  public Columns(String names) {
    separator = names.indexOf('\t') >= 0 ? '\t' : ',';
    List<String> all = split(names);
    for (int i = 0; i < all.size(); i++) {
      places.putIfAbsent(all.get(i).strip().toLowerCase(Locale.ROOT), i);
    }
    count = all.size();
  }

  /** Whether there is a column of this name, in small letters. */
  public boolean has(String name) {
    return places.containsKey(name);
  }

  /**
   * Goes to a line.
   *
   * @throws MalformedRecordException if it has fewer or more values than there are columns
   */
  public void line(String line) throws MalformedRecordException {
    values = split(line);
    if (values.size() != count) {
      throw new MalformedRecordException(
          "has a number of columns that differs from the header's: "
              + values.size()
              + " instead of "
              + count);
    }
  }

  private List<String> split(String line) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int at = line.indexOf(separator); at >= 0 && parts.size() < MOST_COLUMNS; ) {
      parts.add(line.substring(from, at));
      from = at + 1;
      at = line.indexOf(separator, from);
    }
    parts.add(line.substring(from));
    return parts;
  }

  /** The value in the first of these columns that there is, stripped; empty if there is none. */
  public String text(String... names) {
    for (String name : names) {
      Integer place = places.get(name);
      if (place != null) {
        return values.get(place).strip();
      }
    }
    return "";
  }

  /**
   * The count in the first of these columns that there is; 0 if there is none or it is empty.
   *
   * @throws MalformedRecordException if it is no count
   */
  public long count(String... names) throws MalformedRecordException {
    String text = text(names);
    if (text.isEmpty()) {
      return 0;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new MalformedRecordException("has no count in column " + names[0]);
  }
}
