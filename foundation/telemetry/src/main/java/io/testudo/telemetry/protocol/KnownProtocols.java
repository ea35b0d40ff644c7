package io.testudo.telemetry.protocol;

import io.testudo.telemetry.protocol.dns.DnsMessages;
import io.testudo.telemetry.protocol.http.HttpMessages;
import io.testudo.telemetry.protocol.plant.PlantProtocols;
import io.testudo.telemetry.protocol.tls.TlsMessages;
import io.testudo.telemetry.stream.Dissector;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The dissectors by the service of a flow. */
public final class KnownProtocols {

  private static final Map<String, Supplier<Dissector>> OVER_TCP =
      joined(
          Map.of(
              "dns",
              () -> DnsMessages.overTcp(),
              "http",
              HttpMessages::new,
              "tls",
              TlsMessages::new),
          PlantProtocols.OVER_TCP);

  private static final Map<String, Supplier<Dissector>> OVER_UDP =
      Map.of(
          "dns", () -> DnsMessages.overUdp(),
          "mdns", () -> DnsMessages.overMulticast(),
          "llmnr", () -> DnsMessages.overUdp());

  private KnownProtocols() {}

  private static Map<String, Supplier<Dissector>> joined(
      Map<String, Supplier<Dissector>> some, Map<String, Supplier<Dissector>> others) {
    Map<String, Supplier<Dissector>> all = new HashMap<>(some);
    all.putAll(others);
    return Map.copyOf(all);
  }

  /** A new dissector of a stream of this service; null if none is known. */
  public static @Nullable Dissector overTcp(String service) {
    Supplier<Dissector> known = OVER_TCP.get(service);
    return known == null ? null : known.get();
  }

  /** A new dissector of datagrams of this service; null if none is known. */
  public static @Nullable Dissector overUdp(String service) {
    Supplier<Dissector> known = OVER_UDP.get(service);
    return known == null ? null : known.get();
  }
}
