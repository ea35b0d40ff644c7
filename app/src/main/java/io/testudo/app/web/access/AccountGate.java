package io.testudo.app.web.access;

import io.testudo.app.web.access.account.Account;
import io.testudo.app.web.access.account.Accounts;
import io.testudo.app.web.access.account.SignedIn;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends a session as soon as its account was disabled, reset or given another role, and lets nobody
 * pass who still has a one-time password, except to change it.
 */
public final class AccountGate extends OncePerRequestFilter {

  /** Attribute of a request of somebody who must change the password before anything else. */
  public static final String PASSWORD_FIRST = AccountGate.class.getName() + ".first";

  private final Accounts accounts;
  private final Refusals refusals;

  AccountGate(Accounts accounts, Refusals refusals) {
    this.accounts = accounts;
    this.refusals = refusals;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String path = request.getServletPath();
    if (path.startsWith("/assets/")
        || !(SecurityContextHolder.getContext().getAuthentication() instanceof SignedIn signedIn)) {
      chain.doFilter(request, response);
      return;
    }
    Account account = accounts.find(signedIn.getName());
    if (account == null || !account.isActive() || !account.stamp().equals(signedIn.stamp())) {
      HttpSession session = request.getSession(false);
      if (session != null) {
        session.invalidate();
      }
      SecurityContextHolder.clearContext();
    } else if (account.secret() == Account.Secret.ONE_TIME) {
      if (!isOpenBeforeChange(path)) {
        refusals.passwordFirst(request, response);
        return;
      }
      request.setAttribute(PASSWORD_FIRST, account.name());
    }
    chain.doFilter(request, response);
  }

  private static boolean isOpenBeforeChange(String path) {
    return path.equals("/account") || path.equals("/account/password") || path.equals("/logout");
  }
}
