package io.testudo.app.ingest;

import io.testudo.telemetry.spool.Spool;
import io.testudo.telemetry.spool.SpoolCursor;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a spool as it is filled, from where the source's last checkpoint stands. */
final class SpoolFollower {

  private static final Logger LOG = LoggerFactory.getLogger(SpoolFollower.class);
  private static final Duration WAIT = Duration.ofMillis(500);
  private static final Duration RETRY = Duration.ofSeconds(5);

  /** So many waits without a message, and what waits for more goes on without it: 35 seconds. */
  private static final int WAITS_UNTIL_SETTLED = 70;

  private final String name;
  private final SourceSession session;
  private final SourceMeter meter;
  private final Spool spool;
  private int waits;
  private volatile boolean silent = true;

  SpoolFollower(String name, SourceSession session, SourceMeter meter, Spool spool) {
    this.name = name;
    this.session = session;
    this.meter = meter;
    this.spool = spool;
  }

  /** Whether all that came has been read. */
  boolean isSilent() {
    return silent;
  }

  /** Reads until the session is asked to stop. */
  void run() {
    try {
      while (!session.isStopping()) {
        try (SpoolCursor cursor =
            session.lastItem().isEmpty()
                ? spool.cursor()
                : spool.cursorAfter(session.lastItem(), session.lastRecord())) {
          follow(cursor);
        } catch (IOException e) {
          meter.failed(String.valueOf(e.getMessage()));
          LOG.warn("The spool of {} cannot be read: {}", name, e.getMessage());
          Thread.sleep(RETRY);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SourceSession.Stopped e) {
      LOG.debug("Reading of {} stopped.", name);
    } catch (RuntimeException e) {
      LOG.error(
          "Reading of {} ended by a fault; the spool keeps what comes, and the next start goes on.",
          name,
          e);
      meter.failed("ended by a fault: " + e);
      return;
    }
    meter.state(SourceStatus.State.STOPPED);
  }

  private void follow(SpoolCursor cursor) throws IOException {
    while (!session.isStopping()) {
      int read = session.read(cursor, WAIT);
      if (read == 0) {
        session.save();
        if (!session.lastItem().isEmpty()) {
          spool.readBefore(session.lastItem());
        }
        meter.state(SourceStatus.State.WAITING);
        settle();
      } else {
        waits = 0;
        meter.reading(cursor.item());
      }
      silent = read == 0;
    }
    session.save();
  }

  private void settle() {
    waits = Math.min(waits + 1, WAITS_UNTIL_SETTLED + 1);
    if (waits == WAITS_UNTIL_SETTLED) {
      session.settle();
    }
  }
}
