package io.testudo.telemetry.protocol;

import io.testudo.telemetry.protocol.dns.DnsMessages;
import io.testudo.telemetry.protocol.http.HttpMessages;
import io.testudo.telemetry.protocol.plant.PlantProtocols;
import io.testudo.telemetry.protocol.tls.TlsMessages;
import io.testudo.telemetry.stream.Dissector;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The dissectors by the service of a flow. */
public final class KnownProtocols {

  private static final Map<String, Supplier<Dissector>> OVER_TCP =
      Map.of(
          "dns", () -> DnsMessages.overTcp(), "http", HttpMessages::new, "tls", TlsMessages::new);

  private static final Map<String, Supplier<Dissector>> OVER_UDP =
      Map.of(
          "dns", () -> DnsMessages.overUdp(),
          "mdns", () -> DnsMessages.overMulticast(),
          "llmnr", () -> DnsMessages.overUdp());

  private KnownProtocols() {}

  /** A new dissector of a stream of this service; null if none is known. */
  public static @Nullable Dissector overTcp(String service) {
    Supplier<Dissector> known = OVER_TCP.get(service);
    if (known == null) {
      known = PlantProtocols.OVER_TCP.get(service);
    }
    return known == null ? null : known.get();
  }

  /** A new dissector of datagrams of this service; null if none is known. */
  public static @Nullable Dissector overUdp(String service) {
    Supplier<Dissector> known = OVER_UDP.get(service);
    return known == null ? null : known.get();
  }
}
