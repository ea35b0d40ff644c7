package io.testudo.simulation.scene;

import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.scene.Network.Exchange;
import io.testudo.simulation.sensor.Proc;
import io.testudo.simulation.sensor.Sysmon;
import io.testudo.simulation.sensor.ZeekSensor;
import io.testudo.simulation.wire.Ending;
import io.testudo.simulation.wire.Openings;
import io.testudo.simulation.wire.Turn;
import io.testudo.simulation.wire.Turn.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** HTTP and HTTPS, and whatever else is said over TLS. */
public final class Web {

  /** Programs whose connections Sysmon is configured to leave out, for their number. */
  private static final Set<String> UNRECORDED =
      Set.of("msedge.exe", "chrome.exe", "teams.exe", "outlook.exe");

  private final Network network;
  private final Resolver resolver;
  private final ZeekSensor zeek;
  private final Sysmon sysmon;

  Web(Network network, Resolver resolver, ZeekSensor zeek, Sysmon sysmon) {
    this.network = network;
    this.resolver = resolver;
    this.zeek = zeek;
    this.sysmon = sysmon;
  }

  /**
   * Who calls.
   *
   * @param machine its machine
   * @param process its process; null where no sensor knows processes
   */
  public record Caller(Machine machine, @Nullable Proc process) {

    /** A process on its machine. */
    public static Caller of(Proc process) {
      return new Caller(process.machine(), process);
    }

    /** A machine whose processes nobody records. */
    public static Caller of(Machine machine) {
      return new Caller(machine, null);
    }
  }

  /**
   * How much is sent and received over TLS, in how many rounds.
   *
   * @param up bytes sent
   * @param down bytes received
   * @param rounds requests in the connection
   * @param between time between two requests
   */
  public record Volume(long up, long down, int rounds, Duration between) {

    /** One request. */
    public static Volume once(long up, long down) {
      return new Volume(up, down, 1, Duration.ZERO);
    }
  }

  /** Looks the other machine up and talks HTTPS with it. */
  public Link https(Instant time, Caller caller, Machine server, Volume volume, Chance chance) {
    Instant known = resolver.lookUp(time, caller.machine, caller.process, server, chance);
    return tls(known, caller, server, 443, server.dnsName(), volume, chance);
  }

  /** Talks over TLS with a machine whose address is known. */
  public Link tls(
      Instant time,
      Caller caller,
      Machine server,
      int port,
      String serverName,
      Volume volume,
      Chance chance) {
    List<Turn> turns = handshake(serverName, chance);
    for (int i = 0; i < volume.rounds; i++) {
      Duration pause =
          i == 0
              ? Duration.ofMillis(2)
              : chance.between(
                  volume.between.dividedBy(2), volume.between.multipliedBy(3).dividedBy(2));
      long up = Math.max(60, volume.up / volume.rounds);
      long down = Math.max(60, volume.down / volume.rounds);
      turns.add(new Turn(Side.CLIENT, up, Openings.encrypted(up), pause));
      turns.add(new Turn(Side.SERVER, down, Openings.encrypted(down), chance.seconds(0.005, 0.06)));
    }
    Link link =
        network.tcp(
            time,
            caller.machine,
            server,
            port,
            new Exchange(
                "ssl", turns, chance.happens(0.06) ? Ending.RESET_BY_CLIENT : Ending.CLOSED),
            chance);
    record(caller, link);
    if (link.onCore()) {
      ObjectNode row = ZeekSensor.row(link.start(), link.uid(), link.socket());
      row.put("version", "TLSv13").put("cipher", "TLS_AES_128_GCM_SHA256");
      row.put("curve", "x25519");
      if (!serverName.isEmpty()) {
        row.put("server_name", serverName);
      }
      row.put("resumed", false).put("established", true).put("ssl_history", "CsxknGIti");
      zeek.write("ssl", link.start().plusMillis(20), row);
    }
    return link;
  }

