package io.testudo.suricata.protocol;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a conversation speaks above its transport: first a guess, then the transactions.
 *
 * <p>For one thread. Bounded: octets that wait to be understood are at most {@value #MOST_PENDING}
 * a side; beyond that the conversation is no longer followed.
 */
public final class Application {
  private static final int MOST_PENDING = 1 << 20;

  private final ProtocolGuess guess;
  private final DissectorFactory factory;
  private final TransactionLog log = new TransactionLog();
  private final byte[][] pending = {new byte[0], new byte[0]};
  private final int[] sizes = new int[2];
  private final boolean[] decidedNow = new boolean[2];
  private final boolean[] isBroken = new boolean[2];
  private final String[] protocols = {"", ""};
  private String carried = "";
  private @Nullable Dissector dissector;
  private final boolean[] isUnknown = new boolean[2];

  /** Follows a conversation whose protocol is guessed and taken apart by these. */
  public Application(ProtocolGuess guess, DissectorFactory factory) {
    this.guess = guess;
    this.factory = factory;
  }

  /** The protocol's name, or an empty text while or because it is not known. */
  public String protocol() {
    for (Transaction transaction : log.open()) {
      if (transaction.isCarried()) {
        carried = transaction.protocol();
      }
    }
    if (!carried.isEmpty()) {
      return carried;
    }
    return protocols[0].isEmpty() ? protocols[1] : protocols[0];
  }

  /** The protocol that a side speaks, as far as it was recognised by what that side sent. */
  public String protocol(Side side) {
    return protocols[side.ordinal()];
  }

  /** Whether it was given up to know the protocol. */
  public boolean isUnknown() {
    return dissector == null && isUnknown[0] && isUnknown[1];
  }

  /** Whether the last octets of a side decided what it speaks; answers yes once. */
  public boolean takeDecision(Side side) {
    boolean decided = decidedNow[side.ordinal()];
    decidedNow[side.ordinal()] = false;
    return decided;
  }

  /** The transactions that are not done. */
  public List<Transaction> transactions() {
    return log.open();
  }

  /** Forgets the transactions that are done. */
  public void forgetDone() {
    log.forgetDone();
  }

  /**
   * Takes the next octets of a stream.
   *
   * @param ports the server's port and the client's
   */
  public void stream(Side side, byte[] octets, Ports ports) {
    int i = side.ordinal();
    if (octets.length == 0 || isBroken[i] || (isUnknown[i] && dissector == null)) {
      return;
    }
    append(i, octets);
    if (dissector == null || protocols[i].isEmpty()) {
      decide(side, ports, true);
    }
    read(side);
    Dissector now = dissector;
    if (now != null && !now.successor().isEmpty()) {
      follow(now.successor(), ports);
    }
  }

  /** Goes on in another protocol with what is left. */
  private void follow(String successor, Ports ports) {
    dissector = factory.dissector(successor, ports, true);
    for (Side side : Side.values()) {
      protocols[side.ordinal()] = successor;
      decidedNow[side.ordinal()] = true;
      read(side);
    }
  }

  /** Takes a datagram, which is whole by itself. */
  public void datagram(Side side, byte[] octets, Ports ports) {
    int i = side.ordinal();
    pending[i] = octets;
    sizes[i] = octets.length;
    if (dissector == null || protocols[i].isEmpty()) {
      decide(side, ports, false);
    }
    Dissector reader = dissector;
    if (reader != null && octets.length > 0) {
      reader.read(side, octets, octets.length, log);
    }
    sizes[i] = 0;
  }

  private void decide(Side side, Ports ports, boolean isStream) {
    int i = side.ordinal();
    ProtocolGuess.Answer answer = guess.of(side, pending[i], sizes[i], ports, isStream);
    switch (answer) {
      case ProtocolGuess.Answer.Known known -> {
        protocols[i] = known.protocol();
        decidedNow[i] = true;
        if (dissector == null) {
          dissector = factory.dissector(known.protocol(), ports, isStream);
        }
      }
      case ProtocolGuess.Answer.Unknown unknown -> {
        decidedNow[i] = true;
        isUnknown[i] = true;
        if (dissector != null) {
          protocols[i] = protocols[1 - i];
        }
      }
      case ProtocolGuess.Answer.Waiting waiting -> {}
    }
  }

  private void append(int i, byte[] octets) {
    if (sizes[i] + octets.length > pending[i].length) {
      pending[i] = Arrays.copyOf(pending[i], Math.max(sizes[i] + octets.length, 2 * sizes[i]));
    }
    System.arraycopy(octets, 0, pending[i], sizes[i], octets.length);
    sizes[i] += octets.length;
    isBroken[i] = sizes[i] > MOST_PENDING;
  }

  private void read(Side side) {
    int i = side.ordinal();
    Dissector reader = dissector;
    while (reader != null && sizes[i] > 0 && !isBroken[i]) {
      int used = reader.read(side, pending[i], sizes[i], log);
      if (used == 0) {
        return;
      }
      if (used < 0 || used > sizes[i]) {
        fail(side);
        return;
      }
      System.arraycopy(pending[i], used, pending[i], 0, sizes[i] - used);
      sizes[i] -= used;
    }
  }

  /** What cannot be understood on one side is not looked at on the other any more. */
  private void fail(Side side) {
    isBroken[0] = true;
    isBroken[1] = true;
    for (Transaction transaction : log.open()) {
      transaction.markInspected(side.other());
    }
  }

  /** Octets of a side were lost; it is not read any further. */
  public void lost(Side side) {
    isBroken[side.ordinal()] = true;
  }

  /** The conversation is over. */
  public void end() {
    Dissector reader = dissector;
    if (reader != null) {
      for (Side side : Side.values()) {
        int i = side.ordinal();
        if (sizes[i] > 0 && !isBroken[i]) {
          reader.rest(side, pending[i], sizes[i], log);
        }
      }
      reader.end(Side.TO_SERVER, log);
      reader.end(Side.TO_CLIENT, log);
    }
    for (Transaction transaction : log.open()) {
      transaction.close(Side.TO_SERVER);
      transaction.close(Side.TO_CLIENT);
    }
  }
}
