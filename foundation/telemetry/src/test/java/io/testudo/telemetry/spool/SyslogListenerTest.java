package io.testudo.telemetry.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Syslog over real sockets on loopback. */
class SyslogListenerTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path folder;
  private Spool spool;
  private SyslogListener listener;

  @BeforeEach
  void start() throws IOException {
    SpoolConfig quick =
        new SpoolConfig(1 << 20, Duration.ofMillis(5), 4096, 1 << 24, Duration.ZERO);
    spool = Spool.open(folder, quick, InstantSource.system());
    listener =
        new SyslogListener(
            new SyslogListenerConfig(
                InetAddress.getLoopbackAddress(), 0, 0, 2, 1000, Duration.ofSeconds(30)),
            spool);
    listener.start();
  }

  @AfterEach
  void stop() throws IOException {
    listener.close();
    spool.close();
  }

  private List<String> next(SpoolCursor cursor, int count) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SpooledMessage message = cursor.next(LONG);
      assertThat(message).isNotNull();
      texts.add(message.transport() + " " + new String(message.bytes(), StandardCharsets.UTF_8));
    }
    return texts;
  }

  @Test
  void spoolsDatagrams() throws IOException {
    try (DatagramSocket socket = new DatagramSocket();
        SpoolCursor cursor = spool.cursor()) {
      byte[] bytes = "<13>one\n".getBytes(StandardCharsets.UTF_8);
      socket.send(
          new DatagramPacket(
              bytes, bytes.length, InetAddress.getLoopbackAddress(), listener.udpPort()));

      assertThat(next(cursor, 1)).containsExactly("UDP <13>one");
      assertThat(listener.statistics().byPeer()).containsEntry("127.0.0.1", 1L);
    }
  }

  @Test
  void spoolsConnectionsInBothFramingsAndCutsWhatIsTooLong() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.tcpPort());
        SpoolCursor cursor = spool.cursor()) {
      OutputStream out = socket.getOutputStream();
      String text = "<13>one\n7 <13>two<13>" + "x".repeat(5000) + "\n<13>end\n";
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();

      List<String> messages = next(cursor, 4);

      assertThat(messages.get(0)).isEqualTo("TCP <13>one");
      assertThat(messages.get(1)).isEqualTo("TCP <13>two");
      assertThat(messages.get(2)).startsWith("TCP_CUT <13>xxx").hasSizeLessThan(1000);
      assertThat(messages.get(3)).isEqualTo("TCP <13>end");
      assertThat(listener.statistics().cut()).isEqualTo(1);
    }
  }

  @Test
  void refusesConnectionsBeyondTheBound() throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (SpoolCursor cursor = spool.cursor();
        Socket first = new Socket(here, listener.tcpPort());
        Socket second = new Socket(here, listener.tcpPort())) {
      first.getOutputStream().write("<13>a\n".getBytes(StandardCharsets.UTF_8));
      next(cursor, 1);
      second.getOutputStream().write("<13>b\n".getBytes(StandardCharsets.UTF_8));
      next(cursor, 1);
      try (Socket third = new Socket(here, listener.tcpPort())) {
        third.setSoTimeout((int) LONG.toMillis());
        assertThat(third.getInputStream().read()).isEqualTo(-1);
      }
      assertThat(listener.statistics().refused()).isEqualTo(1);
      assertThat(listener.statistics().connections()).isEqualTo(2);
    }
  }

  @Test
  void goesOnOnceTheSystemGivesConnectionsAgainAndCountsWhatFailed() throws IOException {
    AtomicInteger failures = new AtomicInteger(4);
    ServerSocketFactory outOfDescriptors =
        new ServerSocketFactory() {
          @Override
          public ServerSocket createServerSocket() throws IOException {
            return new ServerSocket() {
              @Override
              public Socket accept() throws IOException {
                if (failures.getAndDecrement() > 0) {
                  throw new SocketException("Too many open files");
                }
                return super.accept();
              }
            };
          }

          @Override
          public ServerSocket createServerSocket(int port) throws IOException {
            return new ServerSocket(port);
          }

          @Override
          public ServerSocket createServerSocket(int port, int backlog) throws IOException {
            return new ServerSocket(port, backlog);
          }

          @Override
          public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
              throws IOException {
            return new ServerSocket(port, backlog, address);
          }
        };
    InetAddress here = InetAddress.getLoopbackAddress();
    try (SyslogListener starved =
            new SyslogListener(
                new SyslogListenerConfig(
                    here, SyslogListenerConfig.OFF, 0, 2, 1000, Duration.ofSeconds(30)),
                spool,
                outOfDescriptors);
        SpoolCursor cursor = spool.cursor()) {
      starved.start();
      try (Socket socket = new Socket(here, starved.tcpPort())) {
        socket.getOutputStream().write("<13>a\n".getBytes(StandardCharsets.UTF_8));

        assertThat(next(cursor, 1)).containsExactly("TCP <13>a");
        assertThat(starved.statistics().failed()).isEqualTo(4);
      }
    }
  }

  @Test
  void anAddressThatHoldsAllConnectionsGivesOneUpForAnother() throws IOException {
    InetAddress here = InetAddress.getByName("127.0.0.1");
    try (SpoolCursor cursor = spool.cursor();
        Socket talking = new Socket(here, listener.tcpPort());
        Socket silent = new Socket(here, listener.tcpPort())) {
      talking.getOutputStream().write("<13>a\n".getBytes(StandardCharsets.UTF_8));
      next(cursor, 1);
      silent.getOutputStream().write("<13>hal".getBytes(StandardCharsets.UTF_8));
      try (Socket other =
          new Socket(here, listener.tcpPort(), InetAddress.getByName("127.0.0.7"), 0)) {
        other.getOutputStream().write("<13>b\n".getBytes(StandardCharsets.UTF_8));
        assertThat(next(cursor, 1)).containsExactly("TCP <13>b");

        silent.setSoTimeout((int) LONG.toMillis());
        assertThat(silent.getInputStream().read()).isEqualTo(-1);
        talking.getOutputStream().write("<13>c\n".getBytes(StandardCharsets.UTF_8));
        assertThat(next(cursor, 1)).containsExactly("TCP <13>c");
        assertThat(listener.statistics().refused()).isEqualTo(1);
      }
    }
  }

  @Test
  void closesTheConnectionWhenTheSpoolIsGone() throws IOException {
    spool.close();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.tcpPort())) {
      socket.setSoTimeout((int) LONG.toMillis());
      socket.getOutputStream().write("<13>a\n".getBytes(StandardCharsets.UTF_8));
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(listener.statistics().shed()).isEqualTo(1);
  }
}
