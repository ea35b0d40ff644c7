package io.testudo.telemetry.protocol.plant.modbus;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What an answer with values does not repeat of its request.
 *
 * @param transaction the number by which the answer names it
 * @param unit the controller behind the gateway
 * @param function its code
 * @param address the first point
 * @param quantity how many points
 */
record ModbusRequest(int transaction, int unit, int function, int address, int quantity) {

  /** Whether this is answered by a message with these numbers. */
  boolean answeredBy(int otherTransaction, int otherUnit, int otherFunction) {
    return transaction == otherTransaction && unit == otherUnit && function == otherFunction;
  }

  void save(DataOutput out) throws IOException {
    out.writeShort(transaction);
    out.writeByte(unit);
    out.writeByte(function);
    out.writeShort(address);
    out.writeShort(quantity);
  }

  static ModbusRequest restore(DataInput in) throws IOException {
    return new ModbusRequest(
        in.readUnsignedShort(),
        in.readUnsignedByte(),
        in.readUnsignedByte(),
        in.readUnsignedShort(),
        in.readUnsignedShort());
  }
}
