package io.testudo.simulation.wire;

import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection from its first SYN to its end, packet by packet.
 *
 * <p>Handshake with options, data cut into segments, an acknowledgement for each second segment, a
 * rare loss that is sent again, and the ending. Sequence numbers run as RFC 9293 has them.
 */
public final class TcpDialogue {

  private static final int JOINED = 44;
  private static final double LOSS = 0.0004;

  private final Machine client;
  private final int clientPort;
  private final Machine server;
  private final int serverPort;
  private final Chance chance;
  private final @Nullable EdgeTap tap;
  private final Frames frames;
  private final Duration roundTrip;
  private final long bytesPerSecond;

  private long now;
  private long first;
  private final int[] sequence = new int[2];
  private final int[] acknowledged = new int[2];
  private final long[] bytes = new long[2];
  private final long[] packets = new long[2];
  private final int[] identification = new int[2];
  private final StringBuilder history = new StringBuilder();

  /**
   * @param tap where its packets are seen; null if the connection does not pass there
   * @param roundTrip time from one end to the other and back
   * @param bytesPerSecond how fast bulk data flow
   */
  public TcpDialogue(
      Socket socket,
      Chance chance,
      @Nullable EdgeTap tap,
      Duration roundTrip,
      long bytesPerSecond) {
    this.client = socket.client;
    this.clientPort = socket.clientPort;
    this.server = socket.server;
    this.serverPort = socket.serverPort;
    this.chance = chance;
    this.tap = tap;
    this.frames = new Frames();
    this.roundTrip = roundTrip;
    this.bytesPerSecond = bytesPerSecond;
    this.identification[0] = chance.between(0, 0xFFFF);
    this.identification[1] = chance.between(0, 0xFFFF);
  }

  /** The two ends of a connection. */
  public record Socket(Machine client, int clientPort, Machine server, int serverPort) {}

  /** Runs the connection from {@code start}. */
  public Course run(Instant start, List<Turn> turns, Ending ending) {
    now = EdgeTap.micros(start);
    first = now;
    sequence[0] = (int) chance.between(0, 0xFFFF_FFFFL);
    sequence[1] = (int) chance.between(0, 0xFFFF_FFFFL);
    switch (ending) {
      case REFUSED -> refuse();
      case UNANSWERED -> knock();
      case SILENT -> send(0, Frames.SYN, 'S');
      case PROBED -> probe();
      case CLOSED, RESET_BY_CLIENT, RESET_BY_SERVER, OPEN -> {
        shakeHands();
        turns.forEach(this::speak);
        end(ending);
      }
    }
    return new Course(first, now, bytes[0], bytes[1], packets[0], packets[1], history.toString());
  }

  private void refuse() {
    send(0, Frames.SYN, 'S');
    now += half();
    acknowledged[1] = sequence[0];
    sequence[1] = 0;
    send(1, Frames.RST | Frames.ACK, 'r');
  }

  private void knock() {
    send(0, Frames.SYN, 'S');
    for (long wait = 1_000_000; wait <= 2_000_000; wait *= 2) {
      now += wait;
      sequence[0]--;
      send(0, Frames.SYN, 'S');
    }
  }

  private void probe() {
    send(0, Frames.SYN, 'S');
    now += half();
    acknowledged[1] = sequence[0];
    send(1, Frames.SYN | Frames.ACK, 'h');
    now += half();
    send(0, Frames.RST, 'R');
  }

  private void shakeHands() {
    send(0, Frames.SYN, 'S');
    now += half();
    acknowledged[1] = sequence[0];
    send(1, Frames.SYN | Frames.ACK, 'h');
    now += half();
    acknowledged[0] = sequence[1];
    send(0, Frames.ACK, 'A');
  }

