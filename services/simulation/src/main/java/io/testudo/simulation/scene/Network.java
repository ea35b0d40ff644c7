package io.testudo.simulation.scene;

import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Zone;
import io.testudo.simulation.sensor.ZeekSensor;
import io.testudo.simulation.wire.Course;
import io.testudo.simulation.wire.Datagrams;
import io.testudo.simulation.wire.EdgeTap;
import io.testudo.simulation.wire.Ending;
import io.testudo.simulation.wire.TcpDialogue;
import io.testudo.simulation.wire.TcpDialogue.Socket;
import io.testudo.simulation.wire.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cables and the two sensors on them: connections with the Internet pass the edge tap, those
 * within the office the core switch with Zeek.
 */
public final class Network {

  private static final long INSIDE_BYTES_PER_SECOND = 80_000_000;
  private static final long OUTSIDE_BYTES_PER_SECOND = 6_000_000;

  private final EdgeTap tap;
  private final Datagrams datagrams;
  private final ZeekSensor zeek;

  /** A network with these sensors. */
  public Network(EdgeTap tap, ZeekSensor zeek) {
    this.tap = tap;
    this.datagrams = new Datagrams(tap);
    this.zeek = zeek;
  }

  /** A TCP connection from a fresh port. */
  public Link tcp(
      Instant start, Machine client, Machine server, int port, Exchange exchange, Chance chance) {
    return tcp(
        start, new Socket(client, client.ephemeralPort(chance), server, port), exchange, chance);
  }

  /**
   * What is said over a connection.
   *
   * @param service the protocol's name as Zeek writes it; empty if it would not know
   * @param turns who says what
   * @param ending how it ends
   */
  public record Exchange(String service, List<Turn> turns, Ending ending) {

    /** Nothing is said. */
    public static Exchange none(Ending ending) {
      return new Exchange("", List.of(), ending);
    }
  }

  /** A TCP connection between these ports. */
  public Link tcp(Instant start, Socket socket, Exchange exchange, Chance chance) {
    boolean atEdge = atEdge(socket);
    String uid = ZeekSensor.connectionId(chance);
    Course course =
        new TcpDialogue(
                socket,
                chance,
                atEdge ? tap : null,
                roundTrip(socket),
                atEdge ? OUTSIDE_BYTES_PER_SECOND : INSIDE_BYTES_PER_SECOND)
            .run(start, exchange.turns(), exchange.ending());
    Link link = new Link(uid, socket, start, time(course.endMicros()), course);
    if (link.onCore()) {
      zeek.connection(uid, socket, "tcp", exchange.service(), exchange.ending().state(), course);
    }
    return link;
  }

  /** One datagram there and, where {@code answer} is given, one back. */
  public Link udp(
      Instant start,
      Socket socket,
      String service,
      byte[] question,
      byte @Nullable [] answer,
      Chance chance) {
    Duration wait = roundTrip(socket).plus(chance.seconds(0.0002, 0.002));
    Instant end = answer == null ? start : start.plus(wait);
    String uid = ZeekSensor.connectionId(chance);
    Course course =
        new Course(
            micros(start),
            micros(end),
            question.length,
            answer == null ? 0 : answer.length,
            1,
            answer == null ? 0 : 1,
            answer == null ? "D" : "Dd");
    Link link = new Link(uid, socket, start, end, course);
    if (link.onCore()) {
      zeek.connection(uid, socket, "udp", service, answer == null ? "S0" : "SF", course);
    } else {
      datagrams.udp(start, socket, question, question.length, chance);
      if (answer != null) {
        datagrams.udp(end, reversed(socket), answer, answer.length, chance);
      }
    }
    return link;
  }

  /**
   * A stream of datagrams both ways, as in a call.
   *
   * @param perSecond datagrams each way in a second
   * @param bytes the size of most of them
   */
  public Link stream(
      Instant start, Duration duration, Socket socket, int perSecond, int bytes, Chance chance) {
    long count = Math.max(1, duration.toMillis() * perSecond / 1_000);
    String uid = ZeekSensor.connectionId(chance);
    Instant end = start.plus(duration);
    Course course =
        new Course(micros(start), micros(end), count * bytes, count * bytes, count, count, "Dd");
    Link link = new Link(uid, socket, start, end, course);
    if (link.onCore()) {
      zeek.connection(uid, socket, "udp", "", "SF", course);
      return link;
    }
    long gap = 1_000_000_000L / perSecond;
    byte[] head = chance.bytes(12);
    head[0] = (byte) 0x80;
    for (long i = 0; i < count; i++) {
      Instant time = start.plusNanos(i * gap + chance.between(0, 2_000_000));
      datagrams.udp(time, socket, head, bytes - chance.between(0, 90), chance);
      datagrams.udp(
          time.plusNanos(gap / 3), reversed(socket), head, bytes - chance.between(0, 90), chance);
    }
    return link;
  }

  /** Echo requests, one a second, and their answers if the other machine is up. */
  public void ping(Instant start, Machine from, Machine to, int count, Chance chance) {
    Socket socket = new Socket(from, 8, to, 0);
    int identifier = chance.between(1, 0xFFFF);
    long answer = roundTrip(socket).toNanos() + chance.between(10_000, 300_000);
    Instant end = start.plusSeconds(count - 1L).plusNanos(answer);
    if (atEdge(socket)) {
      for (int i = 0; i < count; i++) {
        datagrams.ping(start.plusSeconds(i), from, to, identifier, i + 1);
        datagrams.pong(start.plusSeconds(i).plusNanos(answer), to, from, identifier, i + 1);
      }
    } else {
      Course course =
          new Course(micros(start), micros(end), 56L * count, 56L * count, count, count, "");
      zeek.connection(ZeekSensor.connectionId(chance), socket, "icmp", "", "OTH", course);
    }
  }

  private static Socket reversed(Socket socket) {
    return new Socket(socket.server(), socket.serverPort(), socket.client(), socket.clientPort());
  }

  private static boolean atEdge(Socket socket) {
    return socket.client().zone().internal() != socket.server().zone().internal();
  }

  /** Far machines are always equally far. */
  private static Duration roundTrip(Socket socket) {
    Machine far = socket.client().zone() == Zone.INTERNET ? socket.client() : socket.server();
    long near = 250 + (far.address().low() & 0x1FF);
    if (far.zone() == Zone.INTERNET) {
      return Duration.ofNanos(
          1_000 * (9_000 + (far.address().low() * 2_654_435_761L >>> 7 & 0xFFFF)));
    }
    return Duration.ofNanos(1_000 * (far.zone() == Zone.VPN ? near + 28_000 : near));
  }

  static Instant time(long micros) {
    return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000);
  }

  static long micros(Instant time) {
    return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
  }
}
