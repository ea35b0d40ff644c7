package io.testudo.suricata.mail;

import io.testudo.suricata.protocol.Dissector;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Signs;
import io.testudo.suricata.protocol.Transaction;
import io.testudo.suricata.protocol.TransactionLog;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * SMTP (RFC 5321): every mail is a transaction, with its text whether it was sent by {@code DATA}
 * or by {@code BDAT} (RFC 3030).
 */
public final class SmtpDissector implements Dissector {
  private static final int MOST_LINE = 1 << 16;
  private static final int MOST_MAIL = 1 << 19;

  private final ByteArrayOutputStream mail = new ByteArrayOutputStream();
  private @Nullable Transaction current;
  private boolean isInData;
  private long chunkLeft;
  private boolean isLastChunk;
  private boolean isEncrypted;

  @Override
  public int read(Side side, byte[] octets, int length, TransactionLog log) {
    if (isEncrypted) {
      return length;
    }
    if (side == Side.TO_SERVER && chunkLeft > 0) {
      return chunk(octets, length);
    }
    int line = Signs.find(octets, 0, length, '\n');
    if (line < 0) {
      return length > MOST_LINE ? BROKEN : 0;
    }
    if (side == Side.TO_CLIENT) {
      reply(new String(octets, 0, line, StandardCharsets.ISO_8859_1).strip());
    } else if (isInData) {
      text(octets, line);
    } else {
      command(new String(octets, 0, line, StandardCharsets.ISO_8859_1).strip(), log);
    }
    return line + 1;
  }

  private boolean wantsEncryption;

  private void reply(String line) {
    if (wantsEncryption && line.startsWith("220")) {
      isEncrypted = true;
    }
    if (isInData && line.length() > 3 && (line.charAt(0) == '4' || line.charAt(0) == '5')) {
      isInData = false;
    }
  }

  private Transaction transaction(TransactionLog log) {
    Transaction t = current;
    if (t == null) {
      t = log.begin("smtp");
      t.close(Side.TO_CLIENT);
      current = t;
    }
    return t;
  }

  private void command(String line, TransactionLog log) {
    String upper = line.toUpperCase(Locale.ROOT);
    if (upper.startsWith("EHLO") || upper.startsWith("HELO")) {
      transaction(log).add(Side.TO_SERVER, "smtp.helo", line.substring(4).strip());
    } else if (upper.startsWith("MAIL FROM:")) {
      transaction(log).add(Side.TO_SERVER, "smtp.mail_from", bare(line.substring(10)));
    } else if (upper.startsWith("RCPT TO:")) {
      transaction(log).add(Side.TO_SERVER, "smtp.rcpt_to", bare(line.substring(8)));
    } else if (upper.equals("DATA")) {
      transaction(log);
      isInData = true;
      mail.reset();
    } else if (upper.startsWith("BDAT ")) {
      announceChunk(upper.substring(5).strip(), log);
    } else if (upper.equals("RSET")) {
      current = null;
      mail.reset();
    } else {
      wantsEncryption = upper.equals("STARTTLS");
    }
  }

  private static String bare(String address) {
    String text = address.strip();
    int open = text.indexOf('<');
    int close = text.indexOf('>', open + 1);
    return open >= 0 && close > open ? text.substring(open + 1, close) : text;
  }

  private void announceChunk(String text, TransactionLog log) {
    transaction(log);
    String[] words = text.split("\\s+");
    if (words[0].matches("\\d{1,9}")) {
      chunkLeft = Long.parseLong(words[0]);
      isLastChunk = words.length > 1 && words[1].equals("LAST");
      if (chunkLeft == 0 && isLastChunk) {
        finish();
      }
    }
  }

  private int chunk(byte[] octets, int length) {
    int count = (int) Math.min(chunkLeft, length);
    keep(octets, 0, count);
    chunkLeft -= count;
    if (chunkLeft == 0 && isLastChunk) {
      finish();
    }
    return count;
  }

  private void text(byte[] octets, int line) {
    int from = 0;
    int end = line > 0 && octets[line - 1] == '\r' ? line - 1 : line;
    if (end == 1 && octets[0] == '.') {
      isInData = false;
      finish();
      return;
    }
    if (end > 0 && octets[0] == '.') {
      from = 1;
    }
    keep(octets, from, line + 1 - from);
  }

  private void keep(byte[] octets, int from, int count) {
    mail.write(octets, from, Math.min(count, Math.max(0, MOST_MAIL - mail.size())));
  }

  private void finish() {
    Transaction t = current;
    if (t != null) {
      MailText.lay(t, mail.toByteArray());
      t.advance(Side.TO_SERVER, Transaction.WHOLE);
    }
    current = null;
    mail.reset();
  }

  @Override
  public void end(Side side, TransactionLog log) {
    if (side == Side.TO_SERVER && mail.size() > 0) {
      finish();
    }
  }
}
