package io.testudo.suricata.smb;

import io.testudo.suricata.protocol.FileBuffers;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Transaction;
import io.testudo.suricata.protocol.TransactionLog;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The files that are written and read over SMB, piece by piece; each is a transaction when it is
 * closed. At most {@value #MOST_FILES} are followed, each to {@value #MOST_OCTETS} octets.
 */
final class SmbFiles {
  private static final int MOST_FILES = 64;
  private static final int MOST_OCTETS = 204_800;

  private static final class Content {
    String name = "";
    byte[] octets = new byte[0];
    boolean overlaps;
    Side side = Side.TO_SERVER;
  }

  private final Map<String, Content> open = new LinkedHashMap<>();

  void name(String file, String name) {
    content(file).name = name;
  }

  private Content content(String file) {
    Content content = open.get(file);
    if (content == null) {
      if (open.size() >= MOST_FILES) {
        open.remove(open.keySet().iterator().next());
      }
      content = new Content();
      open.put(file, content);
    }
    return content;
  }

  /** Adds octets at a place of the file; whether some were there before. */
  boolean add(Side side, String file, long offset, byte[] from, int start, int length) {
    Content content = content(file);
    content.side = side;
    if (offset < 0 || offset + length > MOST_OCTETS) {
      return false;
    }
    boolean overlaps = offset < content.octets.length && content.octets.length > 0;
    int end = (int) offset + length;
    if (content.octets.length < end) {
      content.octets = Arrays.copyOf(content.octets, end);
    }
    System.arraycopy(from, start, content.octets, (int) offset, length);
    content.overlaps |= overlaps;
    return overlaps;
  }

  void close(String file, TransactionLog log) {
    Content content = open.remove(file);
    if (content == null || content.octets.length == 0) {
      return;
    }
    Transaction t = log.begin("smb");
    t.close(content.side.other());
    FileBuffers.lay(t, content.side, content.name, content.octets);
    t.advance(content.side, Transaction.WHOLE);
  }

  void closeAll(TransactionLog log) {
    for (String file : java.util.List.copyOf(open.keySet())) {
      close(file, log);
    }
  }
}
