package io.testudo.simulation.sensor;

import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.wire.Course;
import io.testudo.simulation.wire.TcpDialogue.Socket;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Zeek on the office's core switch, with its logs as JSON lines.
 *
 * <p>As with Zeek itself, a line's {@code ts} is when the thing began and its place in the file is
 * when it was written, which for connections is their end.
 */
public final class ZeekSensor {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

  private final Instant start;
  private final Instant end;
  private final Map<String, Lines> logs = new TreeMap<>();

  /** Listens from {@code start} until before {@code end}. */
  public ZeekSensor(Instant start, Instant end) {
    this.start = start;
    this.end = end;
  }

  /** An identifier for a connection. */
  public static String connectionId(Chance chance) {
    return "C" + chance.text(17, LETTERS);
  }

  /** A row that begins as all rows about a connection do. */
  public static ObjectNode row(Instant time, String uid, Socket socket) {
    ObjectNode row = JSON.createObjectNode();
    row.put("ts", seconds(time));
    row.put("uid", uid);
    row.put("id.orig_h", socket.client().ip());
    row.put("id.orig_p", socket.clientPort());
    row.put("id.resp_h", socket.server().ip());
    row.put("id.resp_p", socket.serverPort());
    return row;
  }

  /** A row that is about no connection. */
  public static ObjectNode row(Instant time) {
    return JSON.createObjectNode().put("ts", seconds(time));
  }

  /** Writes a row to a log at {@code written}. */
  public void write(String log, Instant written, ObjectNode row) {
    logs.computeIfAbsent(log, name -> new Lines(start, end))
        .add(written, JSON.writeValueAsString(row));
  }

  /** Writes the row of {@code conn.log} about a connection. */
  public void connection(
      String uid, Socket socket, String protocol, String service, String state, Course course) {
    Instant began = time(course.startMicros());
    ObjectNode row = row(began, uid, socket);
    row.put("proto", protocol);
    if (!service.isEmpty()) {
      row.put("service", service);
    }
    if (course.serverPackets() > 0 || course.clientPackets() > 1) {
      row.put("duration", BigDecimal.valueOf(course.endMicros() - course.startMicros(), 6));
      row.put("orig_bytes", course.clientBytes());
      row.put("resp_bytes", course.serverBytes());
    }
    int header = protocol.equals("tcp") ? 40 : 28;
    row.put("conn_state", state);
    row.put("local_orig", socket.client().zone().internal());
    row.put("local_resp", socket.server().zone().internal());
    row.put("missed_bytes", 0);
    row.put("history", course.history());
    row.put("orig_pkts", course.clientPackets());
    row.put("orig_ip_bytes", course.clientBytes() + header * course.clientPackets());
    row.put("resp_pkts", course.serverPackets());
    row.put("resp_ip_bytes", course.serverBytes() + header * course.serverPackets());
    row.put("ip_proto", protocol.equals("tcp") ? 6 : protocol.equals("udp") ? 17 : 1);
    // Zeek waits for a while before it gives a connection up that nobody closed.
    Instant written = time(course.endMicros());
    write("conn", state.equals("SF") ? written : written.plus(Duration.ofSeconds(5)), row);
  }

  /** How many lines there are. */
  public int lines() {
    return logs.values().stream().mapToInt(Lines::count).sum();
  }

  /** Writes each log to a file of its own in {@code folder}. */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, Lines> log : logs.entrySet()) {
      log.getValue().write(folder.resolve(log.getKey() + ".log"));
    }
  }

  private static Instant time(long micros) {
    return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000);
  }

  /** Seconds since the epoch with six places, as Zeek writes times. */
  private static BigDecimal seconds(Instant time) {
    return BigDecimal.valueOf(time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000, 6);
  }
}
