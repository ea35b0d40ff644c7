package io.testudo.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a log and its server, and can lose the server's answer to a commit. */
final class CuttingProxy implements AutoCloseable {

  private final DatabaseAddress server;
  private final ServerSocket door;
  private final AtomicBoolean armed = new AtomicBoolean();
  private final AtomicInteger lost = new AtomicInteger();

  CuttingProxy(DatabaseAddress server) throws IOException {
    this.server = server;
    this.door = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    Thread.ofVirtual().start(this::accept);
  }

  DatabaseAddress address() {
    return new DatabaseAddress(
        server.url().replaceFirst(":\\d+/", ":" + door.getLocalPort() + "/"),
        server.user(),
        server.password());
  }

  void loseTheAnswerToTheNextCommit() {
    armed.set(true);
  }

  int answersLost() {
    return lost.get();
  }

  private void accept() {
    int port = Integer.parseInt(server.url().replaceAll(".*:(\\d+)/.*", "$1"));
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        Socket database = new Socket("127.0.0.1", port);
        Thread.ofVirtual().start(() -> pump(client, database, false));
        Thread.ofVirtual().start(() -> pump(database, client, true));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void pump(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[1 << 16];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (answers && tellsOfACommit(buffer, read) && armed.compareAndSet(true, false)) {
          lost.incrementAndGet();
          return;
        }
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // One of both has gone, and with it the other.
    }
  }

  /** The server's command tag, after which the transaction counts. */
  private static boolean tellsOfACommit(byte[] buffer, int length) {
    return new String(buffer, 0, length, StandardCharsets.ISO_8859_1).contains("COMMIT\0");
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
