package io.testudo.simulation.scene;

import io.testudo.simulation.wire.Course;
import io.testudo.simulation.wire.TcpDialogue.Socket;
import java.time.Instant;

/**
 * A connection that took place.
 *
 * @param uid what Zeek calls it
 * @param socket its two ends
 * @param start when it began
 * @param end when it ended
 * @param course its figures
 */
public record Link(String uid, Socket socket, Instant start, Instant end, Course course) {

  /** Whether the sensor on the core switch saw it. */
  boolean onCore() {
    return socket.client().zone().internal() && socket.server().zone().internal();
  }
}
