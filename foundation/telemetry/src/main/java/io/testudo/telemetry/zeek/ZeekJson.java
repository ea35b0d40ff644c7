package io.testudo.telemetry.zeek;

import io.testudo.telemetry.json.Dialect;
import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.event.Value;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Zeek's logs as JSON. Which log an entry is of is said by {@code _path} or {@code @stream}, else
 * told by its fields, else by the file's name.
 */
public final class ZeekJson implements Dialect {

  private final String logOfFile;
  private final Instant itemTime;

  /**
   * Reads the entries of one file.
   *
   * @param item its name, of which the last part may name the log
   * @param itemTime the time of entries that have none
   */
  public ZeekJson(String item, Instant itemTime) {
    this.logOfFile = ZeekLogs.ofFileName(item);
    this.itemTime = itemTime;
  }

  @Override
  public boolean speaks(Map<String, Value> fields) {
    if (fields.containsKey("event_type")) {
      return false;
    }
    boolean timed =
        fields.get("ts") instanceof Value.Real
            || fields.get("ts") instanceof Value.Whole
            || fields.get("ts") instanceof Value.Text;
    if (fields.get("_path") instanceof Value.Text || fields.get("@stream") instanceof Value.Text) {
      return timed;
    }
    return timed
        ? !logOfFile.isEmpty()
            || fields.containsKey("uid") && fields.containsKey("id.orig_h")
            || fields.containsKey("uid") && fields.containsKey("id_orig_h")
            || !ZeekLogs.ofFields(fields.keySet()).isEmpty()
        : logOfFile.equals("loaded_scripts") && fields.get("name") instanceof Value.Text;
  }

  @Override
  public Event event(Origin origin, Map<String, Value> fields) throws MalformedRecordException {
    String log = log(fields);
    if (fields.containsKey("id_orig_h")) {
      rename(fields, "id_orig_h", "id.orig_h");
      rename(fields, "id_orig_p", "id.orig_p");
      rename(fields, "id_resp_h", "id.resp_h");
      rename(fields, "id_resp_p", "id.resp_p");
    }
    return ZeekRecord.event(origin, log, fields, itemTime);
  }

  private String log(Map<String, Value> fields) {
    if (fields.get("_path") instanceof Value.Text path) {
      return path.text();
    }
    if (fields.get("@stream") instanceof Value.Text stream) {
      return stream.text();
    }
    String told = fields.containsKey("conn_state") ? "conn" : logOfFile;
    if (told.isEmpty() || (told.equals("conn") && !fields.containsKey("conn_state"))) {
      told = ZeekLogs.ofFields(fields.keySet());
    }
    return told.isEmpty() ? logOfFile : told;
  }

  private static void rename(Map<String, Value> fields, String from, String to) {
    @Nullable Value value = fields.remove(from);
    if (value != null) {
      fields.put(to, value);
    }
  }
}
