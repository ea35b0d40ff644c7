package io.testudo.intrusion;

import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.event.Endpoint;
import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.FlowState;
import io.testudo.vocabulary.event.InterArrival;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.LogSource;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.event.Traffic;
import io.testudo.vocabulary.event.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Events for tests, numbered in the order in which they are made. */
final class Events {

  static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

  private long record;

  Instant at(double seconds) {
    return START.plusMillis(Math.round(seconds * 1000));
  }

  Flow tcp(double seconds, String from, String to, int port, FlowState state) {
    return tcp(seconds, from, to, port, state, 0, 0);
  }

  Flow tcp(double seconds, String from, String to, int port, FlowState state, long out, long back) {
    return flow(Flow.TCP, seconds, from, 40_000, to, port, state, out, back);
  }

  Flow flow(
      int protocol,
      double seconds,
      String from,
      int fromPort,
      String to,
      int port,
      FlowState state,
      long out,
      long back) {
    return new Flow(
        new Origin("tap", "tap.pcap", ++record),
        at(seconds),
        at(seconds + 0.5),
        protocol,
        new Endpoint(IpAddress.parse(from), fromPort),
        new Endpoint(IpAddress.parse(to), port),
        state,
        traffic(out, 1),
        traffic(back, state.isAnswered() ? 1 : 0),
        "",
        "");
  }

  private static Traffic traffic(long payload, long least) {
    long packets = least + payload / 1400;
    return new Traffic(packets, payload + 40 * packets, 0, payload, 0x02, InterArrival.UNKNOWN);
  }

  LogRecord log(double seconds, LogSource source, String host, Object... namesAndValues) {
    Map<String, Value> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      fields.put(
          (String) namesAndValues[i],
          switch (value) {
            case Integer number -> new Value.Whole(number);
            case Value ready -> ready;
            default -> new Value.Text(value.toString());
          });
    }
    return new LogRecord(
        new Origin("logs", "log.json", ++record), at(seconds), source, host, Fields.of(fields));
  }

  LogRecord sshd(double seconds, String host, String message) {
    return log(seconds, new LogSource("linux", "", "sshd"), host, "message", message);
  }

  LogRecord failedSsh(double seconds, String host, String user, String client) {
    return sshd(
        seconds, host, "Failed password for " + user + " from " + client + " port 51234 ssh2");
  }

  LogRecord acceptedSsh(double seconds, String host, String user, String client) {
    return sshd(
        seconds, host, "Accepted password for " + user + " from " + client + " port 51234 ssh2");
  }

  LogRecord security(double seconds, int id, String host, Object... namesAndValues) {
    Object[] all = new Object[namesAndValues.length + 4];
    all[0] = "EventID";
    all[1] = id;
    all[2] = "Channel";
    all[3] = "Security";
    System.arraycopy(namesAndValues, 0, all, 4, namesAndValues.length);
    return log(seconds, new LogSource("windows", "", "security"), host, all);
  }

  LogRecord failedLogOn(double seconds, String host, String user, String client) {
    return security(seconds, 4625, host, "TargetUserName", user, "IpAddress", client);
  }

  LogRecord zeek(double seconds, String log, Object... namesAndValues) {
    return log(seconds, new LogSource("zeek", "", log), "", namesAndValues);
  }
}
