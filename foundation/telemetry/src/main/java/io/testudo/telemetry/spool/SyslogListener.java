package io.testudo.telemetry.spool;

import io.testudo.telemetry.spool.SpooledMessage.Transport;
import io.testudo.telemetry.syslog.SyslogFrames;
import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Listens to syslog over UDP, TCP and TLS (RFC 5425) and puts every message on the spool.
 *
 * <p>Guarantees: a client that dawdles holds its own place and no other; the agreement on TLS is
 * given up after {@link #AGREEMENT}.
 *
 * <p>One virtual thread per connection. Connections, messages and counters are bounded; what is
 * beyond the bounds is shed and counted. Over TCP a full or failing spool closes the connection, so
 * that the sender knows; over UDP there is nobody to tell.
 */
public final class SyslogListener implements AutoCloseable {

  private static final int MOST_DATAGRAM_BYTES = 65_535;
  private static final int RECEIVE_BUFFER_BYTES = 4 << 20;

  /** How long a client may take to agree on TLS, however it spends that time. */
  static final Duration AGREEMENT = Duration.ofSeconds(10);

  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final SyslogListenerConfig config;
  private final Spool spool;
  private final OpenConnections open;
  private final Map<String, LongAdder> byPeer = new ConcurrentHashMap<>();
  private final LongAdder messages = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder shed = new LongAdder();
  private final LongAdder cut = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final ServerSocketFactory sockets;
  private volatile boolean closed;
  private @Nullable DatagramSocket datagrams;
  private @Nullable ServerSocket connections;
  private @Nullable ServerSocket secured;

  /** A listener that is not started yet. */
  public SyslogListener(SyslogListenerConfig config, Spool spool) {
    this(config, spool, ServerSocketFactory.getDefault());
  }

  SyslogListener(SyslogListenerConfig config, Spool spool, ServerSocketFactory sockets) {
    this.sockets = sockets;
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
        ServerSocket socket = sockets.createServerSocket();
        connections = socket;
        bind(socket, config.tcpPort());
        Thread.ofVirtual().name("syslog-tcp").start(() -> accept(socket, null));
      }
      SyslogListenerConfig.Tls tls = config.tls();
      if (tls != null) {
        ServerSocket socket = sockets.createServerSocket();
        secured = socket;
        bind(socket, tls.port());
        Thread.ofVirtual().name("syslog-tls").start(() -> accept(socket, tls));
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private void bind(ServerSocket socket, int port) throws IOException {
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(config.address(), port));
  }

  /** The port that datagrams are taken on; {@link SyslogListenerConfig#OFF} if none. */
  public synchronized int udpPort() {
    return datagrams == null ? SyslogListenerConfig.OFF : datagrams.getLocalPort();
  }

  /** The port that connections are taken on; {@link SyslogListenerConfig#OFF} if none. */
  public synchronized int tcpPort() {
    return connections == null ? SyslogListenerConfig.OFF : connections.getLocalPort();
  }

  /** The port for connections under TLS; {@link SyslogListenerConfig#OFF} if none. */
  public synchronized int tlsPort() {
    return secured == null ? SyslogListenerConfig.OFF : secured.getLocalPort();
  }

  private void receive(DatagramSocket socket) {
    FailurePause pause = new FailurePause();
    DatagramPacket packet = new DatagramPacket(new byte[MOST_DATAGRAM_BYTES], MOST_DATAGRAM_BYTES);
    while (!closed) {
      try {
        packet.setLength(MOST_DATAGRAM_BYTES);
        socket.receive(packet);
        pause.over();
      } catch (IOException e) {
        if (socket.isClosed()) {
          return;
        }
        failed.increment();
        pause.await();
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

  private void accept(ServerSocket server, SyslogListenerConfig.@Nullable Tls tls) {
    FailurePause pause = new FailurePause();
    while (!closed) {
      Socket socket;
      try {
        socket = server.accept();
        pause.over();
      } catch (IOException e) {
        if (server.isClosed()) {
          return;
        }
        failed.increment();
        pause.await();
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
      Thread.ofVirtual().name("syslog-tcp-peer").start(() -> serve(admitted, tls));
    }
  }

  private void serve(
      OpenConnections.Connection connection, SyslogListenerConfig.@Nullable Tls tls) {
    try (Socket socket = connection.socket;
        Socket agreed = tls == null ? socket : agree(socket, tls)) {
      agreed.setSoTimeout((int) config.idle().toMillis());
      SyslogFrames frames = new SyslogFrames(agreed.getInputStream(), config.mostMessageBytes());
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

  /** Agrees on TLS, in the time that there is for that. */
  private SSLSocket agree(Socket socket, SyslogListenerConfig.Tls tls) throws IOException {
    Thread guard =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Thread.sleep(AGREEMENT);
                    closeQuietly(socket);
                  } catch (InterruptedException e) {
                    // They agreed in time, or never will.
                  }
                });
    try {
      SSLSocketFactory factory = tls.context().getSocketFactory();
      var agreed = (SSLSocket) factory.createSocket(socket, null, socket.getPort(), true);
      agreed.setUseClientMode(false);
      agreed.setEnabledProtocols(PROTOCOLS);
      agreed.setNeedClientAuth(tls.clients() == SyslogListenerConfig.Clients.CERTIFIED);
      agreed.startHandshake();
      return agreed;
    } catch (IOException e) {
      refused.increment();
      throw e;
    } finally {
      guard.interrupt();
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
        messages.sum(),
        bytes.sum(),
        shed.sum(),
        cut.sum(),
        open.size(),
        refused.sum(),
        failed.sum(),
        peers);
  }

  /** Stops listening and closes all connections; the spool stays open. */
  @Override
  public synchronized void close() {
    closed = true;
    if (datagrams != null) {
      datagrams.close();
    }
    closeQuietly(connections);
    closeQuietly(secured);
    open.all().forEach(connection -> closeQuietly(connection.socket));
  }

  private static void closeQuietly(@Nullable Closeable socket) {
    if (socket == null) {
      return;
    }
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no further use either way.
    }
  }
}
