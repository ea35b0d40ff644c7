package io.testudo.app.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, or another wish of the system that this process end, heard while long work is done: the
 * work is told at its next {@link #check}, and has a while to say what it has come to. The process
 * then ends with the code of the signal, 130 for Ctrl-C.
 */
final class Interruption implements AutoCloseable {

  /** Thrown to leave work that was interrupted. */
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stopped() {
      super("interrupted", null, false, false);
    }
  }

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook;
  private volatile boolean asked;

  private Interruption(Duration patience) {
    this.hook = new Thread(() -> await(patience), "interruption");
  }

  /** Begins to listen; the work has this long to end once it is interrupted. */
  static Interruption listen(Duration patience) {
    Interruption interruption = new Interruption(patience);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private void await(Duration patience) {
    asked = true;
    try {
      if (!done.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        System.err.println("testudo: stopped before anything could be told.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Goes on unless the process is to end.
   *
   * @throws Stopped if it is
   */
  void check() {
    if (asked) {
      throw new Stopped();
    }
  }

  /** The work has ended and said what there was to say. */
  @Override
  public void close() {
    done.countDown();
    if (!asked) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process ends just now; the hook finds the work done.
      }
    }
  }
}
