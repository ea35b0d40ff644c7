package io.testudo.telemetry.protocol.plant.modbus;

import io.testudo.telemetry.stream.Dissector;
import io.testudo.telemetry.stream.MalformedMessageException;
import io.testudo.telemetry.stream.Sent;
import io.testudo.telemetry.stream.Side;
import io.testudo.telemetry.stream.StoredFields;
import io.testudo.telemetry.stream.Told;
import io.testudo.vocabulary.event.Value;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Modbus over TCP: each request and each answer. Fields are those of Zeek's {@code modbus} log, and
 * beyond it the points and their values; an answer with values names the points of its request.
 *
 * <p>Connections to controllers last for months, so bytes that were not captured do not end the
 * reading: behind them it goes on where messages follow one another up to the end of what is there.
 *
 * <p>Sources: MODBUS Messaging on TCP/IP Implementation Guide 1.0b; MODBUS Application Protocol
 * Specification 1.1b3.
 */
public final class ModbusMessages implements Dissector {

  private static final String PROTOCOL = "modbus";
  private static final int MOST_OPEN = 64;
  private static final int HEADER_BYTES = 6;
  private static final int MOST_LENGTH = 260;
  private static final int EXCEPTION = 0x80;

  private final Deque<ModbusRequest> open = new ArrayDeque<>();

  /** Of whom bytes are missing, so that the next message is still to be found. */
  private final Set<Side> lost = EnumSet.noneOf(Side.class);

  @Override
  public int read(Sent sent, Told told) throws MalformedMessageException {
    if (lost.contains(sent.side())) {
      int start = nextMessage(sent);
      if (start < 0) {
        return sent.length();
      }
      lost.remove(sent.side());
      if (start > 0) {
        return start;
      }
    }
    if (sent.length() < HEADER_BYTES) {
      return 0;
    }
    if (length(sent, 0) < 0) {
      throw new MalformedMessageException("has no header of Modbus");
    }
    int whole = HEADER_BYTES + length(sent, 0);
    if (sent.length() < whole) {
      return 0;
    }
    message(sent.part(0, whole), told);
    return whole;
  }

  /** The length that the header at this place gives; -1 if there is none. */
  private static int length(Sent sent, int at) throws MalformedMessageException {
    int length = sent.u16(at + 4);
    return sent.u16(at + 2) == 0 && length >= 2 && length <= MOST_LENGTH ? length : -1;
  }

  /** The first place from which messages follow one another up to the end; -1 if there is none. */
  private static int nextMessage(Sent sent) throws MalformedMessageException {
    int end = sent.length();
    boolean[] leadsToEnd = new boolean[end + 1];
    leadsToEnd[end] = true;
    int first = -1;
    for (int at = end - HEADER_BYTES; at >= 0; at--) {
      int length = length(sent, at);
      int next = at + HEADER_BYTES + length;
      if (length >= 0 && next <= end && leadsToEnd[next]) {
        leadsToEnd[at] = true;
        first = at;
      }
    }
    return first;
  }

  private void message(Sent message, Told told) throws MalformedMessageException {
    int transaction = message.u16(0);
    int unit = message.u8(6);
    int code = message.u8(7);
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("tid", new Value.Whole(transaction));
    fields.put("unit", new Value.Whole(unit));
    fields.put("func", new Value.Text(ModbusNames.function(code)));
    boolean asks = message.side() == Side.ORIGINATOR;
    fields.put("pdu_type", new Value.Text(asks ? "REQ" : "RESP"));
    try {
      if (asks) {
        new ModbusUnit(message.behind(7), fields).request(code);
        remember(message, transaction, unit, code);
      } else {
        ModbusRequest asked = take(transaction, unit, code & ~EXCEPTION);
        answer(message, code, asked, fields);
      }
    } catch (MalformedMessageException e) {
      fields.put("malformed", new Value.Truth(true));
    }
    told.message(message.nanos(), PROTOCOL, fields);
  }

  private static void answer(
      Sent message, int code, @Nullable ModbusRequest asked, Map<String, Value> fields)
      throws MalformedMessageException {
    if ((code & EXCEPTION) == 0) {
      new ModbusUnit(message.behind(7), fields).answer(code, asked);
      return;
    }
    if (asked != null) {
      fields.put("address", new Value.Whole(asked.address()));
      fields.put("quantity", new Value.Whole(asked.quantity()));
    }
    fields.put("exception", new Value.Text(ModbusNames.exception(message.u8(8))));
  }

  private void remember(Sent message, int transaction, int unit, int code)
      throws MalformedMessageException {
    switch (code) {
      case 1, 2, 3, 4, 15, 16, 23 ->
          open.addLast(new ModbusRequest(transaction, unit, code, message.u16(8), message.u16(10)));
      case 5, 6 -> open.addLast(new ModbusRequest(transaction, unit, code, message.u16(8), 1));
      default -> {}
    }
    if (open.size() > MOST_OPEN) {
      open.removeFirst();
    }
  }

  private @Nullable ModbusRequest take(int transaction, int unit, int function) {
    for (Iterator<ModbusRequest> each = open.iterator(); each.hasNext(); ) {
      ModbusRequest request = each.next();
      if (request.answeredBy(transaction, unit, function)) {
        each.remove();
        return request;
      }
    }
    return null;
  }

  @Override
  public boolean missed(Side side, long bytes) {
    lost.add(side);
    return true;
  }

  @Override
  public int held() {
    return 48 * open.size();
  }

  @Override
  public void save(DataOutput out) throws IOException {
    for (Side side : Side.values()) {
      out.writeBoolean(lost.contains(side));
    }
    out.writeInt(open.size());
    for (ModbusRequest request : open) {
      request.save(out);
    }
  }

  @Override
  public void restore(DataInput in) throws IOException {
    for (Side side : Side.values()) {
      if (in.readBoolean()) {
        lost.add(side);
      }
    }
    int requests = StoredFields.bounded(in.readInt(), MOST_OPEN, "number of open requests");
    for (int i = 0; i < requests; i++) {
      open.addLast(ModbusRequest.restore(in));
    }
  }
}
