package io.testudo.app.web.access.account;

import java.io.Serial;
import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** Somebody whose name and role are known: by session or by token. */
public final class SignedIn extends AbstractAuthenticationToken {

  @Serial private static final long serialVersionUID = 1L;

  private final String name;
  private final Role role;
  private final String stamp;

  private SignedIn(String name, Role role, String stamp) {
    super(List.of(new SimpleGrantedAuthority(role.name())));
    this.name = name;
    this.role = role;
    this.stamp = stamp;
    setAuthenticated(true);
  }

  /** The owner of this account. */
  public static SignedIn as(Account account) {
    return new SignedIn(account.name(), account.role(), account.stamp());
  }

  public static SignedIn by(Tokens.Holder holder) {
    return new SignedIn(holder.owner(), holder.role(), "");
  }

  @Override
  public String getName() {
    return name;
  }

  /** What may be done. */
  public Role role() {
    return role;
  }

  /**
   * The account's stamp when the session began; a session whose stamp is not the account's ends.
   */
  public String stamp() {
    return stamp;
  }

  @Override
  public Object getPrincipal() {
    return name;
  }

  @Override
  public Object getCredentials() {
    return "";
  }

  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof SignedIn that
        && name.equals(that.name)
        && role == that.role
        && stamp.equals(that.stamp);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }
}
