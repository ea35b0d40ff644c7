package io.testudo.telemetry.windows;

import io.testudo.telemetry.json.FlatObject;
import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.Layout;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.LogSource;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.event.Value;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Flat events of one layout. They give the same records as when they are decoded first, but only
 * what tells identifier, time, channel and host is decoded.
 */
final class FlatEvents {

  private final Layout original;
  private final Layout named;
  private final int[] namedFrom;
  private final @Nullable Layout classic;
  private final int[] classicFrom;
  private final int idPosition;
  private String lastChannel = "";
  private String lastProvider = "";
  private LogSource lastSource = WindowsJson.source("", "");

  FlatEvents(Layout original) {
    this.original = original;
    List<String> names = new ArrayList<>(original.names());
    List<Integer> from = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      from.add(i);
    }
    for (Map.Entry<String, String> added : SystemNames.missing(original).entrySet()) {
      names.add(added.getKey());
      from.add(original.position(added.getValue()));
    }
    named = names.size() == original.names().size() ? original : new Layout(names);
    namedFrom = positions(from);
    idPosition = named.position("EventID");
    int message = original.position("Message");
    if (message < 0 || original.position("Data") >= 0) {
      classic = null;
      classicFrom = namedFrom;
    } else {
      names.add("Data");
      from.add(message);
      classic = new Layout(names);
      classicFrom = positions(from);
    }
  }

  private static int[] positions(List<Integer> from) {
    return from.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Whether these are the events of this layout. */
  boolean isOf(Layout layout) {
    return original == layout;
  }

  /** The event that an object of this layout tells of. */
  Event event(Origin origin, FlatObject object, ZoneId zone) throws MalformedRecordException {
    Value id = idPosition < 0 ? null : WindowsJson.whole(object.at(namedFrom[idPosition]));
    if (id == null) {
      throw new MalformedRecordException("has no whole number as EventID");
    }
    Fields fields = Fields.of(named, new Renamed(object, namedFrom, idPosition, id));
    Instant time = WindowsTime.of(fields.asMap(), zone);
    if (time == null) {
      throw new MalformedRecordException("has no valid time");
    }
    String channel = WindowsJson.text(fields.get("Channel"));
    String provider = WindowsJson.text(fields.get("Provider_Name"));
    if (!channel.equals(lastChannel) || !provider.equals(lastProvider)) {
      lastSource = WindowsJson.source(channel, provider);
      lastChannel = channel;
      lastProvider = provider;
    }
    if (classic != null && WindowsJson.isClassic(channel)) {
      fields = Fields.of(classic, new Renamed(object, classicFrom, idPosition, id));
    }
    String host = WindowsJson.text(fields.get("Computer"));
    return new LogRecord(origin, time, lastSource, host, fields);
  }

  /** The values of an object at other positions, and its identifier as a number. */
  private record Renamed(FlatObject object, int[] from, int idPosition, Value id)
      implements Fields.Values {

    @Override
    public Value at(int position) {
      return position == idPosition ? id : object.at(from[position]);
    }

    @Override
    public byte @Nullable [] document() {
      return object.document();
    }
  }
}
