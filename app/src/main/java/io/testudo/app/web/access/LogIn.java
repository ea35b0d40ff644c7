package io.testudo.app.web.access;

import io.testudo.app.web.access.account.Account;
import io.testudo.app.web.access.account.Accounts;
import io.testudo.app.web.access.account.SignedIn;
import java.io.Serial;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Checks name and password at the log-in page, and makes guessers wait. */
final class LogIn implements AuthenticationProvider {

  private static final int FREE_BY_ACCOUNT = 5;
  private static final int FREE_BY_ADDRESS = 20;

  private final Accounts accounts;
  private final AttemptLimiter byAccount;
  private final AttemptLimiter byAddress;

  LogIn(Accounts accounts, InstantSource clock) {
    this.accounts = accounts;
    this.byAccount = new AttemptLimiter(clock, FREE_BY_ACCOUNT);
    this.byAddress = new AttemptLimiter(clock, FREE_BY_ADDRESS);
  }

  @Override
  public Authentication authenticate(Authentication asked) {
    String name = asked.getName().strip().toLowerCase(java.util.Locale.ROOT);
    String password = String.valueOf(asked.getCredentials());
    String from =
        asked.getDetails() instanceof WebAuthenticationDetails details
                && details.getRemoteAddress() != null
            ? details.getRemoteAddress()
            : "unknown address";
    String accountKey = Account.isName(name) ? name : "";
    Duration pause = longer(byAccount.pause(accountKey), byAddress.pause(from));
    if (!pause.isZero()) {
      throw new MustWait(pause);
    }
    Account account = accounts.logIn(name, password, from);
    if (account == null) {
      byAccount.failed(accountKey);
      byAddress.failed(from);
      throw new BadCredentialsException("refused");
    }
    byAccount.succeeded(accountKey);
    return SignedIn.as(account);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  @Override
  public boolean supports(Class<?> type) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
  }

  /** Too many attempts failed. */
  static final class MustWait extends AuthenticationException {

    @Serial private static final long serialVersionUID = 1L;

    private final long seconds;

    MustWait(Duration pause) {
      super("too many attempts");
      this.seconds = pause.toSeconds() + 1;
    }

    long seconds() {
      return seconds;
    }
  }
}
