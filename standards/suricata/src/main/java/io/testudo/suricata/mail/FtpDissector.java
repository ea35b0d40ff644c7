package io.testudo.suricata.mail;

import io.testudo.suricata.protocol.Dissector;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Signs;
import io.testudo.suricata.protocol.Transaction;
import io.testudo.suricata.protocol.TransactionLog;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The control connection of FTP (RFC 959): a command and its replies are one transaction. */
public final class FtpDissector implements Dissector {
  private static final int MOST_LINE = 8_192;

  private @Nullable Transaction last;

  @Override
  public int read(Side side, byte[] octets, int length, TransactionLog log) {
    int line = Signs.find(octets, 0, length, '\n');
    if (line < 0) {
      return length > MOST_LINE ? BROKEN : 0;
    }
    String text = new String(octets, 0, line, StandardCharsets.ISO_8859_1).strip();
    if (side == Side.TO_SERVER) {
      command(text, log);
    } else {
      reply(text, log);
    }
    return line + 1;
  }

  private void command(String text, TransactionLog log) {
    Transaction t = log.begin("ftp");
    int space = text.indexOf(' ');
    t.add(Side.TO_SERVER, "ftp.command", space < 0 ? text : text.substring(0, space));
    if (space > 0) {
      t.add(Side.TO_SERVER, "ftp.command_data", text.substring(space + 1));
    }
    t.advance(Side.TO_SERVER, Transaction.WHOLE);
    last = t;
  }

  private void reply(String text, TransactionLog log) {
    Transaction t = last;
    if (t == null) {
      t = log.begin("ftp");
      t.close(Side.TO_SERVER);
      last = t;
    }
    boolean code = text.length() >= 4 && Character.isDigit(text.charAt(0));
    if (code) {
      t.add(Side.TO_CLIENT, "ftp.completion_code", text.substring(0, 3));
      t.add(Side.TO_CLIENT, "ftp.reply", text.substring(4));
      t.advance(Side.TO_CLIENT, text.charAt(3) == ' ' ? Transaction.WHOLE : Transaction.HEAD);
    }
  }

  @Override
  public void end(Side side, TransactionLog log) {}
}
