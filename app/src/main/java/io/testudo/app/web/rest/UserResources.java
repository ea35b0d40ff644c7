package io.testudo.app.web.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.testudo.app.web.access.account.Account;
import io.testudo.app.web.access.account.Accounts;
import io.testudo.app.web.access.account.Role;
import io.testudo.app.web.access.account.SignedIn;
import io.testudo.app.web.page.NotThere;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The people who may log in. */
@RestController
@RequestMapping("/api/v1/users")
@Tag(name = "Users")
public final class UserResources {

  private final Accounts accounts;

  public UserResources(Accounts accounts) {
    this.accounts = accounts;
  }

  @Operation(summary = "All users")
  @GetMapping
  public List<User> users() {
    return accounts.list().stream().map(User::of).toList();
  }

  @Operation(summary = "Create a user; the answer holds the one-time password")
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  public CreatedUser create(SignedIn who, @RequestBody NewUser user) {
    return new CreatedUser(user.name(), accounts.create(who.getName(), user.name(), user.role()));
  }

  @Operation(summary = "Change a user's role or state")
  @PatchMapping("/{name}")
  public User change(SignedIn who, @PathVariable String name, @RequestBody UserChange change) {
    if (accounts.find(name) == null) {
      throw new NotThere("user");
    }
    if (change.role() != null) {
      accounts.changeRole(who.getName(), name, change.role());
    }
    if (change.state() != null) {
      switch (change.state()) {
        case ACTIVE -> accounts.enable(who.getName(), name);
        case DISABLED -> accounts.disable(who.getName(), name);
      }
    }
    Account changed = accounts.find(name);
    if (changed == null) {
      throw new NotThere("user");
    }
    return User.of(changed);
  }

  /**
   * A user.
   *
   * @param name what the person types
   * @param role what the person may do
   * @param state whether the person may log in
   * @param created when the account was made
   * @param lastLogIn or null before the first
   */
  public record User(
      String name, Role role, Account.State state, Instant created, @Nullable Instant lastLogIn) {
    static User of(Account account) {
      return new User(
          account.name(), account.role(), account.state(), account.created(), account.lastLogIn());
    }
  }

  /**
   * A user to be.
   *
   * @param name a letter and at most 31 letters, digits, dots, hyphens or underscores
   * @param role what the person may do
   */
  public record NewUser(String name, Role role) {

    @SuppressWarnings("ConstantValue") // JSON may lack what the type says is there.
    public NewUser {
      if ((Object) name == null || (Object) role == null) {
        throw new IllegalArgumentException("name and role must be given");
      }
    }
  }

  /**
   * A user just made.
   *
   * @param name the user
   * @param oneTimePassword must be changed at the first log-in
   */
  public record CreatedUser(String name, String oneTimePassword) {}

  /**
   * What to change; what is missing stays.
   *
   * @param role or null
   * @param state or null
   */
  public record UserChange(@Nullable Role role, Account.@Nullable State state) {}
}
