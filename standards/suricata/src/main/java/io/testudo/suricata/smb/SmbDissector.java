package io.testudo.suricata.smb;

import io.testudo.suricata.packet.Wire;
import io.testudo.suricata.protocol.Dissector;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.TransactionLog;

/** SMB ([MS-CIFS], [MS-SMB2]) over TCP, behind the header of NetBIOS sessions (RFC 1002). */
public final class SmbDissector implements Dissector {
  private static final int MOST_MESSAGE = 1 << 20;

  private final SmbFiles files = new SmbFiles();
  private final DceRpc calls = new DceRpc("smb");
  private final Smb1 first = new Smb1(files, calls);
  private final Smb2 second = new Smb2(files, calls, first);

  @Override
  public int read(Side side, byte[] octets, int length, TransactionLog log) {
    if (length < 4) {
      return 0;
    }
    int size = Wire.u24(octets, 1);
    if (size > MOST_MESSAGE) {
      return BROKEN;
    }
    if (length < 4 + size) {
      return 0;
    }
    if (octets[0] == 0 && size >= 32) {
      message(side, octets, 4, 4 + size, log);
    }
    return 4 + size;
  }

  private void message(Side side, byte[] b, int from, int to, TransactionLog log) {
    int sign = Wire.i32(b, from);
    if (sign == 0xFF534D42) {
      first.read(side, b, from, to, log);
    } else if (sign == 0xFE534D42) {
      second.read(side, b, from, to, log);
    }
  }

  @Override
  public void end(Side side, TransactionLog log) {
    files.closeAll(log);
  }
}
