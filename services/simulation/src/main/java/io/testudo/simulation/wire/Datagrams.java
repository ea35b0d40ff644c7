package io.testudo.simulation.wire;

import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import java.time.Instant;

/** Packets without connections: UDP datagrams and ICMP echoes. */
public final class Datagrams {

  private final EdgeTap tap;
  private final Frames frames = new Frames();

  /** Datagrams that {@code tap} sees. */
  public Datagrams(EdgeTap tap) {
    this.tap = tap;
  }

  /** A datagram whose payload begins with {@code head} and has {@code length} bytes. */
  public void udp(Instant time, TcpDialogue.Socket way, byte[] head, int length, Chance chance) {
    int wire =
        frames.udp(
            way.client(),
            way.clientPort(),
            way.server(),
            way.serverPort(),
            head,
            length,
            chance.between(0, 0xFFFF));
    tap.packet(EdgeTap.micros(time), frames.buffer(), wire);
  }

  /** An echo request of ICMP. */
  public void ping(Instant time, Machine from, Machine to, int identifier, int sequence) {
    int wire = frames.echo(from, to, 8, identifier, sequence);
    tap.packet(EdgeTap.micros(time), frames.buffer(), wire);
  }

  /** The answer to an echo request. */
  public void pong(Instant time, Machine from, Machine to, int identifier, int sequence) {
    int wire = frames.echo(from, to, 0, identifier, sequence);
    tap.packet(EdgeTap.micros(time), frames.buffer(), wire);
  }
}
