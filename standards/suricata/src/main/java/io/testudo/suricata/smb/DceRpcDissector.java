package io.testudo.suricata.smb;

import io.testudo.suricata.protocol.Dissector;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.TransactionLog;

/** Remote procedure calls of DCE directly over TCP. */
public final class DceRpcDissector implements Dissector {
  private final DceRpc calls = new DceRpc("dcerpc");

  @Override
  public int read(Side side, byte[] octets, int length, TransactionLog log) {
    if (length < 16) {
      return 0;
    }
    if (!DceRpc.isHere(octets, 0, length)) {
      return BROKEN;
    }
    int size = DceRpc.length(octets, 0);
    if (size < 16) {
      return BROKEN;
    }
    if (length < size) {
      return 0;
    }
    calls.read(side, octets, 0, size, log);
    return size;
  }

  @Override
  public void end(Side side, TransactionLog log) {}
}
