package io.testudo.suricata.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * The transactions of a conversation that are not done; the oldest are closed where too many are.
 */
public final class TransactionLog {
  private static final int MOST = 512;

  private final List<Transaction> open = new ArrayList<>(2);
  private long begun;

  /** Begins a transaction. */
  public Transaction begin(String protocol) {
    if (open.size() >= MOST) {
      Transaction oldest = open.remove(0);
      oldest.close(Side.TO_SERVER);
      oldest.close(Side.TO_CLIENT);
    }
    Transaction transaction = new Transaction(protocol, begun++);
    open.add(transaction);
    return transaction;
  }

  /** Those that are not done, the oldest first. */
  public List<Transaction> open() {
    return open;
  }

  /** Forgets those that are done. */
  public void forgetDone() {
    open.removeIf(Transaction::isDone);
  }
}
