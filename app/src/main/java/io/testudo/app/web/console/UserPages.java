package io.testudo.app.web.console;

import io.testudo.app.web.access.account.Account;
import io.testudo.app.web.access.account.Accounts;
import io.testudo.app.web.access.account.Role;
import io.testudo.app.web.access.account.SignedIn;
import io.testudo.app.web.page.Frame;
import io.testudo.app.web.page.Pages;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The people who may log in, kept by an admin. */
@RestController
public final class UserPages {

  private final Accounts accounts;
  private final Pages pages;

  public UserPages(Accounts accounts, Pages pages) {
    this.accounts = accounts;
    this.pages = pages;
  }

  /** All accounts. */
  @GetMapping("/users")
  public ResponseEntity<byte[]> list(HttpServletRequest request) {
    return show(request, HttpStatus.OK, "", "", "");
  }

  private ResponseEntity<byte[]> show(
      HttpServletRequest request, HttpStatus status, String problem, String name, String secret) {
    return pages.show(
        status,
        "users",
        new ListPage(
            pages.frame(request, "Users", Frame.Section.USERS),
            accounts.list(),
            List.of(Role.values()),
            problem,
            name,
            secret));
  }

  /** Makes an account and shows its one-time password once. */
  @PostMapping("/users")
  public ResponseEntity<byte[]> create(
      HttpServletRequest request,
      SignedIn who,
      @RequestParam String name,
      @RequestParam Role role) {
    try {
      String password = accounts.create(who.getName(), name.strip(), role);
      return show(request, HttpStatus.OK, "", name.strip(), password);
    } catch (IllegalArgumentException e) {
      return show(request, HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()), "", "");
    }
  }

  /** Gives an account another role. */
  @PostMapping("/users/{name}/role")
  public ResponseEntity<byte[]> changeRole(
      SignedIn who, @PathVariable String name, @RequestParam Role role) {
    accounts.changeRole(who.getName(), name, role);
    return Pages.goTo("/users");
  }

  /** Bars an account or lets it in again. */
  @PostMapping("/users/{name}/state")
  public ResponseEntity<byte[]> changeState(
      SignedIn who, @PathVariable String name, @RequestParam Account.State state) {
    switch (state) {
      case ACTIVE -> accounts.enable(who.getName(), name);
      case DISABLED -> accounts.disable(who.getName(), name);
    }
    return Pages.goTo("/users");
  }

  /** Gives an account a new one-time password and shows it once. */
  @PostMapping("/users/{name}/password")
  public ResponseEntity<byte[]> reset(
      HttpServletRequest request, SignedIn who, @PathVariable String name) {
    String password = accounts.reset(who.getName(), name);
    return show(request, HttpStatus.OK, "", name, password);
  }

  /**
   * Accounts.
   *
   * @param frame around them
   * @param accounts all of them
   * @param roles that one may have
   * @param problem what was wrong with the last act; may be empty
   * @param name whose one-time password is shown; may be empty
   * @param secret the one-time password, to be shown once; may be empty
   */
  public record ListPage(
      Frame frame,
      List<Account> accounts,
      List<Role> roles,
      String problem,
      String name,
      String secret) {}
}