  /** The turns by which TLS is set up; more may be added. */
  static List<Turn> handshake(String serverName, Chance chance) {
    List<Turn> turns = new ArrayList<>();
    turns.add(Turn.client(Openings.clientHello(serverName, chance), Duration.ofMillis(1)));
    turns.add(Turn.server(Openings.serverHello(chance), chance.seconds(0.001, 0.02)));
    long certificate = chance.between(2_600, 4_300);
    turns.add(new Turn(Side.SERVER, certificate, Openings.encrypted(certificate), Duration.ZERO));
    turns.add(Turn.client(Openings.clientFinished(), Duration.ofMillis(1)));
    return turns;
  }

  /**
   * A request over plain HTTP.
   *
   * @param method its method
   * @param uri what is asked for
   * @param agent what the client calls itself
   * @param status the answer's status
   * @param up bytes of the request's body
   * @param down bytes of the answer's body
   */
  public record Request(String method, String uri, String agent, int status, long up, long down) {

    /** A request for a page that is there. */
    public static Request get(String uri, String agent, long down) {
      return new Request("GET", uri, agent, 200, 0, down);
    }
  }

  /** Looks the other machine up and talks HTTP with it. */
  public Link http(
      Instant time, Caller caller, Machine server, int port, Request request, Chance chance) {
    Instant known = resolver.lookUp(time, caller.machine, caller.process, server, chance);
    return httpAt(known, caller, server, port, request, chance);
  }

  /** Talks HTTP with a machine by its address. */
  public Link httpAt(
      Instant time, Caller caller, Machine server, int port, Request request, Chance chance) {
    String host = server.dnsName() + (port == 80 ? "" : ":" + port);
    byte[] ask =
        Openings.text(
            String.format(
                Locale.ROOT,
                "%s %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: %s\r\nAccept: */*\r\n%s\r\n",
                request.method,
                request.uri,
                host,
                request.agent,
                request.up > 0 ? "Content-Length: " + request.up + "\r\n" : ""));
    byte[] answer =
        Openings.text(
            String.format(
                Locale.ROOT,
                "HTTP/1.1 %d %s\r\nServer: nginx\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n",
                request.status,
                reason(request.status),
                type(request.uri),
                request.down));
    List<Turn> turns =
        List.of(
            new Turn(Side.CLIENT, ask.length + request.up, ask, Duration.ofMillis(1)),
            new Turn(
                Side.SERVER, answer.length + request.down, answer, chance.seconds(0.002, 0.05)));
    Link link =
        network.tcp(
            time, caller.machine, server, port, new Exchange("http", turns, Ending.CLOSED), chance);
    record(caller, link);
    if (link.onCore()) {
      ObjectNode row = ZeekSensor.row(link.start().plusMillis(1), link.uid(), link.socket());
      row.put("trans_depth", 1).put("method", request.method).put("host", host);
      row.put("uri", request.uri).put("version", "1.1").put("user_agent", request.agent);
      row.put("request_body_len", request.up).put("response_body_len", request.down);
      row.put("status_code", request.status).put("status_msg", reason(request.status));
      row.putArray("tags");
      if (request.down > 0) {
        row.putArray("resp_mime_types").add(type(request.uri));
      }
      zeek.write("http", link.end(), row);
    }
    return link;
  }

  private static String type(String uri) {
    return uri.endsWith(".exe") || uri.endsWith(".cab") || uri.endsWith(".bin")
        ? "application/octet-stream"
        : uri.endsWith(".sh") ? "text/plain" : "text/html";
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 302 -> "Found";
      case 401 -> "Unauthorized";
      case 404 -> "Not Found";
      case 503 -> "Service Unavailable";
      default -> "Unknown";
    };
  }

  private void record(Caller caller, Link link) {
    Proc process = caller.process;
    if (process != null && !UNRECORDED.contains(process.program().toLowerCase(Locale.ROOT))) {
      sysmon.connected(
          link.start().plusMillis(1), process, Sysmon.Direction.OUT, "tcp", link.socket());
    }
  }
}
