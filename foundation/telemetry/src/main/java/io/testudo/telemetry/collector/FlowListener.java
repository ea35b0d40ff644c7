package io.testudo.telemetry.collector;

import io.testudo.telemetry.spool.Spool;
import io.testudo.telemetry.spool.SpooledMessage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Listens to exporters of flows over UDP and puts every datagram on the spool, with the exporter's
 * address and the time at which it came.
 *
 * <p>One thread does nothing but empty the socket, another writes: a disk that is slow for a moment
 * costs memory, not datagrams. What is beyond the bound of that memory is shed from the middle of
 * the burst and counted (see {@link BurstBuffer}).
 */
public final class FlowListener implements AutoCloseable {

  private static final int MOST_DATAGRAM_BYTES = 65_535;

  /** What is asked of the operating system, which gives what its own bound allows. */
  private static final int RECEIVE_BUFFER_BYTES = 32 << 20;

  private static final long TAKE_MILLIS = 500;

  private final FlowListenerConfig config;
  private final Spool spool;
  private final InstantSource clock;
  private final BurstBuffer buffer;
  private final LongAdder datagrams = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder shed = new LongAdder();
  private final Thread receiver;
  private final Thread writer;
  private @Nullable DatagramChannel channel;
  private volatile long droppedAtEnd = SocketDrops.UNKNOWN;

  /** A listener that is not started yet. */
  public FlowListener(FlowListenerConfig config, Spool spool, InstantSource clock) {
    this.config = config;
    this.spool = spool;
    this.clock = clock;
    this.buffer = new BurstBuffer(config.bufferBytes());
    this.receiver = Thread.ofPlatform().daemon().name("flow-receive").unstarted(this::receive);
    this.writer = Thread.ofPlatform().daemon().name("flow-spool").unstarted(this::write);
  }

  /**
   * Begins to listen.
   *
   * @throws IOException if the port cannot be had
   */
  public synchronized void start() throws IOException {
    if (channel != null || buffer.isClosed()) {
      throw new IllegalStateException("a FlowListener must be started once");
    }
    DatagramChannel opened = DatagramChannel.open();
    try {
      opened.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
      opened.bind(new InetSocketAddress(config.address(), config.port()));
    } catch (IOException e) {
      opened.close();
      throw e;
    }
    channel = opened;
    receiver.start();
    writer.start();
  }

  /** The port that datagrams are taken on; 0 before the start. */
  public synchronized int port() {
    DatagramChannel open = channel;
    return open == null || !open.isOpen() ? 0 : open.socket().getLocalPort();
  }

  private void receive() {
    DatagramChannel open;
    synchronized (this) {
      open = channel;
    }
    if (open == null) {
      return;
    }
    ByteBuffer datagram = ByteBuffer.allocateDirect(MOST_DATAGRAM_BYTES);
    InetSocketAddress last = null;
    String peer = "";
    while (true) {
      try {
        datagram.clear();
        InetSocketAddress sender = (InetSocketAddress) open.receive(datagram);
        if (sender == null) {
          continue;
        }
        if (!sender.equals(last)) {
          last = sender;
          peer = peer(sender);
        }
        byte[] content = new byte[datagram.flip().remaining()];
        datagram.get(content);
        shed.add(buffer.put(new BurstBuffer.Received(clock.instant(), peer, content)));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        if (!open.isOpen()) {
          return;
        }
      }
    }
  }

  private static String peer(InetSocketAddress sender) {
    String host = sender.getAddress().getHostAddress();
    int zone = host.indexOf('%');
    host = zone < 0 ? host : host.substring(0, zone);
    return (host.indexOf(':') >= 0 ? "[" + host + "]:" : host + ":") + sender.getPort();
  }

  private void write() {
    try {
      while (true) {
        BurstBuffer.Received datagram = buffer.take(TAKE_MILLIS);
        if (datagram != null) {
          spool(datagram);
        } else if (buffer.isClosed()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void spool(BurstBuffer.Received datagram) {
    boolean kept;
    try {
      kept =
          spool.append(
              datagram.at(),
              SpooledMessage.Transport.FLOW_EXPORT,
              datagram.peer(),
              datagram.bytes(),
              0,
              datagram.bytes().length);
    } catch (IOException e) {
      kept = false;
    }
    if (kept) {
      datagrams.increment();
      bytes.add(datagram.bytes().length);
    } else {
      shed.increment();
    }
  }

  /** What was received so far. */
  public FlowListenerStatistics statistics() {
    int port = port();
    return new FlowListenerStatistics(
        datagrams.sum(), bytes.sum(), shed.sum(), port == 0 ? droppedAtEnd : SocketDrops.at(port));
  }

  /** Stops listening, and spools what waits in memory; the spool stays open. */
  @Override
  public synchronized void close() {
    DatagramChannel open = channel;
    if (open != null && open.isOpen()) {
      droppedAtEnd = SocketDrops.at(port());
      try {
        open.close();
      } catch (IOException e) {
        // It is of no further use either way.
      }
    }
    buffer.close();
    try {
      writer.join(TAKE_MILLIS * 20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
