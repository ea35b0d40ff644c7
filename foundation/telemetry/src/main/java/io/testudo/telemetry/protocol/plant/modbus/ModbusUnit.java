package io.testudo.telemetry.protocol.plant.modbus;

import io.testudo.telemetry.stream.MalformedMessageException;
import io.testudo.telemetry.stream.Sent;
import io.testudo.vocabulary.event.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a Modbus message says behind its function code: which points, and their values. Source:
 * MODBUS Application Protocol Specification 1.1b3, section 6.
 */
final class ModbusUnit {

  /** Of a message with more values these many are kept. */
  private static final int MOST_VALUES = 256;

  private final Sent data;
  private final Map<String, Value> fields;

  /**
   * Reads a message.
   *
   * @param data the message from its function code on
   * @param fields gets what it says
   */
  ModbusUnit(Sent data, Map<String, Value> fields) {
    this.data = data;
    this.fields = fields;
  }

  /** Reads what a client asks. */
  void request(int function) throws MalformedMessageException {
    switch (function) {
      case 1, 2, 3, 4 -> points("address", "quantity", 1);
      case 5, 6 -> single();
      case 8 -> whole("subfunction", 1);
      case 15 -> {
        points("address", "quantity", 1);
        bits(5, data.u16(3));
      }
      case 16 -> {
        points("address", "quantity", 1);
        registers(5);
      }
      case 22 -> mask();
      case 23 -> {
        points("address", "quantity", 1);
        points("write_address", "write_quantity", 5);
        registers(9);
      }
      case 24 -> whole("address", 1);
      case 43 -> fields.put("mei_type", new Value.Whole(data.u8(1)));
      default -> {}
    }
  }

  /**
   * Reads what a controller answers.
   *
   * @param asked what it answers to, or null if that was not seen
   */
  void answer(int function, @Nullable ModbusRequest asked) throws MalformedMessageException {
    switch (function) {
      case 1, 2 -> {
        asked(asked);
        bits(1, asked == null ? 8 * data.u8(1) : asked.quantity());
      }
      case 3, 4, 23 -> {
        asked(asked);
        registers(1);
      }
      case 5, 6 -> single();
      case 8 -> whole("subfunction", 1);
      case 15, 16 -> points("address", "quantity", 1);
      case 22 -> mask();
      case 43 -> fields.put("mei_type", new Value.Whole(data.u8(1)));
      default -> {}
    }
  }

  private void asked(@Nullable ModbusRequest request) {
    if (request != null) {
      fields.put("address", new Value.Whole(request.address()));
      fields.put("quantity", new Value.Whole(request.quantity()));
    }
  }

  private void points(String address, String quantity, int at) throws MalformedMessageException {
    whole(address, at);
    whole(quantity, at + 2);
  }

  private void single() throws MalformedMessageException {
    whole("address", 1);
    fields.put("quantity", new Value.Whole(1));
    fields.put("values", new Value.Many(List.of(new Value.Whole(data.u16(3)))));
  }

  private void mask() throws MalformedMessageException {
    whole("address", 1);
    whole("and_mask", 3);
    whole("or_mask", 5);
  }

  private void whole(String name, int at) throws MalformedMessageException {
    fields.put(name, new Value.Whole(data.u16(at)));
  }

  /** Registers behind the number of their bytes. */
  private void registers(int at) throws MalformedMessageException {
    int count = Math.min(MOST_VALUES, data.u8(at) / 2);
    List<Value> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(new Value.Whole(data.u16(at + 1 + 2 * i)));
    }
    fields.put("values", new Value.Many(values));
  }

  /** Coils behind the number of their bytes, the lowest bit of each byte first. */
  private void bits(int at, int quantity) throws MalformedMessageException {
    int count = Math.min(MOST_VALUES, Math.min(quantity, 8 * data.u8(at)));
    List<Value> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(new Value.Whole(data.u8(at + 1 + i / 8) >> i % 8 & 1));
    }
    fields.put("values", new Value.Many(values));
  }
}
