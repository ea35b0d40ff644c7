package io.testudo.app.web.live;

import io.testudo.app.web.access.account.Accounts;
import io.testudo.app.web.access.account.SignedIn;
import io.testudo.app.web.live.Changes.Counts;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The stream of server-sent events: names what changed, so that a page asks for its part of it.
 *
 * <p>Each stream has its own virtual thread, so that a slow reader slows nobody else. It ends when
 * the account behind it no longer holds.
 */
@RestController
public final class LiveStream {

  private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);
  private static final int MOST_STREAMS = 128;
  private static final int MOST_IDS = 50;
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final Duration BETWEEN = Duration.ofMillis(500);

  private final Changes changes;
  private final Accounts accounts;
  private final Semaphore room = new Semaphore(MOST_STREAMS);

  public LiveStream(Changes changes, Accounts accounts) {
    this.changes = changes;
    this.accounts = accounts;
  }

  /** Streams until the browser leaves. */
  @GetMapping("/stream")
  public void stream(SignedIn who, HttpServletResponse response)
      throws IOException, InterruptedException {
    if (!room.tryAcquire()) {
      response.sendError(HttpStatus.SERVICE_UNAVAILABLE.value());
      return;
    }
    try {
      tell(who, response);
    } catch (IOException e) {
      LOG.debug("A reader of the live stream left.", e);
    } finally {
      room.release();
    }
  }

  private void tell(SignedIn who, HttpServletResponse response)
      throws IOException, InterruptedException {
    response.setContentType("text/event-stream");
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no");
    OutputStream out = response.getOutputStream();
    write(out, "retry: 3000\n\n");
    Counts seen = changes.counts();
    while (!changes.isClosed() && accounts.holds(who)) {
      changes.await(seen, HEARTBEAT);
      Counts now = changes.counts();
      write(out, now.equals(seen) ? ":\n\n" : events(seen, now));
      seen = now;
      changes.rest(BETWEEN);
    }
  }

  private String events(Counts seen, Counts now) {
    StringBuilder text = new StringBuilder();
    if (now.incidents() != seen.incidents()) {
      ArrayNode ids = JsonNodeFactory.instance.arrayNode();
      changes.incidentsAfter(seen.incidents()).stream().limit(MOST_IDS).forEach(ids::add);
      append(text, "incident", ids.toString());
    }
    if (now.findings() != seen.findings()) {
      append(text, "finding", "[]");
    }
    if (now.facts() != seen.facts()) {
      append(text, "fact", "[]");
    }
    if (now.sources() != seen.sources()) {
      append(text, "source", "[]");
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String event, String data) {
    text.append("event: ").append(event).append("\ndata: ").append(data).append("\n\n");
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
