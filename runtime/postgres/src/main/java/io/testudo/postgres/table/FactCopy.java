package io.testudo.postgres.table;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Writes facts by PostgreSQL's COPY in its binary form, the fastest door into a table: a header,
 * then for each row the count of its columns and for each column its length and its bytes.
 */
public final class FactCopy {

  private static final String COPY =
      "copy fact (sequence, id, id_hash, kind, time, sealed_at, digest, leaf, salt, payload)"
          + " from stdin (format binary)";
  private static final short COLUMNS = 10;
  private static final int MOST_FIXED_BYTES = 512;
  private static final int SEND_BYTES = 1 << 16;
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };
  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

  private final CopyIn copy;
  private ByteBuffer buffer = ByteBuffer.allocate(2 * SEND_BYTES);

  private FactCopy(CopyIn copy) {
    this.copy = copy;
  }

  public static void write(Connection connection, Iterable<FactRow> rows) throws SQLException {
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
    try {
      FactCopy out = new FactCopy(copy);
      out.buffer.put(SIGNATURE).putInt(0).putInt(0);
      for (FactRow row : rows) {
        out.row(row);
      }
      out.buffer.putShort((short) -1);
      out.send();
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private void row(FactRow row) throws SQLException {
    byte[] id = row.seal().id().getBytes(StandardCharsets.UTF_8);
    reserve(MOST_FIXED_BYTES + id.length + row.payload().length);
    buffer.putShort(COLUMNS);
    number(row.seal().sequence());
    bytes(id);
    bytes(FactTable.idHash(row.seal().id()));
    bytes(row.seal().kind().getBytes(StandardCharsets.UTF_8));
    number(EPOCH.until(row.seal().time(), ChronoUnit.MICROS));
    number(EPOCH.until(row.seal().sealedAt(), ChronoUnit.MICROS));
    bytes(row.seal().digest().toBytes());
    bytes(row.leaf().toBytes());
    bytes(row.salt().toBytes());
    bytes(row.payload());
  }

  private void number(long value) {
    buffer.putInt(Long.BYTES).putLong(value);
  }

  private void bytes(byte[] value) {
    buffer.putInt(value.length).put(value);
  }

  private void reserve(int bytes) throws SQLException {
    if (buffer.position() >= SEND_BYTES) {
      send();
    }
    if (buffer.remaining() < bytes) {
      buffer = ByteBuffer.allocate(buffer.position() + bytes + SEND_BYTES).put(buffer.flip());
    }
  }

  private void send() throws SQLException {
    copy.writeToCopy(buffer.array(), 0, buffer.position());
    buffer.clear();
  }
}
