package io.testudo.telemetry.spool;

import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The connections that senders hold, at most {@code most}, shared fairly between their addresses:
 * when all are taken, a newcomer displaces one of the address that holds the most, unless that
 * leaves the newcomer's own with more. So whoever opens connections and says nothing shuts the door
 * to nobody else, however many are opened from one address; of IPv6, from one /64 network.
 *
 * <p>Displaced is the connection that sent the fewest messages. All methods may be called from any
 * thread.
 */
final class OpenConnections {

  private static final int NETWORK_BYTES = 8;

  /** A connection and what it has brought. */
  static final class Connection {
    final Socket socket;
    final AtomicLong messages = new AtomicLong();
    private final List<Byte> sender;

    private Connection(Socket socket, List<Byte> sender) {
      this.socket = socket;
      this.sender = sender;
    }
  }

  /**
   * What becomes of a newcomer.
   *
   * @param admitted the newcomer, or null if it must be closed
   * @param displaced the one that must be closed in its favour, if any
   */
  record Admission(@Nullable Connection admitted, @Nullable Connection displaced) {}

  private final int most;
  private final Map<List<Byte>, Set<Connection>> bySender = new HashMap<>();
  private int size;

  OpenConnections(int most) {
    this.most = most;
  }

  synchronized Admission admit(Socket socket) {
    Connection newcomer = new Connection(socket, sender(socket.getInetAddress()));
    Connection displaced = null;
    if (size >= most) {
      Set<Connection> largest =
          bySender.values().stream().max(Comparator.comparingInt(Set::size)).orElse(Set.of());
      if (largest.size() < held(newcomer) + 2) {
        return new Admission(null, null);
      }
      displaced =
          largest.stream()
              .min(Comparator.comparingLong(connection -> connection.messages.get()))
              .orElseThrow();
      remove(displaced);
    }
    bySender.computeIfAbsent(newcomer.sender, sender -> new LinkedHashSet<>()).add(newcomer);
    size++;
    return new Admission(newcomer, displaced);
  }

  private int held(Connection connection) {
    return bySender.getOrDefault(connection.sender, Set.of()).size();
  }

  /** Forgets the connection, which may have been displaced before. */
  synchronized void remove(Connection connection) {
    Set<Connection> held = bySender.get(connection.sender);
    if (held == null || !held.remove(connection)) {
      return;
    }
    size--;
    if (held.isEmpty()) {
      bySender.remove(connection.sender);
    }
  }

  synchronized int size() {
    return size;
  }

  synchronized List<Connection> all() {
    return bySender.values().stream().flatMap(Set::stream).toList();
  }

  private static List<Byte> sender(InetAddress address) {
    byte[] bytes = address.getAddress();
    List<Byte> sender = new ArrayList<>();
    for (byte b : Arrays.copyOf(bytes, Math.min(bytes.length, NETWORK_BYTES))) {
      sender.add(b);
    }
    return List.copyOf(sender);
  }
}