  private void speak(Turn turn) {
    int side = turn.side() == Turn.Side.CLIENT ? 0 : 1;
    now += turn.pause().toNanos() / 1_000 + half();
    int most =
        turn.bytes() > 60_000
            ? JOINED * Frames.SEGMENT
            : turn.bytes() > 12_000 ? 4 * Frames.SEGMENT : Frames.SEGMENT;
    long said = 0;
    int unacknowledged = 0;
    while (said < turn.bytes()) {
      int length = (int) Math.min(most, turn.bytes() - said);
      boolean last = said + length == turn.bytes();
      // Bulk data over TLS comes in records, and each segment here begins one.
      boolean record = said > 0 && turn.head().length == Openings.RECORD_HEADER;
      byte[] head = record ? Openings.encrypted(length) : turn.head();
      data(side, head, record ? 0 : (int) Math.min(said, head.length), length, last);
      said += length;
      unacknowledged += length;
      now += 1 + length * 1_000_000L / bytesPerSecond;
      if (unacknowledged >= 2 * Frames.SEGMENT || last) {
        acknowledge(1 - side, unacknowledged);
        unacknowledged = 0;
      }
    }
  }

  private void data(int side, byte[] head, int offset, int length, boolean last) {
    int flags = Frames.ACK | (last ? Frames.PSH : 0);
    segment(side, flags, head, offset, length);
    note(side == 0 ? 'D' : 'd');
    if (tap != null && chance.happens(LOSS)) {
      now += 210_000 + half();
      segment(side, flags, head, offset, length);
      packets[side] += (length - 1) / Frames.SEGMENT + 1;
      note(side == 0 ? 'T' : 't');
    }
    sequence[side] += length;
    bytes[side] += length;
    packets[side] += (length - 1) / Frames.SEGMENT + 1;
  }

  private void acknowledge(int side, int length) {
    acknowledged[side] = sequence[1 - side];
    now += 20 + chance.between(0, 60);
    segment(side, Frames.ACK, NOTHING, 0, 0);
    packets[side] += Math.max(1, length / (2 * Frames.SEGMENT));
    note(side == 0 ? 'A' : 'a');
  }

  private void end(Ending ending) {
    if (ending == Ending.OPEN) {
      return;
    }
    now += chance.between(500, 40_000);
    if (ending == Ending.RESET_BY_CLIENT) {
      send(0, Frames.RST | Frames.ACK, 'R');
    } else if (ending == Ending.RESET_BY_SERVER) {
      send(1, Frames.RST | Frames.ACK, 'r');
    } else {
      send(0, Frames.FIN | Frames.ACK, 'F');
      now += half();
      acknowledged[1] = sequence[0];
      send(1, Frames.FIN | Frames.ACK, 'f');
      now += half();
      acknowledged[0] = sequence[1];
      send(0, Frames.ACK, 'A');
    }
  }

  private void send(int side, int flags, char letter) {
    segment(side, flags, NOTHING, 0, 0);
    packets[side]++;
    if ((flags & (Frames.SYN | Frames.FIN)) != 0) {
      sequence[side]++;
    }
    note(letter);
  }

  private void note(char letter) {
    if (history.indexOf(String.valueOf(letter)) < 0) {
      history.append(letter);
    }
  }

  private static final byte[] NOTHING = {};

  private void segment(int side, int flags, byte[] payload, int offset, int length) {
    if (tap == null) {
      return;
    }
    int acknowledgement = (flags & Frames.ACK) != 0 ? acknowledged[side] : 0;
    Frames.Segment segment =
        new Frames.Segment(
            side == 0 ? client : server,
            side == 0 ? clientPort : serverPort,
            side == 0 ? server : client,
            side == 0 ? serverPort : clientPort,
            flags,
            sequence[side],
            acknowledgement,
            (flags & Frames.RST) != 0 ? 0 : side == 0 ? 64_240 : 65_160,
            identification[side]++ & 0xFFFF);
    int wire = frames.tcp(segment, payload, offset, length);
    tap.packet(now, frames.buffer(), wire);
  }

  private long half() {
    long micros = roundTrip.toNanos() / 2_000;
    return micros + chance.between(0L, micros / 8 + 1);
  }
}
