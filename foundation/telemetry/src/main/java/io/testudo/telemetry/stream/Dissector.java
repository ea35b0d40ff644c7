package io.testudo.telemetry.stream;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Understands one conversation of an application protocol. One instance for each conversation; it
 * remembers little, for what it does not take stays with the stream. Deterministic, also across
 * {@link #save} and {@link #restore}.
 */
public interface Dissector {

  /** What {@link #read} returns when nothing that is still to come matters. */
  int ENOUGH = -1;

  /**
   * Reads what is there of one side.
   *
   * @param sent everything of that side that was not taken yet: of a stream a stretch that may end
   *     amid a message, else one datagram
   * @return how many bytes of a stream were taken, the rest comes again with what follows; of a
   *     datagram nothing is kept; or {@link #ENOUGH}
   * @throws MalformedMessageException if that is not the protocol; a stream is then given up, of
   *     datagrams the next is tried
   */
  int read(Sent sent, Told told) throws MalformedMessageException;

  /**
   * Bytes of a stream were not captured.
   *
   * @return whether the side can be followed nevertheless; else the stream is given up
   */
  default boolean missed(Side side, long bytes) {
    return false;
  }

  /** Nothing more will come: tells what was begun. */
  default void end(Told told) {}

  /** About how many bytes of memory are remembered, within a factor of two. */
  int held();

  /** Writes what is remembered. */
  void save(DataOutput out) throws IOException;

  /**
   * Takes over what {@link #save} wrote.
   *
   * @throws IOException if it cannot be read or is not that
   */
  void restore(DataInput in) throws IOException;
}
