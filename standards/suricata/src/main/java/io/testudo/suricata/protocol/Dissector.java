package io.testudo.suricata.protocol;

/**
 * Takes the octets of a conversation apart into {@link Transaction}s.
 *
 * <p>What is fed is hostile: an implementation bounds what it keeps, never throws, and says {@link
 * #BROKEN} where the octets are not of its protocol.
 */
public interface Dissector {

  /** What {@link #read} answers if the side cannot be read any further. */
  int BROKEN = -1;

  /**
   * Reads as far as it can.
   *
   * @param side who sent the octets
   * @param octets the octets that were not consumed before, and new ones behind them
   * @param length how many there are
   * @param log takes the transactions
   * @return how many octets were consumed; 0 to wait for more, {@link #BROKEN} to give up
   */
  int read(Side side, byte[] octets, int length, TransactionLog log);

  /**
   * No more octets will come from a side, and these were not consumed.
   *
   * @param length how many there are, at least one
   */
  default void rest(Side side, byte[] octets, int length, TransactionLog log) {}

  /** No more octets will come from a side. */
  void end(Side side, TransactionLog log);

  /** The protocol that the conversation goes on in, or an empty text if it stays. */
  default String successor() {
    return "";
  }
}
