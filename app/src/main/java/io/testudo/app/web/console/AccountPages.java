package io.testudo.app.web.console;

import io.testudo.app.web.access.Sessions;
import io.testudo.app.web.access.account.AccessToken;
import io.testudo.app.web.access.account.Account;
import io.testudo.app.web.access.account.Accounts;
import io.testudo.app.web.access.account.Role;
import io.testudo.app.web.access.account.SignedIn;
import io.testudo.app.web.access.account.Tokens;
import io.testudo.app.web.page.Frame;
import io.testudo.app.web.page.NotThere;
import io.testudo.app.web.page.Pages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A person's own account: password and tokens. */
@RestController
public final class AccountPages {

  private final Accounts accounts;
  private final Tokens tokens;
  private final Pages pages;

  public AccountPages(Accounts accounts, Tokens tokens, Pages pages) {
    this.accounts = accounts;
    this.tokens = tokens;
    this.pages = pages;
  }

  /** The account. */
  @GetMapping("/account")
  public ResponseEntity<byte[]> account(HttpServletRequest request, SignedIn who) {
    return show(request, who, HttpStatus.OK, "", "");
  }

  private ResponseEntity<byte[]> show(
      HttpServletRequest request, SignedIn who, HttpStatus status, String problem, String token) {
    Account account = own(who);
    List<AccessToken> listed =
        tokens.list().stream()
            .filter(one -> one.owner().equals(who.getName()) || account.role() == Role.ADMIN)
            .toList();
    List<Role> roles = Arrays.stream(Role.values()).filter(account.role()::covers).toList();
    boolean first = account.secret() == Account.Secret.ONE_TIME;
    String title = first ? "Choose your password" : "Your account";
    return pages.show(
        status,
        first ? "firstPassword" : "account",
        new AccountPage(
            pages.frame(request, title, Frame.Section.ACCOUNT),
            account,
            listed,
            roles,
            problem,
            token));
  }

  private Account own(SignedIn who) {
    Account account = accounts.find(who.getName());
    if (account == null) {
      throw new NotThere("account");
    }
    return account;
  }

  /** Changes the password; this session goes on, others end. */
  @PostMapping("/account/password")
  public ResponseEntity<byte[]> changePassword(
      HttpServletRequest request,
      HttpServletResponse response,
      SignedIn who,
      @RequestParam String old,
      @RequestParam String fresh,
      @RequestParam String again) {
    if (!fresh.equals(again)) {
      return show(
          request, who, HttpStatus.BAD_REQUEST, "The two new passwords are not the same.", "");
    }
    boolean first = own(who).secret() == Account.Secret.ONE_TIME;
    Account changed;
    try {
      changed = accounts.changePassword(who.getName(), old, fresh);
    } catch (IllegalArgumentException e) {
      return show(request, who, HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()), "");
    }
    Sessions.renew(request, response, SignedIn.as(changed));
    return Pages.goTo(first ? "/incidents" : "/account");
  }

  /** Makes a token and shows it once. */
  @PostMapping("/account/tokens")
  public ResponseEntity<byte[]> createToken(
      HttpServletRequest request,
      SignedIn who,
      @RequestParam String label,
      @RequestParam Role role,
      @RequestParam int days) {
    try {
      String token = tokens.create(own(who), label, role, Duration.ofDays(days));
      return show(request, who, HttpStatus.OK, "", token);
    } catch (IllegalArgumentException e) {
      return show(request, who, HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()), "");
    }
  }

  /** Takes a token back. */
  @PostMapping("/account/tokens/{id}/revocation")
  public ResponseEntity<byte[]> revoke(SignedIn who, @PathVariable String id) {
    tokens.revoke(own(who), id);
    return Pages.goTo("/account");
  }

  /**
   * A person's account.
   *
   * @param frame around it
   * @param account the account
   * @param tokens the person's tokens; an admin sees everybody's
   * @param roles that a token may have
   * @param problem what was wrong with the last act; may be empty
   * @param token the token just made, to be shown once; may be empty
   */
  public record AccountPage(
      Frame frame,
      Account account,
      List<AccessToken> tokens,
      List<Role> roles,
      String problem,
      String token) {}
}
