package io.testudo.postgres.table;

import io.testudo.ports.FactSeal;
import io.testudo.ports.SealedFact;
import io.testudo.ports.json.FactJson;
import io.testudo.transparency.Digest;
import io.testudo.transparency.SaltedDigest.Salt;
import io.testudo.vocabulary.fact.Fact;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The questions asked of the table of facts. */
public final class FactTable {

  private static final String COLUMNS = "select sequence, sealed_at, payload from fact ";
  private static final int FORGET_AT_ONCE = 5000;

  private FactTable() {}

  /** What an id is looked up by: ids may be too long for an index. */
  public static byte[] idHash(String id) {
    return Digest.sha256(id.getBytes(StandardCharsets.UTF_8)).toBytes();
  }

  public static List<SealedFact> after(Connection connection, long sequence, int limit)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            COLUMNS
                + "where sequence > ? and payload is not null order by sequence limit "
                + limit)) {
      query.setLong(1, sequence);
      return list(query);
    }
  }

  public static List<SealedFact> before(
      Connection connection, Class<? extends Fact> kind, long sequence, int limit)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            COLUMNS
                + "where kind = ? and sequence < ? and payload is not null"
                + " order by sequence desc limit "
                + limit)) {
      query.setString(1, FactJson.kind(kind));
      query.setLong(2, sequence);
      return list(query);
    }
  }

  public static List<SealedFact> withId(Connection connection, String id) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(COLUMNS + "where id_hash = ? and payload is not null")) {
      query.setBytes(1, idHash(id));
      return list(query);
    }
  }

  private static List<SealedFact> list(PreparedStatement query) throws SQLException {
    List<SealedFact> facts = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        long sequence = rows.getLong(1);
        facts.add(new SealedFact(sequence, instant(rows, 2), fact(sequence, rows.getString(3))));
      }
    }
    return facts;
  }

  private static Fact fact(long sequence, String payload) {
    try {
      return FactJson.readFact(payload);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "fact " + sequence + " must be one that this release can read: " + e.getMessage(), e);
    }
  }

  public static Instant instant(ResultSet rows, int column) throws SQLException {
    return rows.getObject(column, OffsetDateTime.class).toInstant();
  }

  public static boolean contains(Connection connection, String id) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select 1 from fact where id_hash = ?")) {
      query.setBytes(1, idHash(id));
      try (ResultSet rows = query.executeQuery()) {
        return rows.next();
      }
    }
  }

  /** Those of the ids that the log has. */
  public static Set<String> containedOf(Connection connection, List<String> ids)
      throws SQLException {
    byte[][] hashes = ids.stream().map(FactTable::idHash).toArray(byte[][]::new);
    Set<String> contained = new HashSet<>();
    try (PreparedStatement query =
        connection.prepareStatement("select id from fact where id_hash = any (?)")) {
      Array array = connection.createArrayOf("bytea", hashes);
      query.setArray(1, array);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          contained.add(rows.getString(1));
        }
      }
      array.free();
    }
    return contained;
  }

  /** What a proof needs of one fact; null if the log is not that long. */
  public static @Nullable SealAndSalt seal(Connection connection, long sequence)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select id, kind, time, sealed_at, digest, salt from fact where sequence = ?")) {
      query.setLong(1, sequence);
      try (ResultSet rows = query.executeQuery()) {
        if (!rows.next()) {
          return null;
        }
        FactSeal seal =
            new FactSeal(
                sequence,
                rows.getString(1),
                rows.getString(2),
                instant(rows, 3),
                instant(rows, 4),
                Digest.of(rows.getBytes(5)));
        byte[] salt = rows.getBytes(6);
        return new SealAndSalt(seal, salt == null ? null : Salt.of(salt));
      }
    }
  }

  /** A seal and the salt of its digest; no salt if the fact is forgotten. */
  public record SealAndSalt(FactSeal seal, @Nullable Salt salt) {}

  /**
   * Deletes some of the payloads sealed before this time, few enough for one transaction.
   *
   * @return how many; 0 when none is left
   */
  public static long forgetSome(Connection connection, Instant before) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update fact set payload = null, salt = null where sequence in (select sequence from"
                + " fact where sealed_at < ? and payload is not null limit "
                + FORGET_AT_ONCE
                + ")")) {
      update.setObject(1, FactSeal.storable(before).atOffset(ZoneOffset.UTC));
      return update.executeUpdate();
    }
  }
}
