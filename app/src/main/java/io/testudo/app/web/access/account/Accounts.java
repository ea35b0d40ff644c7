package io.testudo.app.web.access.account;

import io.testudo.ports.EventLog;
import io.testudo.ports.EventLog.Document;
import io.testudo.ports.EventLog.Transaction;
import io.testudo.vocabulary.fact.Fact.ActionTaken.Outcome;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The people who may log in; each act on an account is committed together with its record. */
public final class Accounts {

  /** The account that the first start makes. */
  public static final String FIRST = "admin";

  private static final int MOST_ACCOUNTS = 1000;

  private final EventLog log;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Audit audit;
  private final Passwords passwords;

  public Accounts(EventLog log, InstantSource clock, SecureRandom random, Audit audit) {
    this.log = log;
    this.clock = clock;
    this.random = random;
    this.audit = audit;
    this.passwords = new Passwords(random);
  }

  /**
   * Makes the first account where there is none, or gives it a new one-time password as long as
   * nobody has ever used it, so that a start which was killed before its password was read does not
   * lock the operator out.
   *
   * @return the one-time password to show once, or null if the account is in use
   */
  public @Nullable String open() {
    Account first = find(FIRST);
    if (first == null && log.countDocuments(Account.SHELF) > 0) {
      return null;
    }
    if (first != null && (first.secret() == Account.Secret.OWN || first.lastLogIn() != null)) {
      return null;
    }
    String password = passwords.oneTime();
    String hash = passwords.hash(password);
    log.commit(
        transaction -> {
          put(transaction, fresh(FIRST, Role.ADMIN, hash));
          audit.done(transaction, "system", "issue one-time password", FIRST);
        });
    return password;
  }

  private Account fresh(String name, Role role, String hash) {
    return new Account(
        Account.VERSION,
        name,
        role,
        hash,
        Account.Secret.ONE_TIME,
        Account.State.ACTIVE,
        stamp(),
        clock.instant(),
        null);
  }

  /** The account of this name, or null. */
  public @Nullable Account find(String name) {
    if (!Account.isName(name)) {
      return null;
    }
    Document document = log.document(Account.SHELF, name);
    return document == null ? null : Account.parse(document.json());
  }

  /** Whether somebody who was signed in still may be. */
  public boolean holds(SignedIn who) {
    Account account = find(who.getName());
    return account != null
        && account.isActive()
        && (who.stamp().isEmpty() || who.stamp().equals(account.stamp()));
  }

  /** All accounts, by name. */
  public List<Account> list() {
    return log.documents(Account.SHELF, 0, MOST_ACCOUNTS).stream()
        .map(document -> Account.parse(document.json()))
        .toList();
  }

  /**
   * Checks name and password and records the outcome; takes as long for a name that nobody has.
   *
   * @param from the address that asks, for the record
   * @return the account, or null if refused
   */
  public @Nullable Account logIn(String name, String password, String from) {
    Account account = find(name);
    boolean right = false;
    if (account == null) {
      passwords.matchNobody(password);
    } else {
      right = passwords.matches(password, account.passwordHash()) && account.isActive();
    }
    if (account == null || !right) {
      String who = account == null ? "unknown account" : account.name();
      log.commit(
          transaction ->
              transaction.append(audit.taken(who, "log in", "from " + from, Outcome.REFUSED)));
      return null;
    }
    Account seen = account.seenAt(clock.instant());
    log.commit(
        transaction -> {
          put(transaction, seen);
          audit.done(transaction, seen.name(), "log in", "from " + from);
        });
    return seen;
  }

  /** Records that a person logged out. */
  public void logOut(String name) {
    log.commit(transaction -> audit.done(transaction, name, "log out", ""));
  }

  /**
   * Makes an account.
   *
   * @param by who does it
   * @return its one-time password
   * @throws IllegalArgumentException if the name is taken or cannot be one
   */
  public String create(String by, String name, Role role) {
    String password = passwords.oneTime();
    Account account = fresh(name, role, passwords.hash(password));
    log.commit(
        transaction -> {
          if (transaction.document(Account.SHELF, name) != null) {
            throw new IllegalArgumentException("An account named " + name + " exists already.");
          }
          put(transaction, account);
          audit.done(transaction, by, "create user", name + " as " + role);
        });
    return password;
  }

