package io.testudo.app.web.access.account;

import io.testudo.ports.UnavailableException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * Passwords as Argon2id digests (RFC 9106), with 19 MiB, two passes and one lane.
 *
 * <p>Argon2id because guessing it costs memory and it takes passwords of any length, where bcrypt
 * cuts at 72 bytes. At most two digests are computed at once, so that a storm of log-ins cannot
 * take the machine's memory or cores.
 */
final class Passwords {

  static final int FEWEST_CHARACTERS = 12;
  static final int MOST_CHARACTERS = 256;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

  private final Argon2PasswordEncoder encoder = new Argon2PasswordEncoder(16, 32, 1, 19_456, 2);
  private final Semaphore turn = new Semaphore(2);
  private final SecureRandom random;
  private volatile String nobodysHash = "";

  Passwords(SecureRandom random) {
    this.random = random;
  }

  String hash(String password) {
    takeTurn();
    try {
      return encoder.encode(password);
    } finally {
      turn.release();
    }
  }

  boolean matches(String password, String hash) {
    takeTurn();
    try {
      return password.length() <= MOST_CHARACTERS && encoder.matches(password, hash);
    } finally {
      turn.release();
    }
  }

  private void takeTurn() {
    try {
      if (!turn.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new UnavailableException(
            "The log-in", new TimeoutException("too many log in at once, try again in a while"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("The log-in", e);
    }
  }

  /** Takes as long as {@link #matches}, for an account that does not exist. */
  void matchNobody(String password) {
    if (nobodysHash.isEmpty()) {
      nobodysHash = hash(oneTime());
    }
    boolean ignored = matches(password, nobodysHash);
  }

  /** A random password of 79 bits that a person can read off a screen: four groups of four. */
  String oneTime() {
    StringBuilder text = new StringBuilder(19);
    for (int i = 0; i < 16; i++) {
      if (i > 0 && i % 4 == 0) {
        text.append('-');
      }
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  /**
   * Refuses what cannot be a person's own password.
   *
   * @throws IllegalArgumentException with what is asked of one
   */
  static void requireAcceptable(String password, String name) {
    if (password.length() < FEWEST_CHARACTERS || password.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "The password must have "
              + FEWEST_CHARACTERS
              + " to "
              + MOST_CHARACTERS
              + " characters.");
    }
    if (password.chars().distinct().count() < 5 || password.contains(name)) {
      throw new IllegalArgumentException(
          "The password must have at least five different characters and must not hold the"
              + " account's name.");
    }
  }
}
