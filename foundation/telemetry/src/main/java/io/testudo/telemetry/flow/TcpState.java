package io.testudo.telemetry.flow;

/** How far one end of a TCP connection was seen to get. The order is part of the stored form. */
enum TcpState {
  /** Nothing was heard of it. */
  INACTIVE,
  /** It asked to open. */
  SYN_SENT,
  /** It answered a request to open that was not seen. */
  SYN_ACK_SENT,
  /** It was heard first in the middle. */
  PARTIAL,
  /** It is open. */
  ESTABLISHED,
  /** It said that it has nothing more to send. */
  CLOSED,
  /** It aborted. */
  RESET
}