  /** Gives an account another role; its sessions end. */
  public void changeRole(String by, String name, Role role) {
    change(
        by, "change role", name, name + " to " + role, account -> account.withRole(role, stamp()));
  }

  /** Bars an account; its sessions end and its tokens are revoked. */
  public void disable(String by, String name) {
    withoutTokens(by, "disable user", name, Account.State.DISABLED);
  }

  /** Lets a barred account in again, without any token that it had before. */
  public void enable(String by, String name) {
    withoutTokens(by, "enable user", name, Account.State.ACTIVE);
  }

  /**
   * Gives an account another state and revokes its tokens.
   *
   * <p>A token that was being made while its owner was barred may not yet be among those that are
   * revoked then; a barred account makes none, so that enabling finds whatever was left.
   */
  private void withoutTokens(String by, String action, String name, Account.State state) {
    List<AccessToken> revoked =
        AccessToken.on(log).stream().filter(token -> token.owner().equals(name)).toList();
    change(
        by,
        action,
        name,
        name,
        account -> account.withState(state, stamp()),
        transaction -> {
          for (AccessToken token : revoked) {
            if (transaction.document(AccessToken.SHELF, token.id()) != null) {
              transaction.remove(AccessToken.SHELF, token.id());
              audit.done(transaction, by, "revoke token", token.id());
            }
          }
        });
  }

  /**
   * Gives an account a new one-time password; its sessions end.
   *
   * @return the password
   */
  public String reset(String by, String name) {
    String password = passwords.oneTime();
    String hash = passwords.hash(password);
    change(
        by,
        "reset password",
        name,
        name,
        account -> account.withPassword(hash, Account.Secret.ONE_TIME, stamp()));
    return password;
  }

  /**
   * Changes a person's own password; other sessions end.
   *
   * @throws IllegalArgumentException if the old one is wrong or the new one cannot be one
   */
  public Account changePassword(String name, String old, String fresh) {
    Account account = find(name);
    if (account == null || !passwords.matches(old, account.passwordHash())) {
      throw new IllegalArgumentException("The present password is not right.");
    }
    Passwords.requireAcceptable(fresh, name);
    if (fresh.equals(old)) {
      throw new IllegalArgumentException("The new password must differ from the present one.");
    }
    String hash = passwords.hash(fresh);
    return change(
        name,
        "change password",
        name,
        name,
        found -> found.withPassword(hash, Account.Secret.OWN, stamp()));
  }

  private Account change(
      String by, String action, String name, String subject, UnaryOperator<Account> to) {
    return change(by, action, name, subject, to, transaction -> {});
  }

  private Account change(
      String by,
      String action,
      String name,
      String subject,
      UnaryOperator<Account> to,
      Consumer<Transaction> also) {
    Account[] changed = new Account[1];
    log.commit(
        transaction -> {
          Document document = transaction.document(Account.SHELF, name);
          if (document == null) {
            throw new IllegalArgumentException("There is no account of that name.");
          }
          Account before = Account.parse(document.json());
          changed[0] = to.apply(before);
          if (by.equals(name) && !changed[0].isActive() || losesOwnRole(by, before, changed[0])) {
            throw new IllegalArgumentException(
                "An admin must not take away the own access; another admin can.");
          }
          put(transaction, changed[0]);
          audit.done(transaction, by, action, subject);
          also.accept(transaction);
        });
    return changed[0];
  }

  private static boolean losesOwnRole(String by, Account before, Account after) {
    return by.equals(before.name()) && before.role() != after.role();
  }

  private static void put(Transaction transaction, Account account) {
    transaction.put(new Document(Account.SHELF, account.name(), 0, account.json()));
  }

  private String stamp() {
    byte[] bytes = new byte[8];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
