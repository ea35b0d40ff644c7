package io.testudo.app.web.access.account;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A person who may log in, as the log's shelf {@value #SHELF} holds them.
 *
 * @param v version of this form
 * @param name what the person types, in lower case
 * @param role what the person may do
 * @param passwordHash Argon2id in its usual spelling
 * @param secret whether the password is the person's own or still the one-time password
 * @param state whether the person may log in
 * @param stamp changes whenever sessions that exist must end
 * @param created when the account was made
 * @param lastLogIn when the person last logged in, or null
 */
public record Account(
    int v,
    String name,
    Role role,
    String passwordHash,
    Secret secret,
    State state,
    String stamp,
    Instant created,
    @Nullable Instant lastLogIn) {

  /** The shelf of accounts; the key is the name. */
  public static final String SHELF = "user";

  static final int VERSION = 1;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{0,31}");

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** Whose choice a password is. */
  public enum Secret {
    /** Made by the program; must be changed before anything else. */
    ONE_TIME,
    /** Chosen by the person. */
    OWN
  }

  /** Whether an account is in use. */
  public enum State {
    ACTIVE,
    DISABLED
  }

  public Account {
    if (v != VERSION) {
      throw new IllegalArgumentException(
          "version (" + v + ") of account " + name + " must be " + VERSION);
    }
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "name of an account must be a letter and at most 31 letters, digits, dots, hyphens or"
              + " underscores, in lower case");
    }
  }

  /** Whether {@code text} can be an account's name. */
  public static boolean isName(String text) {
    return text.length() <= 32 && NAME.matcher(text).matches();
  }

  /** Whether the person may log in. */
  public boolean isActive() {
    return state == State.ACTIVE;
  }

  Account withRole(Role now, String newStamp) {
    return new Account(v, name, now, passwordHash, secret, state, newStamp, created, lastLogIn);
  }

  Account withState(State now, String newStamp) {
    return new Account(v, name, role, passwordHash, secret, now, newStamp, created, lastLogIn);
  }

  Account withPassword(String hash, Secret whose, String newStamp) {
    return new Account(v, name, role, hash, whose, state, newStamp, created, lastLogIn);
  }

  Account seenAt(Instant time) {
    return new Account(v, name, role, passwordHash, secret, state, stamp, created, time);
  }

  String json() {
    return JSON.writeValueAsString(this);
  }

  static Account parse(String json) {
    try {
      return JSON.readValue(json, Account.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("an account must be a JSON object of its form", e);
    }
  }
}
