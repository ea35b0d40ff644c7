package io.testudo.telemetry.spool;

import io.testudo.telemetry.spool.SpooledMessage.Transport;
import io.testudo.telemetry.syslog.SyslogFrames;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Listens to syslog over UDP and TCP and puts every message on the spool.
 *
 * <p>One virtual thread per connection. Connections, messages and counters are bounded; what is
 * beyond the bounds is shed and counted. Over TCP a full or failing spool closes the connection, so
 * that the sender knows; over UDP there is nobody to tell.
 */
public final class SyslogListener implements AutoCloseable {

  private static final int MOST_DATAGRAM_BYTES = 65_535;
  private static final int RECEIVE_BUFFER_BYTES = 4 << 20;

  private final SyslogListenerConfig config;
  private final Spool spool;
  private final OpenConnections open;
  private final Map<String, LongAdder> byPeer = new ConcurrentHashMap<>();
  private final LongAdder messages = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder shed = new LongAdder();
  private final LongAdder cut = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private volatile boolean closed;
  private @Nullable DatagramSocket datagrams;
  private @Nullable ServerSocket connections;

  /** A listener that is not started yet. */
  public SyslogListener(SyslogListenerConfig config, Spool spool) {
    this.config = config;
    this.spool = spool;
    this.open = new OpenConnections(config.mostConnections());
  }

  /**
   * Begins to listen.
   *
   * @throws IOException if a port cannot be had; then nothing listens
   */
  public synchronized void start() throws IOException {
    if (datagrams != null || connections != null || closed) {
      throw new IllegalStateException("a SyslogListener must be started once");
    }
    try {
      if (config.udpPort() != SyslogListenerConfig.OFF) {
        DatagramSocket socket =
            new DatagramSocket(new InetSocketAddress(config.address(), config.udpPort()));
        datagrams = socket;
        socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
        Thread.ofVirtual().name("syslog-udp").start(() -> receive(socket));
      }
      if (config.tcpPort() != SyslogListenerConfig.OFF) {
        ServerSocket socket = new ServerSocket();
        connections = socket;
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(config.address(), config.tcpPort()));
        Thread.ofVirtual().name("syslog-tcp").start(() -> accept(socket));
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** The port that datagrams are taken on; {@link SyslogListenerConfig#OFF} if none. */
  public synchronized int udpPort() {
    return datagrams == null ? SyslogListenerConfig.OFF : datagrams.getLocalPort();
  }

  /** The port that connections are taken on; {@link SyslogListenerConfig#OFF} if none. */
  public synchronized int tcpPort() {
    return connections == null ? SyslogListenerConfig.OFF : connections.getLocalPort();
  }

  private void receive(DatagramSocket socket) {
    DatagramPacket packet = new DatagramPacket(new byte[MOST_DATAGRAM_BYTES], MOST_DATAGRAM_BYTES);
    while (!closed) {
      try {
        packet.setLength(MOST_DATAGRAM_BYTES);
        socket.receive(packet);
      } catch (IOException e) {
        if (socket.isClosed()) {
          return;
        }
        continue;
      }
      int length = packet.getLength();
      while (length > 0 && isEnd(packet.getData()[length - 1])) {
        length--;
      }
      if (length > 0) {
        keep(
            Transport.UDP,
            packet.getAddress(),
            packet.getPort(),
            packet.getData(),
            0,
            Math.min(length, config.mostMessageBytes()));
      }
    }
  }

  private static boolean isEnd(byte b) {
    return b == '\n' || b == '\r' || b == 0;
  }

  private void accept(ServerSocket server) {
    while (!closed) {
      Socket socket;
      try {
        socket = server.accept();
      } catch (IOException e) {
        if (server.isClosed()) {
          return;
        }
        continue;
      }
      OpenConnections.Admission admission = open.admit(socket);
      OpenConnections.Connection admitted = admission.admitted();
      if (admitted == null) {
        refused.increment();
        closeQuietly(socket);
        continue;
      }
      if (admission.displaced() != null) {
        refused.increment();
        closeQuietly(admission.displaced().socket);
      }
      Thread.ofVirtual().name("syslog-tcp-peer").start(() -> serve(admitted));
    }
  }

  private void serve(OpenConnections.Connection connection) {
    try (Socket socket = connection.socket) {
      socket.setSoTimeout((int) config.idle().toMillis());
      SyslogFrames frames = new SyslogFrames(socket.getInputStream(), config.mostMessageBytes());
      while (!closed && frames.next()) {
        boolean isCut = frames.excess() > 0;
        if (isCut) {
          cut.increment();
        }
        boolean kept =
            keep(
                isCut ? Transport.TCP_CUT : Transport.TCP,
                socket.getInetAddress(),
                socket.getPort(),
                frames.buffer(),
                frames.from(),
                frames.length());
        if (!kept) {
          return;
        }
        connection.messages.incrementAndGet();
      }
    } catch (IOException e) {
      // The peer broke off or was silent too long: it may connect again.
    } finally {
      open.remove(connection);
    }
  }

  private boolean keep(
      Transport transport, InetAddress address, int port, byte[] message, int from, int length) {
    String host = address.getHostAddress();
    String peer = (host.indexOf(':') >= 0 ? "[" + host + "]:" : host + ":") + port;
    boolean kept;
    try {
      kept = spool.append(transport, peer, message, from, length);
    } catch (IOException e) {
      kept = false;
    }
    if (!kept) {
      shed.increment();
      return false;
    }
    messages.increment();
    bytes.add(length);
    String counted =
        byPeer.containsKey(host) || byPeer.size() < SyslogListenerStatistics.MOST_PEERS
            ? host
            : "other";
    byPeer.computeIfAbsent(counted, key -> new LongAdder()).increment();
    return true;
  }

  /** What was received so far. */
  public SyslogListenerStatistics statistics() {
    Map<String, Long> peers = new HashMap<>();
    byPeer.forEach((peer, count) -> peers.put(peer, count.sum()));
    return new SyslogListenerStatistics(
        messages.sum(), bytes.sum(), shed.sum(), cut.sum(), open.size(), refused.sum(), peers);
  }

  /** Stops listening and closes all connections; the spool stays open. */
  @Override
  public synchronized void close() {
    closed = true;
    if (datagrams != null) {
      datagrams.close();
    }
    if (connections != null) {
      try {
        connections.close();
      } catch (IOException e) {
        // It is of no further use either way.
      }
    }
    open.all().forEach(connection -> closeQuietly(connection.socket));
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no further use either way.
    }
  }
}
