package io.testudo.telemetry.protocol.plant;

import io.testudo.telemetry.protocol.plant.modbus.ModbusMessages;
import io.testudo.telemetry.stream.Dissector;
import java.util.Map;
import java.util.function.Supplier;

/** The dissectors of plant protocols by the service of a flow. */
public final class PlantProtocols {

  /** Those that run over TCP. */
  public static final Map<String, Supplier<Dissector>> OVER_TCP =
      Map.of("modbus", ModbusMessages::new);

  private PlantProtocols() {}
}
