package io.testudo.app.web.access.account;

import io.testudo.ports.EventLog;
import io.testudo.ports.EventLog.Document;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tokens by which programs use REST: {@code testudo_ID_SECRET}. */
public final class Tokens {

  /** The longest a token may hold. */
  public static final Duration LONGEST = Duration.ofDays(366);

  private static final String PREFIX = "testudo_";
  private static final int MOST_TOKENS = 1000;

  private final EventLog log;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Audit audit;
  private final Accounts accounts;

  public Tokens(
      EventLog log, InstantSource clock, SecureRandom random, Audit audit, Accounts accounts) {
    this.log = log;
    this.clock = clock;
    this.random = random;
    this.audit = audit;
    this.accounts = accounts;
  }

  /**
   * Makes a token.
   *
   * @return the token; it cannot be shown again
   * @throws IllegalArgumentException if it would hold longer or do more than it may
   */
  public String create(Account owner, String label, Role role, Duration holds) {
    if (!owner.role().covers(role)) {
      throw new IllegalArgumentException("A token must not have a higher role than its owner.");
    }
    if (holds.compareTo(Duration.ofMinutes(1)) < 0 || holds.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("A token must hold for 1 minute to 366 days.");
    }
    byte[] idBytes = new byte[6];
    byte[] secretBytes = new byte[32];
    random.nextBytes(idBytes);
    random.nextBytes(secretBytes);
    String id = HexFormat.of().formatHex(idBytes);
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(secretBytes);
    Instant now = clock.instant();
    AccessToken token =
        new AccessToken(
            AccessToken.VERSION,
            id,
            label.strip(),
            owner.name(),
            role,
            digest(secret),
            now,
            now.plus(holds));
    log.commit(
        transaction -> {
          Document account = transaction.document(Account.SHELF, owner.name());
          if (account == null || !Account.parse(account.json()).isActive()) {
            throw new IllegalArgumentException("A barred account must not make tokens.");
          }
          transaction.put(new Document(AccessToken.SHELF, id, 0, token.json()));
          audit.done(
              transaction,
              owner.name(),
              "create token",
              id + " (" + token.label() + ") as " + role);
        });
    return PREFIX + id + "_" + secret;
  }

  /** What this token may do and for whom, or null if it does not hold. */
  public @Nullable Holder check(String presented) {
    if (!presented.startsWith(PREFIX) || presented.length() > 100) {
      return null;
    }
    int end = presented.indexOf('_', PREFIX.length());
    if (end != PREFIX.length() + 12) {
      return null;
    }
    Document document = log.document(AccessToken.SHELF, presented.substring(PREFIX.length(), end));
    if (document == null) {
      return null;
    }
    AccessToken token = AccessToken.parse(document.json());
    byte[] expected = token.secretDigest().getBytes(StandardCharsets.US_ASCII);
    byte[] given = digest(presented.substring(end + 1)).getBytes(StandardCharsets.US_ASCII);
    if (!MessageDigest.isEqual(expected, given) || !clock.instant().isBefore(token.expires())) {
      return null;
    }
    Account owner = accounts.find(token.owner());
    if (owner == null || !owner.isActive()) {
      return null;
    }
    return new Holder(
        owner.name(), owner.role().covers(token.role()) ? token.role() : owner.role());
  }

  /** Everybody's tokens, those that expired included. */
  public List<AccessToken> list() {
    return AccessToken.on(log).stream().limit(MOST_TOKENS).toList();
  }

  /**
   * Takes a token back.
   *
   * @param by its owner or an admin
   * @throws IllegalArgumentException if there is no such token that {@code by} may take back
   */
  public void revoke(Account by, String id) {
    log.commit(
        transaction -> {
          Document document = transaction.document(AccessToken.SHELF, id);
          AccessToken token = document == null ? null : AccessToken.parse(document.json());
          boolean allowed =
              token != null && (token.owner().equals(by.name()) || by.role() == Role.ADMIN);
          if (!allowed) {
            throw new IllegalArgumentException("There is no such token.");
          }
          transaction.remove(AccessToken.SHELF, id);
          audit.done(transaction, by.name(), "revoke token", id);
        });
  }

  private static String digest(String secret) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Whom a token speaks for.
   *
   * @param owner the account
   * @param role the lesser of the token's and the account's
   */
  public record Holder(String owner, Role role) {}
}
