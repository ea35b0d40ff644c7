package io.testudo.suricata.smb;

import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Lays the path of a tree under the name that rules know: of a share, or of named pipes. */
final class SmbShare {
  private SmbShare() {}

  static void lay(Transaction t, Side side, String path) {
    boolean pipes = path.toUpperCase(Locale.ROOT).endsWith("IPC$");
    byte[] octets = path.getBytes(StandardCharsets.UTF_8);
    t.add(side, pipes ? "smb.named_pipe" : "smb.share", octets);
  }
}
