package io.testudo.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that say nothing, or only half of what they have to say, by real sockets. */
class SilentConnectionsTest {

  private static final int SILENT = 700;

  @TempDir private Path data;

  @Test
  void aLogInIsAnsweredWhileHundredsOfConnectionsAreSilent() throws Exception {
    List<Closeable> open = new ArrayList<>();
    try (Bench bench = new Bench(data);
        HttpClient client = HttpClient.newHttpClient()) {
      URI server = URI.create(bench.server.url());
      for (int i = 0; i < SILENT; i++) {
        Socket socket = new Socket(InetAddress.getByName(server.getHost()), server.getPort());
        open.add(socket);
        if (i % 2 == 0) {
          socket
              .getOutputStream()
              .write("GET /login HTTP/1.1\r\nHost: x\r\nX-".getBytes(StandardCharsets.US_ASCII));
        }
      }

      HttpRequest request =
          HttpRequest.newBuilder(server.resolve("/login")).timeout(Duration.ofSeconds(8)).build();
      assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    } finally {
      close(open);
    }
  }

  private static void close(List<Closeable> all) throws IOException {
    for (Closeable one : all) {
      one.close();
    }
  }
}
